package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.random.RandomGenerator;

/**
 * A connection whose octets come in pieces of any length, and what must come of it, read off the
 * same octets in one piece (RFC 1035, section 4.2.2). Messages with QR set get no reply.
 */
final class ChoppedStream implements Line {

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");
  private static final int HEADER = 12;

  private final Connections connections;
  private final BlockingQueue<Desk> desks = new ArrayBlockingQueue<>(1);

  private byte[] stream = {};
  private int at;
  private RandomGenerator cuts;
  private byte[] written = new byte[4_096];
  private int writtenEnd;
  private byte[] expected = new byte[4_096];
  private int expectedEnd;
  private boolean closed;

  ChoppedStream(RandomGenerator cuts) {
    this.cuts = cuts;
    var ledger = new QueryLedger();
    connections = new Connections(TcpLimits.DEFAULT, ledger.newRow(), () -> 0);
    var clock = new BatchClock(() -> 0);
    var idle = new ToldIdle();
    desks.add(
        new Desk(
            ChoppedStream::reply,
            ledger.newRow(),
            clock,
            idle,
            65_535,
            65_535,
            e -> {
              throw new AssertionError(e);
            }));
  }

  private static int reply(
      byte[] query, int length, Transport transport, byte[] client, int clientLength, byte[] to) {
    if (length < HEADER || query[2] < 0) {
      return Responder.DROP;
    }
    System.arraycopy(query, 0, to, 0, length);
    to[2] |= (byte) 0x80;
    return length;
  }

  /** Serves the stream and compares. */
  void check(byte[] octets, RandomGenerator pieces) {
    stream = octets;
    cuts = pieces;
    at = 0;
    writtenEnd = 0;
    closed = false;
    boolean garbage = expect();
    var connection = new TcpConnection(this, TcpLimits.DEFAULT, desks, connections, () -> 0);
    connection.run();
    if (!Arrays.equals(written, 0, writtenEnd, expected, 0, expectedEnd)
        || (connection.ending() == QueryCount.TCP_GARBAGE) != garbage
        || desks.size() != 1
        || !closed) {
      throw new AssertionError(
          "of %d octets came %d instead of %d, ended by %s"
              .formatted(octets.length, writtenEnd, expectedEnd, connection.ending()));
    }
  }

  /** What is to be written; whether the client is to be left for what it sends. */
  private boolean expect() {
    expectedEnd = 0;
    for (int from = 0; from + 2 <= stream.length; ) {
      int length = (stream[from] & 0xFF) << 8 | (stream[from + 1] & 0xFF);
      int next = from + 2 + length;
      if (next > stream.length) {
        return false;
      }
      if (length < HEADER) {
        return true;
      }
      if (stream[from + 4] >= 0) {
        expected = room(expected, expectedEnd + 2 + length);
        System.arraycopy(stream, from, expected, expectedEnd, 2 + length);
        expected[expectedEnd + 4] |= (byte) 0x80;
        expectedEnd += 2 + length;
      }
      from = next;
    }
    return false;
  }

  private static byte[] room(byte[] octets, int needed) {
    return needed <= octets.length ? octets : Arrays.copyOf(octets, 2 * needed);
  }

  @Override
  public int read(byte[] into, int start, int room) {
    if (room < 1) {
      throw new AssertionError("no room to read into");
    }
    int left = stream.length - at;
    if (left == 0) {
      return -1;
    }
    int count = Math.min(left, 1 + cuts.nextInt(room));
    System.arraycopy(stream, at, into, start, count);
    at += count;
    return count;
  }

  @Override
  public void write(byte[] from, int length) {
    written = room(written, writtenEnd + length);
    System.arraycopy(from, 0, written, writtenEnd, length);
    writtenEnd += length;
  }

  @Override
  public InetAddress client() {
    return CLIENT;
  }

  @Override
  public Transport transport() {
    return Transport.TCP;
  }

  @Override
  public void open() {}

  @Override
  public Duration openingMax() {
    return Duration.ofMinutes(1);
  }

  @Override
  public boolean holdsMore() {
    return at < stream.length;
  }

  @Override
  public boolean arrived() {
    return holdsMore();
  }

  @Override
  public void finish() {
    closed = true;
  }

  @Override
  public void endInput() {}

  @Override
  public void close() {
    closed = true;
  }
}
