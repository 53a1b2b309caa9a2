package dev.understudy.route53;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.understudy.control.ApiException;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents that the AWS CLI takes, and what is said of others. */
class ChangeDocumentTest {
  private static final String BATCH =
      """
      {"Comment": "caf\\u00e9", "Changes": [{"Action": "CREATE", "ResourceRecordSet":
        {"Name": "a.example.com", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}}]}
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        BATCH,
        "{\"ChangeBatch\": " + BATCH + "}",
        "{\"HostedZoneId\": \"Z9\", \"ChangeBatch\": " + BATCH + "}",
        "<ChangeResourceRecordSetsRequest><ChangeBatch><Comment>café</Comment><Changes><Change>"
            + "<Action>CREATE</Action><ResourceRecordSet><Name>a.example.com</Name><Type>A</Type>"
            + "<TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value>"
            + "</ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes>"
            + "</ChangeBatch></ChangeResourceRecordSetsRequest>"
      })
  void everyFormIsTheSameRequest(String document) throws ApiException {
    var request = ChangeDocument.read("/hostedzone/Z1", document.getBytes(UTF_8));
    assertThat(request.hostedZoneId()).isEqualTo("Z1");
    assertThat(request.changeBatch().comment()).isEqualTo("café");
    var change = request.changeBatch().changes().getFirst();
    assertThat(change.action()).isEqualTo(ChangeAction.CREATE);
    assertThat(change.resourceRecordSet().type()).isEqualTo(RRType.A);
    assertThat(change.resourceRecordSet().ttl()).isEqualTo(60);
    assertThat(change.resourceRecordSet().resourceRecords())
        .containsExactly(new ResourceRecord("192.0.2.1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"Changes": [1,]}        | Malformed JSON at line 1, column 16: Unexpected character
          {"Changes" [1]}          | Malformed JSON at line 1, column 12: Unexpected character
          {"a": 1, "a": 2}         | Duplicate field 'a'
          {"a": 01}                | Leading zeroes not allowed
          {"a": 1} x               | Malformed JSON at line 1, column 1
          {"a": 1} {}              | Malformed JSON at line 1, column 1
          {"a": "\\x"}              | Unrecognized character escape
          [1]                      | Invalid type for parameter the document: an object is expected.
          {"Changes": 1}           | Invalid type for parameter changeBatch.changes: a list is expected.
          {"Changes": [1]}         | Invalid type for parameter changeBatch.changes.1.member: an object is expected.
          {"Changed": []}          | Unknown parameter in changeBatch: "Changed", must be one of: Comment, Changes
          {}                       | 1 validation error detected: Value null at 'changeBatch.changes' failed to satisfy constraint: Member must not be null
          """)
  void whatIsWrongIsSaidWithItsPlace(String document, String message) {
    assertThatThrownBy(() -> ChangeDocument.read("Z1", document.getBytes(UTF_8)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining(message)
        .extracting("code")
        .isEqualTo("InvalidInput");
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAYBE", "create"})
  void constraintsAreThoseOfTheModel(String action) {
    String document = BATCH.replace("CREATE", action).replace("60", "-1");
    assertThatThrownBy(() -> ChangeDocument.read("Z1", document.getBytes(UTF_8)))
        .hasMessageContaining("2 validation errors detected: ")
        .hasMessageContaining("Value '" + action + "' at 'changeBatch.changes.1.member.action'")
        .hasMessageContaining("enum value set: [CREATE, DELETE, UPSERT]")
        .hasMessageContaining("Member must have value greater than or equal to 0");
  }

  @Test
  void linesAreCounted() {
    assertThatThrownBy(() -> ChangeDocument.read("Z1", "{\n  x}".getBytes(UTF_8)))
        .hasMessageContaining("line 2, column 3: ");
  }

  @Test
  void theParserSaysNothingOfItself() {
    assertThatThrownBy(() -> ChangeDocument.read("Z1", "{\"Changes\":[}".getBytes(UTF_8)))
        .hasMessage(
            "Malformed JSON at line 1, column 13: Unexpected close marker '}': expected ']'");
    assertThatThrownBy(() -> ChangeDocument.read("Z1", "{\"Changes\":[]\n".getBytes(UTF_8)))
        .hasMessage(
            "Malformed JSON at line 2, column 1: Unexpected end-of-input: expected close marker for"
                + " Object");
  }

  @Test
  void anEmptyDocumentIsNone() {
    assertThatThrownBy(() -> ChangeDocument.read("Z1", new byte[0]))
        .hasMessage("Invalid type for parameter the document: an object is expected.");
  }

  @FuzzTest(maxDuration = "2s")
  void anyOctetsAreReadOrRefused(byte[] octets) {
    try {
      ChangeDocument.read("Z1", octets);
    } catch (ApiException e) {
      assertThat(e.code()).isEqualTo("InvalidInput");
    }
  }
}
