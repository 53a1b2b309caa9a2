package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.control.ApiException;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeTagsForResourceRequest;
import dev.understudy.model.CreateHealthCheckRequest;
import dev.understudy.model.GetHostedZoneRequest;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.RRType;
import dev.understudy.model.Request;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.model.UpdateHealthCheckRequest;
import dev.understudy.model.UpdateHostedZoneCommentRequest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API Reference; wording of refusals as recorded from the service. */
class RequestReaderTest {
  private static final String NS = " xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"";

  private final Router router = new Router();

  private Request read(String method, String target, String body) throws ApiException {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return RequestReader.read(
        Objects.requireNonNull(router.route(method, "/2013-04-01" + path)),
        Query.parse(query),
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static String batch(String changes) {
    return "<ChangeResourceRecordSetsRequest"
        + NS
        + "><ChangeBatch><Changes>"
        + changes
        + "</Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
  }

  private static String change(String members) {
    return "<Change><Action>CREATE</Action><ResourceRecordSet>"
        + members
        + "</ResourceRecordSet></Change>";
  }

  @Test
  void elementsMayComeInAnyOrderAndWithoutNamespace() throws ApiException {
    var request =
        (ChangeResourceRecordSetsRequest)
            read(
                "POST",
                "/hostedzone/Z1/rrset",
                """
                <?xml version="1.0"?>
                <!-- as botocore writes it: in the caller's order -->
                <ChangeResourceRecordSetsRequest><ChangeBatch>
                  <Changes><Change>
                    <ResourceRecordSet><Type>A</Type><Name>www.example.com</Name>
                      <Failover>PRIMARY</Failover><SetIdentifier>one &amp; <![CDATA[<two>]]></SetIdentifier>
                      <ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord>
                        <ResourceRecord><Value>192.0.2.2</Value></ResourceRecord></ResourceRecords>
                      <TTL> 60 </TTL></ResourceRecordSet>
                    <Action>UPSERT</Action></Change></Changes>
                  <Comment></Comment>
                </ChangeBatch></ChangeResourceRecordSetsRequest>
                """);
    assertThat(request.hostedZoneId()).isEqualTo("Z1");
    assertThat(request.changeBatch().comment()).isEmpty();
    Change change = request.changeBatch().changes().getFirst();
    assertThat(change.action()).isEqualTo(ChangeAction.UPSERT);
    var set = change.resourceRecordSet();
    assertThat(set.name()).isEqualTo("www.example.com");
    assertThat(set.type()).isEqualTo(RRType.A);
    assertThat(set.failover()).isEqualTo(ResourceRecordSetFailover.PRIMARY);
    assertThat(set.setIdentifier()).isEqualTo("one & <two>");
    assertThat(set.ttl()).isEqualTo(60L);
    assertThat(set.resourceRecords())
        .containsExactly(new ResourceRecord("192.0.2.1"), new ResourceRecord("192.0.2.2"));
    assertThat(set.aliasTarget()).isNull();
    assertThat(set.healthCheckId()).isNull();
  }

  @Test
  void idsLoseThePrefixUnderWhichTheyAreShown() throws ApiException {
    assertThat(read("GET", "/hostedzone/%2Fhostedzone%2FZ1", ""))
        .isEqualTo(new GetHostedZoneRequest("Z1"));
    var request =
        (ChangeResourceRecordSetsRequest)
            read(
                "POST",
                "/hostedzone/hostedzone/Z1/rrset",
                batch(
                    change(
                        "<Name>a</Name><Type>A</Type><AliasTarget><HostedZoneId>/hostedzone/Z2"
                            + "</HostedZoneId><DNSName>b</DNSName><EvaluateTargetHealth>true"
                            + "</EvaluateTargetHealth></AliasTarget>")));
    assertThat(request.changeBatch().changes().getFirst().resourceRecordSet().aliasTarget())
        .isEqualTo(new AliasTarget("Z2", "b", true));
  }

  @Test
  void queryParametersAreDecodedAndEmptyOnesAreAbsent() throws ApiException {
    assertThat(
            read(
                "GET",
                "/hostedzone/Z1/rrset?name=%5C052.example.com&type=AAAA&identifier=&maxitems=300&x=y",
                ""))
        .isEqualTo(
            new ListResourceRecordSetsRequest("Z1", "\\052.example.com", RRType.AAAA, null, "300"));
  }

  @Test
  void aBodyWithNothingRequiredMayBeMissing() throws ApiException {
    assertThat(read("POST", "/hostedzone/Z1", ""))
        .isEqualTo(new UpdateHostedZoneCommentRequest("Z1", null));
  }

  @Test
  void listsOfTextsKeepTheirOrder() throws ApiException {
    var request =
        (ChangeTagsForResourceRequest)
            read(
                "POST",
                "/tags/healthcheck/abc",
                "<ChangeTagsForResourceRequest"
                    + NS
                    + "><RemoveTagKeys><Key>b</Key><Key>a</Key>"
                    + "</RemoveTagKeys></ChangeTagsForResourceRequest>");
    assertThat(request.removeTagKeys()).containsExactly("b", "a");
    assertThat(request.addTags()).isNull();
  }

  @Test
  void unknownRegionsAreAcceptedBecauseNewOnesAppearEveryYear() throws ApiException {
    var request =
        (CreateHealthCheckRequest)
            read(
                "POST",
                "/healthcheck",
                "<CreateHealthCheckRequest><CallerReference>r</CallerReference><HealthCheckConfig>"
                    + "<Type>TCP</Type><Regions><Region>mars-1</Region><Region>mars-2</Region>"
                    + "<Region>us-east-1</Region></Regions></HealthCheckConfig>"
                    + "</CreateHealthCheckRequest>");
    assertThat(request.healthCheckConfig().regions())
        .containsExactly("mars-1", "mars-2", "us-east-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # query or path       | message
          /hostedzone/Z1/rrset?type=B | 1 validation error detected: Value 'B' at 'startRecordType' failed to satisfy constraint: Member must satisfy enum value set: [SOA, A, TXT, NS, CNAME, MX, NAPTR, PTR, SRV, SPF, AAAA, CAA, DS, TLSA, SSHFP, SVCB, HTTPS]
          /hostedzone/Z0123456789012345678901234567890123 | 1 validation error detected: Value 'Z0123456789012345678901234567890123' at 'id' failed to satisfy constraint: Member must have length less than or equal to 32
          /geolocation?continentcode=E | 1 validation error detected: Value 'E' at 'continentCode' failed to satisfy constraint: Member must have length greater than or equal to 2
          /trafficpolicy/x/0 | 1 validation error detected: Value '0' at 'version' failed to satisfy constraint: Member must have value greater than or equal to 1
          /trafficpolicy/x/one | 1 validation error detected: Value 'one' at 'version' failed to satisfy constraint: Member must be a whole number
          /testdnsanswer?recordtype=A | 2 validation errors detected: Value null at 'hostedZoneId' failed to satisfy constraint: Member must not be null; Value null at 'recordName' failed to satisfy constraint: Member must not be null
          /cidrcollection/X | 1 validation error detected: Value 'X' at 'collectionId' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}
          /tags/hostedzone/%2Fhostedzone%2FZ1 | 1 validation error detected: Value '/hostedzone/Z1' at 'resourceId' failed to satisfy constraint: Member must have length less than or equal to 32
          /tags/foo/Z1 | Invalid resource type: foo
          """)
  void headsAreCheckedAgainstTheModel(String target, String message) {
    assertThatThrownBy(() -> read("GET", target, ""))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidInput");
              assertThat(e.status()).isEqualTo(400);
              assertThat(e.message()).isEqualTo(message);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # members of the record set             | message
          <Name>a</Name><Type>A</Type><TTL>-1</TTL> | 1 validation error detected: Value '-1' at 'changeBatch.changes.1.member.resourceRecordSet.tTL' failed to satisfy constraint: Member must have value greater than or equal to 0
          <Name>a</Name><Type>A</Type><TTL>1.5</TTL> | Invalid XML ; cvc-datatype-valid.1.2.1: '1.5' is not a valid value for 'long'.
          <Name>a</Name><Type>A</Type><Weight>256</Weight><TTL>-1</TTL> | 2 validation errors detected: Value '256' at 'changeBatch.changes.1.member.resourceRecordSet.weight' failed to satisfy constraint: Member must have value less than or equal to 255; Value '-1' at 'changeBatch.changes.1.member.resourceRecordSet.tTL' failed to satisfy constraint: Member must have value greater than or equal to 0
          <Type>A</Type> | 1 validation error detected: Value null at 'changeBatch.changes.1.member.resourceRecordSet.name' failed to satisfy constraint: Member must not be null
          <Name>a</Name><Type>Z</Type> | Invalid XML ; cvc-enumeration-valid: Value 'Z' is not facet-valid with respect to enumeration '[SOA, A, TXT, NS, CNAME, MX, NAPTR, PTR, SRV, SPF, AAAA, CAA, DS, TLSA, SSHFP, SVCB, HTTPS]'. It must be a value from the enumeration.
          <Name>a</Name><Type>A</Type><MultiValueAnswer>yes</MultiValueAnswer> | Invalid XML ; cvc-datatype-valid.1.2.1: 'yes' is not a valid value for 'boolean'.
          <Name>a</Name><Name>b</Name><Type>A</Type> | Invalid XML ; cvc-complex-type.2.4.d: Invalid content was found starting with element 'Name'. No child element is expected at this point.
          <Name>a</Name><Type>A</Type><ResourceRecords/> | Invalid XML ; cvc-complex-type.2.4.b: The content of element 'ResourceRecords' is not complete. One of '{"https://route53.amazonaws.com/doc/2013-04-01/":ResourceRecord}' is expected.
          <Name>a</Name><Type>A</Type><GeoLocation><Planet>X</Planet></GeoLocation> | Invalid XML ; cvc-complex-type.2.4.a: Invalid content was found starting with element 'Planet'. One of '{"https://route53.amazonaws.com/doc/2013-04-01/":ContinentCode, "https://route53.amazonaws.com/doc/2013-04-01/":CountryCode, "https://route53.amazonaws.com/doc/2013-04-01/":SubdivisionCode}' is expected.
          <Name><b/></Name> | Invalid XML ; cvc-type.3.1.2: Element 'Name' is a simple type, so it must have no element information item [children].
          text | Invalid XML ; cvc-complex-type.2.3: Element 'ResourceRecordSet' cannot have character [children], because the type's content type is element-only.
          """)
  void bodiesAreCheckedAgainstTheModel(String members, String message) {
    assertThatThrownBy(() -> read("POST", "/hostedzone/Z1/rrset", batch(change(members))))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidInput");
              assertThat(e.message()).isEqualTo(message);
            });
  }

