package dev.understudy.serve;

import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All connections that are open, on every address, over TCP and TLS: who may have one more, who
 * goes for it, and how long each may idle. Thread-safe.
 *
 * <p>A client over its own share is refused. Where all together are too many, the connection goes
 * that was served longest ago, whatever its client does meanwhile: dripping octets into a message
 * does not make it younger. So whoever comes with a question gets its answer, and a flood pushes
 * out itself first.
 */
final class Connections {

  /** What idling is cut to where there is no room left. */
  private static final int IDLE_SHARE_MIN = 10;

  private final TcpLimits limits;
  private final LongSupplier nanoTicker;
  private final ConnectionQuota quota;
  private final QueryCounts counts;
  private final Set<TcpConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * None yet.
   *
   * @param counts written by whatever thread, one at a time
   */
  Connections(TcpLimits limits, QueryCounts counts, LongSupplier nanoTicker) {
    this.limits = limits;
    this.counts = counts;
    this.nanoTicker = nanoTicker;
    this.quota = new ConnectionQuota(limits);
  }

  /** Whether {@code client} gets one more connection; if so, it is to be {@link #add added}. */
  boolean admit(InetAddress client) {
    while (true) {
      switch (quota.admit(client)) {
        case ADMITTED -> {
          count(QueryCount.TCP_ACCEPTED);
          return true;
        }
        case CLIENT_HOLDS_ENOUGH -> {
          count(QueryCount.TCP_REFUSED_CLIENT);
          return false;
        }
        case FULL -> {
          if (!displaceOldest(_ -> true)) {
            count(QueryCount.TCP_REFUSED_FULL);
            return false;
          }
        }
      }
    }
  }

  /** Before one more handshake begins: where {@code most} are going on, the oldest goes. */
  void makeRoomForHandshake(int most) {
    long shaking = open.stream().filter(TcpConnection::isShaking).count();
    if (shaking >= most) {
      displaceOldest(TcpConnection::isShaking);
    }
  }

  /** The connection is ready for messages. */
  void opened(TcpConnection connection) {
    if (connection.transport() == Transport.TLS) {
      count(QueryCount.TLS_DONE);
    }
  }

  /** Makes room for one; false if none of those may go. */
  private boolean displaceOldest(Predicate<TcpConnection> those) {
    long now = nanoTicker.getAsLong();
    TcpConnection oldest = null;
    long longest = -1;
    for (TcpConnection connection : open) {
      long waited = connection.waitedNanos(now);
      if (waited > longest && those.test(connection)) {
        longest = waited;
        oldest = connection;
      }
    }
    if (oldest == null) {
      return false;
    }
    if (oldest.displace()) {
      release(oldest);
    }
    return true;
  }

  void add(TcpConnection connection) {
    open.add(connection);
  }

  /** The connection is over; does nothing if it has been displaced. */
  void remove(TcpConnection connection) {
    @Nullable QueryCount ending = connection.ending();
    if (ending != null) {
      count(ending);
    }
    release(connection);
  }

  private void release(TcpConnection connection) {
    if (open.remove(connection)) {
      quota.release(connection.client());
    }
  }

  int total() {
    return quota.total();
  }

  /**
   * How long a connection may idle from now on: the whole limit until half the room is taken, then
   * in proportion to what is left, down to a tenth.
   */
  long idleNanos() {
    long whole = limits.idle().toNanos();
    int half = limits.connections() / 2;
    int left = limits.connections() - quota.total();
    return left >= half ? whole : Math.max(whole / IDLE_SHARE_MIN, whole / half * left);
  }

  /** From now on a thread cuts off those that are late. */
  void watch() {
    Thread.ofPlatform()
        .daemon()
        .name("understudy-tcp-watch")
        .start(() -> {
          while (!stopping) {
            LockSupport.parkNanos(pauseNanos());
            expire();
          }
        });
  }

  /** Cuts off those that are late. */
  void expire() {
    long now = nanoTicker.getAsLong();
    for (TcpConnection connection : open) {
      connection.expire(now);
    }
  }

  /** A quarter of the shortest limit, at most 250 ms. */
  private long pauseNanos() {
    Duration shortest = limits.idle();
    for (Duration limit : new Duration[] {limits.message(), limits.write()}) {
      shortest = limit.compareTo(shortest) < 0 ? limit : shortest;
    }
    return Math.min(shortest.toNanos() / 4, 250_000_000L);
  }

  /** Makes those that wait for their client leave; to be repeated until none is left. */
  void stop() {
    stopping = true;
    open.forEach(TcpConnection::stop);
  }

  /** Closes all that are left. */
  void close() {
    open.forEach(TcpConnection::close);
  }

  synchronized void count(QueryCount event) {
    counts.add(event);
  }
}
