package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.EdnsSettings;
import dev.understudy.answer.Lab;
import dev.understudy.answer.Message;
import dev.understudy.answer.Outline;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.cookie.CookieSecrets;
import dev.understudy.cookie.CurrentSecrets;
import dev.understudy.limit.RateLimit;
import dev.understudy.limit.RateLimiter;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.routing.NetworkTable;
import dev.understudy.wire.RecordType;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a responder's replies leaves: docs/rate-limiting.md. */
class LimitedAnswererTest {
  private static final int RATE = 3;
  private static final byte[] CLIENT = {(byte) 192, 0, 2, 1};
  private static final String CLIENT_COOKIE = "2464c4abcf10c957";

  private final QueryLedger ledger = new QueryLedger();
  private final Lab lab =
      new Lab()
          .zone("example.com")
          .zone("example.org")
          .put("a.example.com", RecordType.A, 60, "1.1.1.1")
          .put("b.example.com", RecordType.A, 60, "1.1.1.1")
          .put("*.wild.example.com", RecordType.A, 60, "1.1.1.1")
          .put("cname.example.com", RecordType.CNAME, 60, "a.example.com")
          .put("cut.example.com", RecordType.NS, 60, "ns.cut.example.com")
          .put("other.example.com", RecordType.NS, 60, "ns.other.example.com");
  private final byte[] reply = new byte[65_535];
  private long now = 1_559_731_985;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # first question   | another               | share a limit | because
          a.example.com      | A.EXAMPLE.com         | true          | names have no case
          a.example.com      | b.example.com         | false         | two names
          x.wild.example.com | y.wild.example.com    | true          | a wildcard's names have no end
          no.example.com     | nothing.example.com   | true          | nor have names that do not exist
          no.example.com     | no.example.org        | false         | but zones have
          a.cut.example.com  | b.cut.example.com     | true          | one cut
          a.cut.example.com  | b.other.example.com   | false         | two cuts
          elsewhere.net      | elsewhere.info        | true          | errors are all one
          a.example.com      | cname.example.com     | false         | the name asked for counts
          """)
  void repliesThatSayTheSameShareALimit(
      String first, String another, boolean shared, String because) {
    LimitedAnswerer answerer = answerer(0);
    for (int i = 0; i < RATE; i++) {
      assertThat(ask(answerer, Lab.query(first, "A", 1232), Transport.UDP)).isPositive();
    }
    assertThat(ask(answerer, Lab.query(first, "A", 1232), Transport.UDP)).isZero();
    assertThat(ask(answerer, Lab.query(another, "A", 1232), Transport.UDP) == 0)
        .as(because)
        .isEqualTo(shared);
    assertThat(ledger.total(QueryCount.RATE_DROPPED)).isEqualTo(shared ? 2 : 1);
    now++;
    assertThat(ask(answerer, Lab.query(first, "A", 1232), Transport.UDP)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.example.com", "no.example.com", "x.cut.example.com", "b.wild.example.com"})
  void whatSlipsHasTheQuestionAndTheOptionsAndNoRecord(String name) {
    LimitedAnswerer answerer = answerer(1);
    byte[] query = Lab.withOptions(Lab.query(name, "A", 1232), "3=;10=" + CLIENT_COOKIE);
    int whole = ask(answerer, query, Transport.UDP);
    for (int i = 1; i < RATE; i++) {
      ask(answerer, query, Transport.UDP);
    }
    int length = ask(answerer, query, Transport.UDP);
    Message slipped = Message.read(reply, length);
    assertThat(slipped.tc()).isTrue();
    assertThat(reply[3] & 0xf).as("RCODE").isZero();
    assertThat(slipped.answer()).isEmpty();
    assertThat(slipped.authority()).isEmpty();
    assertThat(length)
        .isEqualTo(12 + name.length() + 2 + 4 + 11 + 4 + 3 + 4 + 24)
        .isLessThan(whole);
    assertThat(ledger.total(QueryCount.RATE_SLIPPED)).isEqualTo(1);
  }

  @Test
  void errorsNeverSlip() {
    LimitedAnswerer answerer = answerer(1);
    for (int i = 0; i < RATE + 5; i++) {
      ask(answerer, Lab.query("elsewhere.net", "A", 0), Transport.UDP);
    }
    assertThat(ledger.total(QueryCount.RATE_SLIPPED)).isZero();
    assertThat(ledger.total(QueryCount.RATE_DROPPED)).isEqualTo(5);
  }

  @Test
  void whoHoldsAConnectionOrACookieIsLeftAlone() {
    LimitedAnswerer answerer = answerer(0);
    byte[] first = Lab.withOptions(Lab.query("a.example.com", "A", 1232), "10=" + CLIENT_COOKIE);
    int length = ask(answerer, first, Transport.UDP);
    byte[] cookie = Arrays.copyOfRange(reply, length - 24, length);
    byte[] proven = Lab.withOption(Lab.query("a.example.com", "A", 1232), 10, cookie);
    byte[] wrong = proven.clone();
    wrong[wrong.length - 1] ^= 1;
    for (int i = 0; i < 50; i++) {
      assertThat(ask(answerer, proven, Transport.UDP)).isPositive();
      assertThat(ask(answerer, first, Transport.TCP)).isPositive();
      assertThat(ask(answerer, first, Transport.TLS)).isPositive();
    }
    for (int i = 1; i < RATE; i++) {
      assertThat(ask(answerer, wrong, Transport.UDP)).isPositive();
    }
    assertThat(ask(answerer, wrong, Transport.UDP)).as("a forged cookie proves nothing").isZero();
    assertThat(ask(answerer, first, Transport.UDP)).as("nor does the client's own").isZero();
    assertThat(ledger.total(QueryCount.RATE_DROPPED)).isEqualTo(2);
  }

  @Test
  void whatIsNoQueryIsDroppedAsEver() {
    LimitedAnswerer answerer = answerer(1);
    byte[] answered = Lab.query("a.example.com", "A", 0);
    answered[2] |= (byte) 0x80;
    byte[] shorter = new byte[5];
    for (int i = 0; i < 10; i++) {
      assertThat(ask(answerer, answered, Transport.UDP)).isZero();
      assertThat(ask(answerer, shorter, Transport.UDP)).isZero();
    }
    assertThat(ledger.total(QueryCount.RATE_DROPPED)).isZero();
  }

  /** Within the limit, over it and slipping. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example.com",
        "x.wild.example.com",
        "no.example.com",
        "x.cut.example.com",
        "elsewhere.net"
      })
  void limitingAllocatesNothing(String name) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    LimitedAnswerer answerer = answerer(2);
    List<byte[]> queries =
        List.of(
            Lab.query(name, "A", 0),
            Lab.query(name, "A", 1232),
            Lab.withOptions(Lab.query(name, "A", 1232), "10=" + CLIENT_COOKIE));
    for (byte[] query : queries) {
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 6 && least != 0; attempt++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
          now += i % 10 == 0 ? 1 : 0;
          ask(answerer, query, Transport.UDP);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("%s octets of query", query.length).isZero();
    }
    assertThat(ledger.total(QueryCount.RATE_DROPPED)).isPositive();
  }

  private int ask(LimitedAnswerer answerer, byte[] query, Transport transport) {
    return answerer.respond(query, query.length, transport, CLIENT, 4, reply);
  }

  private LimitedAnswerer answerer(int slip) {
    QueryCounts counts = ledger.newRow();
    var outline = new Outline();
    var secrets =
        new CurrentSecrets(CookieSecrets.parse(List.of("e5e973e5a6b2a43f48e7dc849e37bfcf")));
    var settings = AnswerSettings.DEFAULTS.with(new EdnsSettings("ns1", secrets, Duration.ZERO));
    return new LimitedAnswerer(
        new Responder(
            lab.current, counts, new SplittableRandom(1), settings, null, () -> now, outline),
        outline,
        new RateLimiter(new RateLimit(RATE, slip, true, NetworkTable.EMPTY), 1, 1),
        counts,
        () -> now);
  }
}
