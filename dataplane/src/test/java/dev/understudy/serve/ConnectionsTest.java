package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * RFC 1035, section 4.2.2; RFC 7766, sections 6.2 and 7; RFC 7828, section 3.3; on one thread, in a
 * time that passes when the test says so.
 */
class ConnectionsTest {

  private static final TcpLimits LIMITS =
      new TcpLimits(Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(3), 4, 3);

  private long nowNanos = -3_000_000_000L; // a ticker may well begin below zero
  private final QueryLedger ledger = new QueryLedger();
  private final Connections connections = new Connections(LIMITS, ledger.newRow(), () -> nowNanos);
  private final ToldIdle told = new ToldIdle();
  private final BlockingQueue<Desk> desks = new ArrayBlockingQueue<>(1);

  ConnectionsTest() {
    var counts = ledger.newRow();
    var clock = new BatchClock(() -> 0);
    desks.add(
        new Desk(
            Echo.EACH.make(counts, clock, told, null),
            counts,
            clock,
            told,
            65_535,
            65_535,
            _ -> {}));
  }

  private TcpConnection join(ScriptedLine line) {
    assertThat(connections.admit(line.client())).isTrue();
    var connection = new TcpConnection(line, LIMITS, desks, connections, () -> nowNanos);
    connections.add(connection);
    return connection;
  }

  private void serve(TcpConnection connection) {
    connection.run();
    connections.remove(connection);
  }

  private Runnable after(double seconds) {
    return () -> {
      nowNanos += (long) (seconds * 1e9);
      connections.expire();
    };
  }

  private long count(QueryCount count) {
    return ledger.total(count);
  }

  private static byte[] framed(int id, String name) {
    return DnsClient.framed(DnsClient.query(id, name));
  }

  private static byte[] pipelined(int first, int end) {
    var all = new ByteArrayOutputStream();
    IntStream.range(first, end).forEach(id -> all.writeBytes(framed(id, "pipe.example")));
    return all.toByteArray();
  }

  @Test
  void whatCameInOneReadIsAnsweredInOneWrite() {
    var line = new ScriptedLine("192.0.2.1").comes(pipelined(0, 100));
    serve(join(line));
    assertThat(line.writes()).hasSize(1);
    assertThat(line.messages()).extracting(DnsClient::id).hasSize(100).doesNotHaveDuplicates();
    assertThat(line.finished()).isTrue();
    assertThat(count(QueryCount.QUERIES_TCP)).isEqualTo(100);
  }

  @Test
  void itDoesNotMatterWhereTheOctetsAreCut() {
    byte[] three = pipelined(7, 10);
    for (int cut = 1; cut < three.length; cut++) {
      var line =
          new ScriptedLine("192.0.2.1")
              .comes(Arrays.copyOf(three, cut))
              .comes(Arrays.copyOfRange(three, cut, three.length));
      serve(join(line));
      assertThat(line.messages()).extracting(DnsClient::id).containsExactly(7, 8, 9);
    }
  }

