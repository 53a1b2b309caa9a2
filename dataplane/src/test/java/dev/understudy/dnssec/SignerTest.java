package dev.understudy.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Text;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.wire.Reply;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;

/** How long signatures are good for, when they are made, and what a flood can do. */
class SignerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int A = 1;
  private static final byte[] ADDRESS = {1, 2, 3, 4};

  private final SigningKeys keys = keys();
  private final long[] now = {1_800_000_000L};
  private final Signer signer = new Signer(() -> now[0]);

  private static SigningKeys keys() {
    return SigningKeys.of(
        Text.name("example.com"),
        new ZoneSigning(
            List.of(NewKey.make(SigningKey.KEY_SIGNING, RANDOM)),
            List.of(NewKey.make(SigningKey.ZONE_SIGNING, RANDOM))));
  }

  private RRSIGRecord sign(String name, int ttl, boolean ephemeral) throws IOException {
    return sign(keys, name, ttl, ephemeral);
  }

  private RRSIGRecord sign(SigningKeys with, String name, int ttl, boolean ephemeral)
      throws IOException {
    byte[] wire = Text.wire(name);
    byte[] query = new byte[12 + wire.length + 4];
    query[5] = 1;
    System.arraycopy(wire, 0, query, 12, wire.length);
    query[query.length - 3] = A;
    query[query.length - 1] = 1;
    var reply = new Reply();
    byte[] octets = new byte[1_000];
    reply.begin(query, query.length, false, octets, octets.length);
    int first = reply.position();
    int ignored = reply.record(12, A, ttl, ADDRESS, 0, ADDRESS.length);
    assertThat(signer.sign(reply, first, with, ephemeral)).isTrue();
    int length = reply.end(0, 512);
    var message = new Message(java.util.Arrays.copyOf(octets, length));
    return (RRSIGRecord) message.getSection(Section.ANSWER).getLast();
  }

  @Test
  void aKeyWorksOnlyWithEveryOctetAsItWas() {
    SigningKey key = NewKey.make(SigningKey.ZONE_SIGNING, RANDOM);
    assertThat(SigningKeys.works(key)).isTrue();
    for (int i = 0; i < 64; i++) {
      byte[] point = key.point();
      point[i] ^= 1;
      assertThat(SigningKeys.works(SigningKey.of(key.flags(), point, key.privateKey()))).isFalse();
    }
    int harmless = 0;
    for (int i = 0; i < key.privateKey().length; i++) {
      byte[] half = key.privateKey();
      half[i] ^= 1;
      harmless += SigningKeys.works(SigningKey.of(key.flags(), key.point(), half)) ? 1 : 0;
    }
    assertThat(harmless).as("versions nobody looks at").isLessThanOrEqualTo(2);
    assertThat(SigningKeys.works(SigningKey.of(key.flags(), key.point(), new byte[0]))).isFalse();
  }

  @Test
  void aSignatureOutlivesTheTtlOfEveryAnswerItIsGivenWith() throws IOException {
    for (int ttl : new int[] {0, 60, 900, 604_800}) {
      for (int i = 0; i < 500; i++) {
        now[0] += 97;
        RRSIGRecord signature = sign("www.example.com", ttl, false);
        long inception = signature.getTimeSigned().getEpochSecond();
        long expiration = signature.getExpire().getEpochSecond();
        assertThat(inception).isLessThanOrEqualTo(now[0] - Signer.SKEW_SECONDS);
        assertThat(expiration).isGreaterThanOrEqualTo(now[0] + ttl + Signer.SKEW_SECONDS);
        assertThat(expiration - inception)
            .isEqualTo(Signer.PERIOD_SECONDS + ttl + 2L * Signer.SKEW_SECONDS);
      }
    }
  }

  @Test
  void theSameSetIsSignedOnceInAPeriod() throws IOException {
    for (int i = 0; i < 100; i++) {
      sign("www.example.com", 60, false);
    }
    assertThat(signer.made()).isEqualTo(1);
    now[0] += Signer.PERIOD_SECONDS;
    sign("www.example.com", 60, false);
    assertThat(signer.made()).isEqualTo(2);
    sign("WWW.example.com", 60, false);
    assertThat(signer.made()).as("the case of letters is not signed").isEqualTo(2);
    sign("www.example.com", 61, false);
    assertThat(signer.made()).as("the TTL is").isEqualTo(3);
  }

  @Test
  void periodsOfOwnersBeginAtDifferentTimes() throws IOException {
    assertThat(sign("a.example.com", 60, false).getExpire())
        .isNotEqualTo(sign("b.example.com", 60, false).getExpire());
  }

  @Test
  void anotherKeyDoesNotTakeTheSignatureOfTheFirst() throws IOException {
    byte[] one = sign("www.example.com", 60, false).getSignature();
    assertThat(sign(keys(), "www.example.com", 60, false).getSignature()).isNotEqualTo(one);
    assertThat(sign("www.example.com", 60, false).getSignature()).isEqualTo(one);
    assertThat(signer.made()).isEqualTo(2);
  }

  /** Believed once: one store for all would do. */
  @Test
  void aFloodOfNamesThatNeedNotExistPushesOutNoOther() throws IOException {
    sign("www.example.com", 60, false);
    for (int i = 0; i < 5_000; i++) {
      sign("n" + i + ".example.com", 60, true);
    }
    assertThat(signer.made()).isEqualTo(5_001);
    sign("www.example.com", 60, false);
    assertThat(signer.made()).isEqualTo(5_001);
  }
}
