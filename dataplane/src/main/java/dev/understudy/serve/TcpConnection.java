package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
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

  private final Socket socket;
  private final InetAddress client;
  private final byte[] clientAddress;
  private final TcpLimits limits;
  private final BlockingQueue<Desk> desks;
  private final LongSupplier nanoTicker;

  private byte[] in = new byte[BUFFER_MIN];
  private int inStart;
  private int inEnd;
  private byte[] out = new byte[BUFFER_MIN];
  private int outEnd;
  private boolean messageStarted;
  private boolean garbage;

  private volatile boolean waiting;
  private volatile boolean stopping;
  private volatile long deadlineNanos;
  private volatile QueryCount lateness = QueryCount.TCP_IDLE;
  private volatile @Nullable QueryCount cutOff;

  TcpConnection(
      Socket socket, TcpLimits limits, BlockingQueue<Desk> desks, LongSupplier nanoTicker) {
    this.socket = socket;
    this.client = socket.getInetAddress();
    this.clientAddress = client.getAddress();
    this.limits = limits;
    this.desks = desks;
    this.nanoTicker = nanoTicker;
    expect(QueryCount.TCP_IDLE, limits.idle().toNanos());
  }

  InetAddress client() {
    return client;
  }

  /** Serves until the client leaves, is cut off, or the server stops; then closes. */
  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      converse(socket.getInputStream());
    } catch (IOException e) {
      // The client has gone, or was cut off.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why the connection was ended by us, if it was; after {@link #run}. */
  @Nullable QueryCount ending() {
    return garbage ? QueryCount.TCP_GARBAGE : cutOff;
  }

  private void converse(InputStream stream) throws IOException, InterruptedException {
    while (!(stopping && stream.available() == 0)) {
      waiting = true;
      int count = stream.read(in, inEnd, in.length - inEnd);
      waiting = false;
      if (count < 0) {
        return;
      }
      inEnd += count;
      boolean answered = false;
      while (hasMessage()) {
        answered = true;
        answerSome();
        write();
        if (garbage) {
          return;
        }
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
      desk.clock.next();
      while (outEnd < WRITE_AT && !garbage && hasMessage()) {
        int length = announced();
        System.arraycopy(in, inStart + PREFIX, desk.query, 0, length);
        inStart += PREFIX + length;
        desk.counts.add(QueryCount.QUERIES_TCP);
        garbage = length < HEADER;
        int replyLength = desk.answer(length, Transport.TCP, clientAddress.length);
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
      expect(QueryCount.TCP_SLOW, limits.write().toNanos());
      socket.getOutputStream().write(out, 0, outEnd);
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
      expect(QueryCount.TCP_IDLE, limits.idle().toNanos());
    } else if (answered || !messageStarted) {
      messageStarted = true;
      expect(QueryCount.TCP_SLOW, limits.message().toNanos());
    }
  }

  private void expect(QueryCount ifLate, long nanos) {
    lateness = ifLate;
    deadlineNanos = nanoTicker.getAsLong() + nanos;
  }

  /** Cuts the connection off if it is late. Called by others, now and then. */
  void expire(long nowNanos) {
    if (cutOff == null && nowNanos - deadlineNanos > 0) {
      cutOff = lateness;
      close();
    }
  }

  /** Answers what has been received, then closes. Called by others, until the connection ends. */
  void stop() {
    stopping = true;
    try {
      if (waiting && socket.getInputStream().available() == 0) {
        close();
      }
    } catch (IOException e) {
      // Closed already.
    }
  }

  /** Closes whatever is going on. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
