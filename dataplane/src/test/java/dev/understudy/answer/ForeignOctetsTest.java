package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.OptionCode;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Queries spoilt at random, from a seed: every one gets a well-formed reply within its limit, or
 * silence, and is counted once. {@code -Dfuzz.inputs=N} plays N of them and tells the rate.
 */
class ForeignOctetsTest {
  private static final long SPOILT = Long.getLong("fuzz.inputs", 200_000);
  private static final long SEED = Long.getLong("understudy.seed", 1);

  /** Options that mean something, good and bad, and one that does not. */
  private static final String[] OPTIONS = {
    "3=",
    "8=00011800c00002",
    "8=00011801c00002",
    "10=2464c4abcf10c957",
    "10=2464c4abcf10c957010000005cf79f111f8130c3eee29480",
    "10=2464c4abcf10c95701",
    "11=",
    "11=0064",
    "12=0000000000",
    "65001=abcd"
  };

  @Test
  void spoiltQueriesGetAWellFormedReplyOrSilence() {
    var random = new SplittableRandom(SEED);
    Lab lab = Fixture.lab(AnswerSettings.DEFAULTS.with(Fixture.ALL_OPTIONS));
    byte[] request = new byte[700];
    byte[] response = new byte[65_535];
    byte[] address = new byte[16];
    var ahead = new ReadAhead(lab.current, 8);
    long start = System.nanoTime();
    for (long i = 0; i < SPOILT; i++) {
      int length = spoil(random, request);
      byte[] exact = Arrays.copyOf(request, length);
      ahead.expect(exact, length);
      if (i % 8 == 0) {
        ahead.touch();
      }
      Transport transport =
          switch (random.nextInt(8)) {
            case 0 -> Transport.TCP;
            case 1 -> Transport.TLS;
            default -> Transport.UDP;
          };
      int replied = lab.responder().respond(exact, length, transport, address, 16, response);
      check(exact, transport, response, replied);
    }
    if (SPOILT >= 1_000_000) {
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d messages, seed %d: all right, %.0f/s%n", SPOILT, SEED, SPOILT / seconds);
    }
    long counted = 0;
    for (QueryCount count : QueryCount.values()) {
      boolean ends = count.family().equals("dns_responses") || count.name().startsWith("DROPPED");
      counted += ends ? lab.counted(count) : 0;
    }
    assertThat(counted).as("each message ends in one response or drop").isEqualTo(SPOILT);
    assertThat(lab.counted(QueryCount.RESPONSES_FORMERR)).isPositive();
    assertThat(lab.counted(QueryCount.RESPONSES_BADVERS)).isPositive();
    assertThat(lab.counted(QueryCount.RESPONSES_NOTIMP)).isPositive();
    assertThat(lab.counted(QueryCount.COOKIE_CLIENT_ONLY)).isPositive();
    assertThat(lab.counted(QueryCount.COOKIE_BAD)).isPositive();
    assertThat(lab.counted(QueryCount.FEATURE_TRUNCATED)).isPositive();
  }

  static void check(byte[] request, Transport transport, byte[] response, int length) {
    if (length == Responder.DROP) {
      boolean silent = request.length < 12 || (request[2] & 0x80) != 0;
      assertThat(silent).isTrue();
      return;
    }
    if (length > (transport.isConnection() ? 65_535 : 1232)) {
      throw new AssertionError("reply of " + length);
    }
    Message reply = Message.read(response, length);
    if (reply.id() != ((request[0] & 0xff) << 8 | (request[1] & 0xff))
        || (reply.flags() & 0x8000) == 0
        || (reply.flags() & 0x70) != 0
        || (reply.flags() & 0x7900) != ((request[2] & 0x79) << 8)) {
      throw new AssertionError(reply);
    }
    if (reply.edns().isEmpty() && transport == Transport.UDP && length > 512) {
      throw new AssertionError(reply);
    }
    boolean additional = request[10] != 0 || request[11] != 0;
    if ((!reply.edns().isEmpty() && !additional)
        || (reply.options().containsKey(OptionCode.TCP_KEEPALIVE) && !transport.isConnection())
        || (reply.options().containsKey(OptionCode.PADDING)
            && (transport != Transport.TLS || length % 468 != 0))) {
      throw new AssertionError(reply);
    }
  }

  /** A good query with a few octets changed, removed or added; sometimes nothing but noise. */
  private static int spoil(SplittableRandom random, byte[] into) {
    String[] question = Fixture.QUESTIONS[random.nextInt(Fixture.QUESTIONS.length)];
    int size = random.nextInt(3) * 700;
    byte[] query = Lab.query(question[0], question[1], size);
    for (int options = size == 0 ? 0 : random.nextInt(4); options > 0; options--) {
      query = Lab.withOptions(query, OPTIONS[random.nextInt(OPTIONS.length)]);
    }
    int length = query.length;
    System.arraycopy(query, 0, into, 0, length);
    switch (random.nextInt(8)) {
      case 0 -> {
        length = random.nextInt(into.length);
        for (int i = 0; i < length; i++) {
          into[i] = (byte) random.nextInt();
        }
      }
      case 1 -> length = random.nextInt(length);
      case 2, 3 -> {
        int more = random.nextInt(60);
        for (int i = 0; i < more; i++) {
          into[length++] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
        }
        into[4 + random.nextInt(8)] = (byte) random.nextInt(3);
      }
      default -> {}
    }
    int flips = random.nextInt(4);
    for (int i = 0; i < flips && length > 0; i++) {
      into[random.nextInt(length)] = (byte) random.nextInt();
    }
    return length;
  }
}