  @Test
  void anUnknownActionIsToldAsRecorded() {
    assertThatThrownBy(() ->
            read(
                "POST",
                "/hostedzone/Z1/rrset",
                batch("<Change><Action>INVALID_ACTION</Action></Change>")))
        .hasMessage(
            "Invalid XML ; cvc-enumeration-valid: Value 'INVALID_ACTION' is not facet-valid with respect to enumeration '[CREATE, DELETE, UPSERT]'. It must be a value from the enumeration.");
  }

  @Test
  void anEmptyListOfChangesIsToldAsRecorded() {
    assertThatThrownBy(() -> read("POST", "/hostedzone/Z1/rrset", batch("")))
        .hasMessage(
            "Invalid XML ; cvc-complex-type.2.4.b: The content of element 'Changes' is not complete. One of '{\"https://route53.amazonaws.com/doc/2013-04-01/\":Change}' is expected.");
  }

  @Test
  void aListToldOfItsElementsShowsAllOfIt() {
    assertThatThrownBy(() ->
            read(
                "POST",
                "/tags/healthcheck",
                "<ListTagsForResourcesRequest><ResourceIds><ResourceId>a</ResourceId><ResourceId>"
                    + "b".repeat(65)
                    + "</ResourceId></ResourceIds></ListTagsForResourcesRequest>"))
        .hasMessage(
            "1 validation error detected: Value '[a, "
                + "b".repeat(65)
                + "]' at 'resourceIds' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 64]");
  }

