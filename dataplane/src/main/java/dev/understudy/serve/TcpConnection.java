package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection: messages after a length of two octets each (RFC 1035, 4.2.2). All
 * messages that have arrived are answered in one write (RFC 7766, 6.2.1.1).
 *
 * <p>The connection's own thread reads, answers and writes, and says by when it must have got
 * further; {@link #expire}, called from outside, cuts it off when it has not. A desk is held while
 * answering only, never while waiting for the client.
 */
final class TcpConnection implements Runnable {

  /** Octets of the length before each message. */
  static final int PREFIX = 2;

  static final int MESSAGE_MAX = 65_535;
  private static final int HEADER = 12;
  private static final int BUFFER_MIN = 4_096;

  /** Replies are written once there are so many octets of them. */
  private static final int WRITE_AT = 32_768;

  private final Line line;
  private final byte[] clientAddress;
  private final QueryCount arrival;
  private final TcpLimits limits;
  private final Connections connections;
  private final BlockingQueue<Desk> desks;
  private final LongSupplier nanoTicker;

  private byte[] in = new byte[BUFFER_MIN];
  private int inStart;
  private int inEnd;
  private byte[] out = new byte[BUFFER_MIN];
  private int outEnd;
  private boolean messageStarted;
  private @Nullable QueryCount failure;

  /** How long the connection may idle after the round that is being answered. */
  private long idleNanos;

  private volatile Doing doing = Doing.OPENING;
  private volatile boolean stopping;
  private volatile boolean closed;
  private volatile long servedNanos;
  private volatile long deadlineNanos;
  private volatile QueryCount lateness = QueryCount.TCP_IDLE;
  private volatile @Nullable QueryCount cutOff;

  /** What the connection's own thread is at. */
  private enum Doing {
    /** Waiting for the client, until {@link Line#open} is done. */
    OPENING,
    /** Waiting for the client's octets. */
    READING,
    /** Waiting for nobody but other connections. */
    ANSWERING,
    /** Waiting until the client takes its replies, or the leave. */
    WRITING
  }

  TcpConnection(
      Line line,
      TcpLimits limits,
      BlockingQueue<Desk> desks,
      Connections connections,
      LongSupplier nanoTicker) {
    this.line = line;
    this.clientAddress = line.client().getAddress();
    this.arrival =
        line.transport() == Transport.TLS ? QueryCount.QUERIES_TLS : QueryCount.QUERIES_TCP;
    this.limits = limits;
    this.desks = desks;
    this.connections = connections;
    this.nanoTicker = nanoTicker;
    servedNanos = nanoTicker.getAsLong();
    QueryCount late = isShaking() ? QueryCount.TLS_LATE : QueryCount.TCP_IDLE;
    expect(late, line.openingMax().toNanos());
  }

  Transport transport() {
    return line.transport();
  }

  InetAddress client() {
    return line.client();
  }

  /** Serves until the client leaves, is cut off, or the server stops; then closes. */
  @Override
  public void run() {
    try {
      line.open();
      connections.opened(this);
      converse();
      doing = Doing.WRITING;
      expect(QueryCount.TCP_SLOW, limits.write().toNanos());
      line.finish();
    } catch (LineException e) {
      failure = e.reason();
    } catch (IOException e) {
      // The client has gone, or was cut off.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      line.close();
    }
  }

  /** Why the connection was ended by us, if it was; after {@link #run}. */
  @Nullable QueryCount ending() {
    return cutOff != null ? cutOff : failure;
  }

  private void converse() throws IOException, InterruptedException {
    idleNanos = connections.idleNanos();
    expect(QueryCount.TCP_IDLE, idleNanos);
    doing = Doing.READING;
    while (!(stopping && !line.holdsMore())) {
      int count = line.read(in, inEnd, in.length - inEnd);
      if (count < 0) {
        return;
      }
      inEnd += count;
      boolean answered = false;
      while (hasMessage()) {
        answered = true;
        doing = Doing.ANSWERING;
        answerSome();
        write();
        if (failure != null) {
          return;
        }
      }
      if (answered) {
        servedNanos = nanoTicker.getAsLong();
        doing = Doing.READING;
      }
      makeRoom();
      expectNext(answered);
    }
  }

  private boolean hasMessage() {
    return inEnd - inStart >= PREFIX && inEnd - inStart - PREFIX >= announced();
  }

  private int announced() {
    return ((in[inStart] & 0xFF) << 8) | (in[inStart + 1] & 0xFF);
  }

  /** Answers the messages that are here, at most until there is enough to write. */
  private void answerSome() throws InterruptedException {
    Desk desk = desks.take();
    try {
      System.arraycopy(clientAddress, 0, desk.client, 0, clientAddress.length);
      desk.port(line.port());
      desk.clock.next();
      idleNanos = connections.idleNanos();
      desk.idle.is(idleNanos);
      while (outEnd < WRITE_AT && failure == null && hasMessage()) {
        int length = announced();
        System.arraycopy(in, inStart + PREFIX, desk.query, 0, length);
        inStart += PREFIX + length;
        desk.counts.add(arrival);
        if (length < HEADER) {
          failure = QueryCount.TCP_GARBAGE;
        }
        int replyLength = desk.answer(length, line.transport(), clientAddress.length);
        if (replyLength != Responder.DROP) {
          append(desk.reply, replyLength);
        }
      }
    } finally {
      desks.add(desk);
    }
  }

  private void append(byte[] reply, int length) {
    int needed = outEnd + PREFIX + length;
    if (needed > out.length) {
      out = Arrays.copyOf(out, Math.max(needed, out.length * 2));
    }
    out[outEnd] = (byte) (length >> 8);
    out[outEnd + 1] = (byte) length;
    System.arraycopy(reply, 0, out, outEnd + PREFIX, length);
    outEnd = needed;
  }

  private void write() throws IOException {
    if (outEnd > 0) {
      doing = Doing.WRITING;
      expect(QueryCount.TCP_SLOW, limits.write().toNanos());
      line.write(out, outEnd);
      outEnd = 0;
      if (out.length > 2 * BUFFER_MIN) {
        out = new byte[BUFFER_MIN];
      }
    }
  }

  /**
   * Moves an unfinished message to the front. The buffer grows with what has arrived, not with what
   * was announced, and shrinks when it is empty.
   */
  private void makeRoom() {
    int rest = inEnd - inStart;
    if (rest == 0 && in.length > BUFFER_MIN) {
      in = new byte[BUFFER_MIN];
    } else if (rest == in.length) {
      in = Arrays.copyOf(in, Math.min(in.length * 2, PREFIX + MESSAGE_MAX));
    } else if (inStart > 0) {
      System.arraycopy(in, inStart, in, 0, rest);
    }
    inStart = 0;
    inEnd = rest;
  }

  /** A message gets its time when its first octet arrives; further octets do not prolong it. */
  private void expectNext(boolean answered) {
    if (inEnd == 0) {
      messageStarted = false;
      expect(QueryCount.TCP_IDLE, idleNanos);
    } else if (answered || !messageStarted) {
      messageStarted = true;
      expect(QueryCount.TCP_SLOW, limits.message().toNanos());
    }
  }

  private void expect(QueryCount ifLate, long nanos) {
    lateness = ifLate;
    deadlineNanos = nanoTicker.getAsLong() + nanos;
  }

  /**
   * For how long the client has not been served, or -1 if it is right now: what it sends or takes
   * in little pieces does not count. Called by others.
   */
  long waitedNanos(long nowNanos) {
    return closed || doing == Doing.ANSWERING ? -1 : Math.max(0, nowNanos - servedNanos);
  }

  /** Whether a handshake of TLS is going on. */
  boolean isShaking() {
    return doing == Doing.OPENING && line.transport() == Transport.TLS;
  }

  /** Closes for the sake of another; false if it is closed already. Called by others. */
  boolean displace() {
    if (closed) {
      return false;
    }
    if (cutOff == null) {
      cutOff = isShaking() ? QueryCount.TLS_DISPLACED : QueryCount.TCP_DISPLACED;
    }
    close();
    return true;
  }

  /**
   * Cuts the connection off if it is late: a reader may take its leave, within the time to write;
   * whoever is later than that is closed. Nobody is late while we answer. Called by others, now and
   * then.
   */
  void expire(long nowNanos) {
    if (closed || doing == Doing.ANSWERING || nowNanos - deadlineNanos <= 0) {
      return;
    }
    boolean first = cutOff == null;
    if (first) {
      cutOff = lateness;
    }
    if (first && doing == Doing.READING) {
      deadlineNanos = nowNanos + limits.write().toNanos();
      line.endInput();
    } else {
      close();
    }
  }

  /** Answers what has been received, then closes. Called by others, until the connection ends. */
  void stop() {
    stopping = true;
    try {
      switch (doing) {
        case OPENING -> {
          if (isShaking()) {
            close();
          }
        }
        case READING -> {
          if (!line.arrived()) {
            line.endInput();
          }
        }
        case ANSWERING, WRITING -> {}
      }
    } catch (IOException e) {
      // Closed already.
    }
  }

  /** Closes whatever is going on. */
  void close() {
    closed = true;
    line.close();
  }
}
