package dev.understudy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.understudy.answer.Text;
import dev.understudy.routing.NetworkTable;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of docs/rate-limiting.md, in a time of the test's own. */
class RateLimiterTest {
  private static final long NOW = 1_800_000_000L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rate | slip | replies in one second               | because
          3      | 0    | SEND SEND SEND DROP DROP DROP        | none slips
          3      | 1    | SEND SEND SEND SLIP SLIP SLIP        | every one slips
          3      | 2    | SEND SEND SEND DROP SLIP DROP SLIP   | every second one slips
          1      | 3    | SEND DROP DROP SLIP DROP DROP SLIP   | every third one slips
          """)
  void whatIsOverTheLimitIsDroppedOrSlips(int rate, int slip, String expected, String because) {
    RateLimiter limiter = limiter(rate, slip, 1);
    var rulings = new ArrayList<String>();
    for (int i = 0; i < expected.split(" ").length; i++) {
      rulings.add(judge(limiter, Subject.ANSWER, "192.0.2.1", "www.example.com", NOW).name());
    }
    assertThat(String.join(" ", rulings)).as(because).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # of a bucket of 4 that is used up: later by so many seconds, so many replies leave
          0      | 0
          1      | 4
          2      | 4
          1000   | 4
          -1     | 4
          -1000  | 4
          """)
  void secondsFillTheBucketAndNoMore(long later, int leave) {
    RateLimiter limiter = limiter(4, 0, 1);
    assertThat(sent(limiter, 10, NOW)).isEqualTo(4);
    assertThat(sent(limiter, 10, NOW + later)).isEqualTo(leave);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first client | other client        | shared | because
          192.0.2.1      | 192.0.2.255         | true   | one /24
          192.0.2.1      | 192.0.3.1           | false  | the next /24
          2001:db8::1    | 2001:db8:0:ff::9    | true   | one /56
          2001:db8::1    | 2001:db8:0:100::1   | false  | the next /56
          192.0.2.1      | c000:201::          | false  | another family
          """)
  void aNetworkSharesABucket(String first, String other, boolean shared, String because) {
    RateLimiter limiter = limiter(1, 0, 1);
    assertThat(judge(limiter, Subject.ANSWER, first, "a.example", NOW)).isEqualTo(Ruling.SEND);
    assertThat(judge(limiter, Subject.ANSWER, other, "a.example", NOW))
        .as(because)
        .isEqualTo(shared ? Ruling.DROP : Ruling.SEND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first subject and name        | other subject and name         | shared
          ANSWER   | www.example.com      | ANSWER   | WWW.eXample.COM     | true
          ANSWER   | www.example.com      | ANSWER   | wwx.example.com     | false
          ANSWER   | a.b                  | ANSWER   | a.c                 | false
          ANSWER   | abcdefg.example.com  | ANSWER   | abcdefh.example.com | false
          ANSWER   | example.com          | NXDOMAIN | example.com         | false
          NODATA   | example.com          | REFERRAL | example.com         | false
          NXDOMAIN | example.com          | NXDOMAIN | example.com         | true
          """)
  void aSubjectAndItsNameShareABucket(
      Subject first, String firstName, Subject other, String otherName, boolean shared) {
    RateLimiter limiter = limiter(1, 0, 1);
    assertThat(judge(limiter, first, "192.0.2.1", firstName, NOW)).isEqualTo(Ruling.SEND);
    assertThat(judge(limiter, other, "192.0.2.1", otherName, NOW))
        .isEqualTo(shared ? Ruling.DROP : Ruling.SEND);
  }

  @Test
  void whatStandsBeforeTheNameDoesNotMatter() {
    RateLimiter limiter = limiter(1, 0, 1);
    byte[] one = message("a.example.com");
    byte[] other = message("bb.example.com");
    assertThat(judgeFrom(limiter, one, 14)).isEqualTo(Ruling.SEND);
    assertThat(judgeFrom(limiter, other, 15)).isEqualTo(Ruling.DROP);
  }

  @Test
  void exemptNetworksHaveNoLimit() {
    NetworkTable exempt =
        new NetworkTable.Builder()
            .add(address("10.1.0.0"), 16, 0)
            .add(address("2001:db8:0:1::"), 64, 0)
            .build();
    var limiter = new RateLimiter(new RateLimit(1, 0, true, exempt), 1, 7);
    Map<String, Integer> expected =
        Map.of("10.1.2.3", 50, "10.2.2.3", 1, "2001:db8:0:1::5", 50, "2001:db8:1::5", 1);
    expected.forEach((client, leave) -> {
      int sent = 0;
      for (int i = 0; i < 50; i++) {
        sent += judge(limiter, Subject.ERROR, client, "", NOW) == Ruling.SEND ? 1 : 0;
      }
      assertThat(sent).as(client).isEqualTo(leave);
    });
  }

  @ParameterizedTest
  @CsvSource({"200,1,200", "200,2,100", "200,8,25", "1,1,1", "5,2,3", "100000,1,100000"})
  void threadsShareTheLimit(int rate, int threads, int each) {
    assertThat(sent(limiter(rate, 0, threads), rate + 1, NOW)).isEqualTo(each);
  }

  @Test
  void halvesOfRepliesAddUpOverTheSeconds() {
    RateLimiter limiter = limiter(5, 0, 2);
    int sent = 0;
    for (int second = 0; second < 1_000; second++) {
      sent += sent(limiter, 10, NOW + second);
    }
    assertThat(sent).isBetween(2_400, 2_501);
  }

  /** Few subjects at a time, so that none is forgotten: then each is as if it were alone. */
  @Test
  void itRulesAsABucketForEachSubjectWould() {
    for (long seed = 0; seed < 20; seed++) {
      var random = new SplittableRandom(seed);
      int rate = random.nextInt(1, 40);
      RateLimiter limiter = limiter(rate, 2, 1);
      Map<String, Bucket> buckets = new HashMap<>();
      long now = NOW;
      for (int i = 0; i < 20_000; i++) {
        now += random.nextInt(30) == 0 ? random.nextInt(1, 4) : 0;
        String client = "10.0." + random.nextInt(4) + "." + random.nextInt(256);
        String name = "n" + random.nextInt(5) + ".example.com";
        Subject subject = List.of(Subject.values()).get(random.nextInt(Subject.values().length));
        String key = client.substring(0, client.lastIndexOf('.')) + subject + name;
        Ruling expected = buckets.computeIfAbsent(key, _ -> new Bucket(rate)).take(now);
        assertThat(judge(limiter, subject, client, name, now))
            .as("seed %s, step %s", seed, i)
            .isEqualTo(expected);
      }
    }
  }

  /** A flood of a million subjects: those that come again and again are still limited. */
  @Test
  void aFloodOfSubjectsDoesNotFreeThoseThatAreAskedForAllTheTime() {
    RateLimiter limiter = limiter(10, 0, 1);
    int sent = 0;
    for (int i = 0; i < 1_000_000; i++) {
      judge(limiter, Subject.ANSWER, "192.0.2.1", "n" + i % 100_000 + ".example.com", NOW);
      sent +=
          judge(limiter, Subject.ANSWER, "192.0.2.1", "www.example.com", NOW) == Ruling.SEND
              ? 1
              : 0;
    }
    assertThat(sent).isLessThan(1_000);
  }

  @Test
  void judgingAllocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RateLimiter limiter = limiter(5, 2, 1);
    byte[] message = message("www.example.com");
    byte[] client = address("192.0.2.1");
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        message[13] = (byte) ('a' + i % 26);
        limiter.judge(Subject.ANSWER, client, 4, message, 12, message.length, NOW + i / 1_000);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void limitsOutsideTheirRangeAreNamed() {
    assertThatThrownBy(() -> new RateLimit(100_001, 0, true, NetworkTable.EMPTY))
        .hasMessage("100001 replies per second are outside 0..100000");
    assertThatThrownBy(() -> new RateLimit(1, 101, true, NetworkTable.EMPTY))
        .hasMessage("slip 101 is outside 0..100");
  }

  /** The rule in its plainest words. */
  private static final class Bucket {
    private final int rate;
    private double tokens;
    private long filled;
    private int over;

    Bucket(int rate) {
      this.rate = rate;
      this.tokens = rate;
    }

    Ruling take(long now) {
      if (filled != 0) {
        tokens = Math.min(rate, tokens + (now - filled) * rate);
      }
      filled = now;
      if (tokens >= 1) {
        tokens--;
        return Ruling.SEND;
      }
      return ++over % 2 == 0 ? Ruling.SLIP : Ruling.DROP;
    }
  }

  private static RateLimiter limiter(int rate, int slip, int threads) {
    return new RateLimiter(new RateLimit(rate, slip, true, NetworkTable.EMPTY), threads, 42);
  }

  private static int sent(RateLimiter limiter, int replies, long now) {
    int sent = 0;
    for (int i = 0; i < replies; i++) {
      sent +=
          judge(limiter, Subject.ANSWER, "192.0.2.1", "www.example.com", now) == Ruling.SEND
              ? 1
              : 0;
    }
    return sent;
  }

  private static Ruling judge(
      RateLimiter limiter, Subject subject, String client, String name, long now) {
    byte[] address = address(client);
    byte[] message = message(name);
    return limiter.judge(subject, address, address.length, message, 12, message.length, now);
  }

  private static Ruling judgeFrom(RateLimiter limiter, byte[] message, int nameAt) {
    byte[] client = address("192.0.2.1");
    return limiter.judge(Subject.NXDOMAIN, client, 4, message, nameAt, message.length, NOW);
  }

  /** A header and a name; no name for the empty text. */
  private static byte[] message(String name) {
    byte[] wire = name.isEmpty() ? new byte[0] : Text.wire(name);
    byte[] message = new byte[12 + wire.length];
    System.arraycopy(wire, 0, message, 12, wire.length);
    return message;
  }

  private static byte[] address(String text) {
    return InetAddress.ofLiteral(text).getAddress();
  }
}
