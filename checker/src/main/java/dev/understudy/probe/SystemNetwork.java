package dev.understudy.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * This machine's network. Call it from virtual threads: connecting and reading wait, and an
 * interrupt closes the socket.
 */
public final class SystemNetwork implements Network, AutoCloseable {
  private final LongSupplier ticker;
  private final SystemResolver resolver;

  /** Deadlines are read on {@code ticker}, monotonic, in nanoseconds. */
  public SystemNetwork(LongSupplier ticker) {
    this.ticker = ticker;
    resolver = new SystemResolver();
  }

  @Override
  public List<InetAddress> resolve(String host, long deadlineNanos) throws IOException {
    return resolver.resolve(host, deadlineNanos - ticker.getAsLong());
  }

  @Override
  public Connection connect(InetSocketAddress target, long deadlineNanos) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.connect(target, millisUntil(deadlineNanos));
      return new SocketConnection(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Ends every look-up under way. */
  @Override
  public void close() {
    resolver.close();
  }

  /** At least 1, since 0 would mean for ever. */
  private int millisUntil(long deadlineNanos) throws SocketTimeoutException {
    long left = deadlineNanos - ticker.getAsLong();
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(left + 999_999);
    return (int) Math.min(millis, Integer.MAX_VALUE);
  }

  private final class SocketConnection implements Connection {
    private final Socket socket;

    SocketConnection(Socket socket) {
      this.socket = socket;
    }

    /** The wait is reckoned anew for each read, so a slow drip gains nothing. */
    @Override
    public int read(byte[] target, int from, int length, long deadlineNanos) throws IOException {
      socket.setSoTimeout(millisUntil(deadlineNanos));
      return socket.getInputStream().read(target, from, length);
    }

    @Override
    public void write(byte[] source, int from, int length) throws IOException {
      socket.getOutputStream().write(source, from, length);
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // nothing is left to lose: the outcome is known and the descriptor is freed
        assert e != null;
      }
    }
  }
}
