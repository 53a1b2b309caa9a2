package dev.understudy.route53;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import dev.understudy.model.StructureShape;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the quick reader takes is what the whole one makes of it; all else it leaves alone. */
class PlainBodyTest {
  private static final Operation OPERATION = Operation.CHANGE_RESOURCE_RECORD_SETS;
  private static final StructureShape<?> SHAPE = OPERATION.input();
  private static final String ROOT = "ChangeResourceRecordSetsRequest";

  private static final String BATCH =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/2013-04-01/">
        <ChangeBatch><Comment>two of them</Comment><Changes>
          <Change><Action>CREATE</Action><ResourceRecordSet><Name>a.example.com</Name><Type>A</Type>
            <TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord>
            <ResourceRecord><Value>192.0.2.2</Value></ResourceRecord></ResourceRecords>
          </ResourceRecordSet></Change>
          <Change><Action>UPSERT</Action><ResourceRecordSet><Name>b.example.com</Name><Type>A</Type>
            <SetIdentifier>one</SetIdentifier><Weight>7</Weight><AliasTarget>
            <HostedZoneId>Z1</HostedZoneId><DNSName>a.example.com</DNSName>
            <EvaluateTargetHealth>true</EvaluateTargetHealth></AliasTarget>
          </ResourceRecordSet></Change></Changes></ChangeBatch>
      </ChangeResourceRecordSetsRequest>
      """;

  @Test
  void aBatchAsProgramsWriteItIsReadQuickly() throws ApiException {
    @Nullable Object[] values = values();
    assertThat(PlainBody.read(BATCH.getBytes(UTF_8), ROOT, SHAPE, values)).isTrue();
    assertThat(values).isEqualTo(whole(BATCH.getBytes(UTF_8)));
    assertThat(values).anyMatch(value -> value != null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- a comment --><TTL>60</TTL>",
        "<TTL >60</TTL>",
        "<TTL a=\"b\">60</TTL>",
        "<TTL>&#54;0</TTL>",
        "<TTL><![CDATA[60]]></TTL>",
        "<TTL>60</TTL><TTL>60</TTL>",
        "<TTL/>",
        "<TTL>sixty</TTL>",
        "<TTL>-1</TTL>",
        "<Ttl>60</Ttl>",
        "<SetIdentifier>é</SetIdentifier>",
        "text",
        "<TTL>60</TTL></Other>",
        "<TTL>60"
      })
  void whatIsUnusualOrWrongIsLeftToTheWholeReader(String instead) {
    byte[] body = BATCH.replaceFirst("<TTL>60</TTL>", instead).getBytes(UTF_8);
    @Nullable Object[] values = values();
    assertThat(PlainBody.read(body, ROOT, SHAPE, values)).isFalse();
    assertThat(values).containsOnlyNulls();
  }

  @Test
  void bothReadersAgreeOnWhatTheQuickOneTakes() throws ApiException {
    var random = new Random(20261121);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] body = mutated(BATCH.getBytes(UTF_8), random);
      @Nullable Object[] values = values();
      if (PlainBody.read(body, ROOT, SHAPE, values)) {
        taken++;
        assertThat(values).as(() -> new String(body, UTF_8)).isEqualTo(whole(body));
      }
    }
    assertThat(taken).isBetween(100, 19_900);
  }

  private static byte[] mutated(byte[] body, Random random) {
    String marks = "<>/&; \n\t\r!?\"'=[]-aZ09.:";
    byte[] changed = body.clone();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      int at = random.nextInt(changed.length);
      int from = random.nextInt(changed.length);
      switch (random.nextInt(3)) {
        case 0 -> changed[at] = (byte) marks.charAt(random.nextInt(marks.length()));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        default -> {
          int length = Math.min(random.nextInt(60), changed.length - Math.max(at, from));
          System.arraycopy(body, Math.min(from, body.length - length), changed, at, length);
        }
      }
    }
    return changed;
  }

  private static @Nullable Object[] values() {
    return new @Nullable Object[SHAPE.members().size()];
  }

  private static @Nullable Object[] whole(byte[] body) throws ApiException {
    @Nullable Object[] values = values();
    var violations = new Violations();
    XmlBody.read(body, ROOT, SHAPE, values, violations);
    violations.refuse();
    return values;
  }
}
