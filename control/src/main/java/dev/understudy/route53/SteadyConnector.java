package dev.understudy.route53;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose requests drip in. Jetty's idle time-out looks only at the pause between
 * two reads, so a client that sends an octet a second could hold a connection for hours; here the
 * octets since the last reply must keep up with a lowest rate, once a grace is over.
 */
final class SteadyConnector extends ServerConnector {
  private final Duration grace;
  private final int rateMinOctets;
  private final LongSupplier nanos;

  /**
   * Names the bounds.
   *
   * @param rateMinOctets per second
   * @param nanos monotonic
   */
  SteadyConnector(
      Server server,
      HttpConnectionFactory http,
      Duration grace,
      int rateMinOctets,
      LongSupplier nanos) {
    super(server, 1, 1, http);
    this.grace = grace;
    this.rateMinOctets = rateMinOctets;
    this.nanos = nanos;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    var endPoint = new SteadyEndPoint(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  private final class SteadyEndPoint extends SocketChannelEndPoint {
    /** When the first octet since the last reply came. */
    private volatile long startedNanos;

    /** Octets since the last reply; 0 where none is under way. */
    private volatile long octets;

    SteadyEndPoint(
        SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
      super(channel, selector, key, scheduler);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
      int filled = super.fill(buffer);
      if (filled > 0) {
        long now = nanos.getAsLong();
        long before = octets;
        if (before == 0) {
          startedNanos = now;
        }
        octets = before + filled;
        if (now - startedNanos > allowedNanos(octets)) {
          buffer.clear().limit(0);
          close();
          return -1;
        }
      }
      return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
      octets = 0;
      return super.flush(buffers);
    }

    private long allowedNanos(long octets) {
      return grace.toNanos() + octets * 1_000_000_000L / rateMinOctets;
    }
  }
}