  /** Clients tell replies by their ids, in whatever order they asked (RFC 7766, section 7). */
  @Test
  void everyReplyHasItsOwnIdAndName() {
    int[] ids = {9, 2, 65_535, 2, 0, 41};
    var line = new ScriptedLine("192.0.2.1");
    for (int id : ids) {
      line.comes(framed(id, "n" + id + ".example"));
    }
    serve(join(line));
    for (int i = 0; i < ids.length; i++) {
      byte[] expected = DnsClient.query(ids[i], "n" + ids[i] + ".example");
      expected[2] |= (byte) 0x80;
      assertThat(line.messages().get(i)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "11"})
  void aMessageShorterThanAHeaderIsTheLast(int length) {
    var line =
        new ScriptedLine("192.0.2.1")
            .comes(framed(1, "good.example"))
            .comes(DnsClient.framed(new byte[length]))
            .comes(framed(2, "never.example"));
    serve(join(line));
    assertThat(line.messages()).extracting(DnsClient::id).containsExactly(1);
    assertThat(line.leftEarly()).isTrue();
    assertThat(count(QueryCount.TCP_GARBAGE)).isEqualTo(1);
  }

  /** What was announced and never came holds what came, for its time. */
  @Test
  void aMessageThatDripsInHasItsTimeFromTheFirstOctet() {
    var line = new ScriptedLine("192.0.2.1").comes((byte) 0xFF, (byte) 0xFF);
    for (int second = 1; second <= 9; second++) {
      line.then(after(1)).comes((byte) second);
    }
    serve(join(line));
    assertThat(line.leftEarly()).isTrue();
    assertThat(count(QueryCount.TCP_SLOW)).isEqualTo(1);
    assertThat(nowNanos).isEqualTo(-3_000_000_000L + 6_000_000_000L);
  }

  @Test
  void anotherRoundOfTimeForEveryMessageThatIsWhole() {
    var line = new ScriptedLine("192.0.2.1");
    for (int id = 0; id < 10; id++) {
      byte[] whole = framed(id, "slow.example");
      line.comes(Arrays.copyOf(whole, 5))
          .then(after(4))
          .comes(Arrays.copyOfRange(whole, 5, whole.length));
    }
    serve(join(line));
    assertThat(line.messages()).hasSize(10);
    assertThat(count(QueryCount.TCP_SLOW)).isZero();
  }

  @Test
  void whoDoesNotTakeItsRepliesIsClosed() {
    var line =
        new ScriptedLine("192.0.2.1")
            .comes(framed(1, "a.example"))
            .comes(framed(2, "b.example"))
            .whileWriting(after(4));
    serve(join(line));
    assertThat(line.writes()).isEmpty();
    assertThat(line.leftEarly()).isTrue();
    assertThat(count(QueryCount.TCP_SLOW)).isEqualTo(1);
  }

  @Test
  void whoAsksNothingIsClosedWithALeave() {
    var line =
        new ScriptedLine("192.0.2.1")
            .then(after(9))
            .comes(framed(1, "a.example"))
            .then(after(9))
            .then(after(2));
    serve(join(line));
    assertThat(line.messages()).hasSize(1);
    assertThat(line.finished()).isTrue();
    assertThat(count(QueryCount.TCP_IDLE)).isEqualTo(1);
    assertThat(count(QueryCount.TCP_SLOW)).isZero();
  }

  /** The client is told what it gets: whole, until half the room is taken, then less. */
  @ParameterizedTest
  @CsvSource({"0, 10", "1, 10", "2, 5", "3, 1"})
  void idlingIsShortenedUnderPressureAndToldTruly(int others, int seconds) {
    for (int i = 0; i < others; i++) {
      join(new ScriptedLine("198.51.100." + i));
    }
    var line = new ScriptedLine("192.0.2.1").comes(framed(1, "a.example"));
    line.then(() -> assertThat(told.getAsInt()).isEqualTo(seconds * 10));
    for (int tenth = 0; tenth < 200; tenth++) {
      line.then(after(0.1));
    }
    long start = nowNanos;
    serve(join(line));
    assertThat((nowNanos - start) / 100_000_000).isEqualTo(seconds * 10L + 1);
    assertThat(line.finished()).isTrue();
    assertThat(count(QueryCount.TCP_IDLE)).isEqualTo(1);
  }

  @Test
  void whenAllAreTooManyTheOneServedLongestAgoGoes() {
    var oldest = new ScriptedLine("192.0.2.1");
    var dripping = new ScriptedLine("192.0.2.2");
    var busy = new ScriptedLine("192.0.2.3");
    TcpConnection first = join(oldest);
    nowNanos += 1_000_000_000;
    TcpConnection second = join(dripping);
    nowNanos += 1_000_000_000;
    TcpConnection third = join(busy);
    join(new ScriptedLine("192.0.2.4"));
    join(new ScriptedLine("192.0.2.5"));
    assertThat(oldest.closed()).isTrue();
    assertThat(first.ending()).isEqualTo(QueryCount.TCP_DISPLACED);
    busy.comes(framed(3, "a.example"));
    dripping
        .comes((byte) 0)
        .then(() -> {
          nowNanos += 1_000_000_000;
          serve(third);
        })
        .comes((byte) 40)
        .then(() -> {
          join(new ScriptedLine("192.0.2.6"));
          join(new ScriptedLine("192.0.2.7"));
        });
    serve(second);
    assertThat(second.ending()).as("octets make it no younger").isEqualTo(QueryCount.TCP_DISPLACED);
    assertThat(connections.total()).isEqualTo(4);
    assertThat(count(QueryCount.TCP_ACCEPTED)).isEqualTo(7);
    assertThat(count(QueryCount.TCP_REFUSED_FULL)).isZero();
  }

  @Test
  void whoHoldsItsShareIsRefusedAndNobodyGoesForIt() {
    for (int i = 0; i < 3; i++) {
      join(new ScriptedLine("2001:db8::" + i));
    }
    join(new ScriptedLine("192.0.2.1"));
    assertThat(connections.admit(InetAddress.ofLiteral("2001:db8::9"))).isFalse();
    assertThat(count(QueryCount.TCP_REFUSED_CLIENT)).isEqualTo(1);
    assertThat(count(QueryCount.TCP_DISPLACED)).isZero();
    assertThat(connections.total()).isEqualTo(4);
  }

  @Test
  void whoIsBeingAnsweredNeverGoes() {
    var one = new Connections(LIMITS.withConnections(1, 1), ledger.newRow(), () -> nowNanos);
    var admitted = new AtomicBoolean(true);
    Answerer meanwhile =
        (_, length, _, _, _, _) -> {
          admitted.set(one.admit(InetAddress.ofLiteral("192.0.2.9")));
          return length;
        };
    var busy = new ArrayBlockingQueue<Desk>(1);
    var clock = new BatchClock(() -> 0);
    busy.add(new Desk(meanwhile, ledger.newRow(), clock, told, 65_535, 65_535, _ -> {}));
    var line = new ScriptedLine("192.0.2.1").comes(framed(1, "a.example"));
    assertThat(one.admit(line.client())).isTrue();
    var connection = new TcpConnection(line, LIMITS, busy, one, () -> nowNanos);
    one.add(connection);
    serve(connection);
    assertThat(admitted).isFalse();
    assertThat(line.messages()).hasSize(1);
    assertThat(count(QueryCount.TCP_REFUSED_FULL)).isEqualTo(1);
  }

  @Test
  void aServerThatStopsAnswersWhatHasCome() {
    var line = new ScriptedLine("192.0.2.1").comes(framed(1, "a.example"));
    line.then(connections::stop).comes(framed(2, "b.example"));
    var queued = new ScriptedLine("192.0.2.2").comes(framed(3, "c.example"));
    TcpConnection first = join(line);
    TcpConnection second = join(queued);
    serve(first);
    serve(second);
    assertThat(line.messages()).extracting(DnsClient::id).containsExactly(1, 2);
    assertThat(queued.messages()).extracting(DnsClient::id).containsExactly(3);
  }
}