  @Test
  void listsHaveSizes() {
    assertThatThrownBy(() ->
            read(
                "POST",
                "/tags/healthcheck",
                "<ListTagsForResourcesRequest><ResourceIds>"
                    + "<ResourceId>a</ResourceId>".repeat(11)
                    + "</ResourceIds></ListTagsForResourcesRequest>"))
        .hasMessage(
            "1 validation error detected: Value '[a, a, a, a, a, a, a, a, a, a, a]' at 'resourceIds' failed to satisfy constraint: Member must have length less than or equal to 10");
  }

  @Test
  void manyViolationsAreCountedButNotAllTold() {
    assertThatThrownBy(() ->
            read("POST", "/hostedzone/Z1/rrset", batch(change("<Name>a</Name>").repeat(5_000))))
        .hasMessageStartingWith("5000 validation errors detected: ")
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(20_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<",
        "not xml",
        "<CreateHealthCheckRequest>",
        "<CreateHealthCheckRequest></Other>",
        "<CreateHealthCheckRequest>&unknown;</CreateHealthCheckRequest>",
        "<CreateHealthCheckRequest xmlns=\"urn:other\"/>",
        "<Other/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/hostname\">]><CreateHealthCheckRequest><CallerReference>&b;</CallerReference></CreateHealthCheckRequest>",
        "<!DOCTYPE a SYSTEM \"http://127.0.0.1:1/x\"><CreateHealthCheckRequest/>",
        "<CreateHealthCheckRequest/><CreateHealthCheckRequest/>",
        "\u0000",
      })
  void otherBodiesAreInvalidXml(String body) {
    assertThatThrownBy(() -> read("POST", "/healthcheck", body))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.code()).isEqualTo("InvalidInput");
              assertThat(e.message()).startsWith("Invalid XML ; ").doesNotContain("\n");
            });
  }

  @Test
  void anXmlBombIsRefusedWithoutExpansion() {
    var bomb = new StringBuilder("<!DOCTYPE l [<!ENTITY l0 \"lol\">");
    for (int i = 1; i < 20; i++) {
      bomb.append("<!ENTITY l").append(i).append(" \"").append(("&l" + (i - 1) + ";").repeat(10));
      bomb.append("\">");
    }
    bomb.append("]><CreateHealthCheckRequest><CallerReference>&l19;</CallerReference>");
    bomb.append("</CreateHealthCheckRequest>");
    assertThatThrownBy(() -> read("POST", "/healthcheck", bomb.toString()))
        .hasMessage("Invalid XML ; DOCTYPE and entities are disallowed.");
  }

  @Test
  void deepNestingIsRefusedAtTheFirstElementThatDoesNotBelong() {
    assertThatThrownBy(() ->
            read("POST", "/healthcheck", "<CreateHealthCheckRequest>" + "<a>".repeat(500_000)))
        .hasMessageStartingWith("Invalid XML ; cvc-complex-type.2.4.a");
  }

  @Test
  void anUpdateMayNameWhatToReset() throws ApiException {
    var request =
        (UpdateHealthCheckRequest)
            read(
                "POST",
                "/healthcheck/h",
                "<UpdateHealthCheckRequest><ResetElements><ResettableElementName>Regions"
                    + "</ResettableElementName></ResetElements></UpdateHealthCheckRequest>");
    assertThat(String.valueOf(request.resetElements())).isEqualTo("[REGIONS]");
  }
}
