package dev.understudy.delivery;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A socket whose peer must have answered within a limit after each write, however slowly it
 * trickles, and in at most 1 MiB, however fast it pours. TLS may be layered over it.
 */
final class LimitedSocket extends Socket {
  private static final int REPLY_MAX_OCTETS = 1 << 20;

  private volatile long replyNanos;
  private volatile long deadline;

  /** Of the reply so far. */
  private final AtomicLong octets = new AtomicLong();

  private volatile boolean cut;

  LimitedSocket(Duration reply) {
    replyWithin(reply);
  }

  /** From now on, and from each write on. */
  void replyWithin(Duration reply) {
    replyNanos = reply.toNanos();
    deadline = System.nanoTime() + replyNanos;
  }

  /** Closes it because the whole took too long. */
  void cut() throws IOException {
    cut = true;
    close();
  }

  boolean wasCut() {
    return cut;
  }

  private SocketTimeoutException late() {
    return new SocketTimeoutException("no full reply within " + replyNanos / 1_000_000 + " ms");
  }

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw late();
        }
        setSoTimeout((int) (left / 1_000_000) + 1);
        try {
          int read = in.read(buffer, offset, length);
          if (octets.addAndGet(Math.max(read, 0)) > REPLY_MAX_OCTETS) {
            throw new IOException("the reply is over 1 MiB");
          }
          return read;
        } catch (SocketTimeoutException _) {
          throw late();
        }
      }
    };
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return new FilterOutputStream(super.getOutputStream()) {
      @Override
      public void write(byte[] buffer, int offset, int length) throws IOException {
        out.write(buffer, offset, length);
        deadline = System.nanoTime() + replyNanos;
        octets.set(0);
      }
    };
  }
}
