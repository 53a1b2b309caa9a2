package dev.understudy.serve;

import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.metrics.QueryLedger;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves TCP on one address: a virtual thread for each connection, one that accepts them, and a
 * watch that cuts off those that are late.
 */
final class TcpListener {

  /** Connections the system may hold before they are accepted; it may allow fewer. */
  private static final int BACKLOG = 1_024;

  /** How long accepting rests when the system refuses, as with too many open files. */
  private static final long REST_NANOS = 50_000_000L;

  private final ServerSocketChannel server;
  private final InetSocketAddress address;
  private final TcpLimits limits;
  private final BlockingQueue<Desk> desks;
  private final QueryCounts counts;
  private final EndingCounts endings;
  private final Consumer<Throwable> onBug;
  private final LongSupplier nanoTicker;
  private final ConnectionQuota quota;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private @Nullable Thread acceptor;
  private volatile boolean stopping;

  private TcpListener(
      ServerSocketChannel server,
      InetSocketAddress address,
      TcpLimits limits,
      BlockingQueue<Desk> desks,
      QueryLedger ledger,
      Consumer<Throwable> onBug,
      LongSupplier nanoTicker) {
    this.server = server;
    this.address = address;
    this.limits = limits;
    this.desks = desks;
    this.counts = ledger.newRow();
    this.endings = new EndingCounts(ledger.newRow());
    this.onBug = onBug;
    this.nanoTicker = nanoTicker;
    this.quota = new ConnectionQuota(limits);
  }

  /**
   * Opens {@code address}; nothing is accepted before {@link #start}.
   *
   * @param desks shared by all connections, as many as can be answered for at a time
   */
  // The socket is the listener's, which closes it.
  @SuppressWarnings("resource")
  static TcpListener open(
      InetSocketAddress address,
      TcpLimits limits,
      BlockingQueue<Desk> desks,
      QueryLedger ledger,
      Consumer<Throwable> onBug,
      LongSupplier nanoTicker)
      throws IOException {
    ServerSocketChannel server =
        // Unless told, the JDK would make of the IPv4 wildcard the one of both families.
        ServerSocketChannel.open(
            address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      server.bind(address, BACKLOG);
      var bound = (InetSocketAddress) server.getLocalAddress();
      return new TcpListener(server, bound, limits, desks, ledger, onBug, nanoTicker);
    } catch (IOException e) {
      server.close();
      throw ListenFailure.of(address, "TCP", e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  int connections() {
    return quota.total();
  }

  void start() {
    String name = "understudy-tcp-" + address.getPort();
    acceptor = Thread.ofVirtual().name(name + "-accept").start(this::accept);
    Thread.ofPlatform().daemon().name(name + "-watch").start(this::watch);
  }

  private void accept() {
    while (!stopping) {
      try {
        admit(server.accept().socket());
      } catch (IOException e) {
        if (!stopping) {
          LockSupport.parkNanos(REST_NANOS);
        }
      } catch (RuntimeException | Error e) {
        Desk.tell(onBug, e);
        LockSupport.parkNanos(REST_NANOS);
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    if (!quota.admit(socket.getInetAddress())) {
      counts.add(QueryCount.TCP_REFUSED);
      socket.close();
      return;
    }
    counts.add(QueryCount.TCP_ACCEPTED);
    var connection = new TcpConnection(socket, limits, desks, nanoTicker);
    connections.add(connection);
    Thread.ofVirtual().name("understudy-tcp-connection").start(() -> serve(connection));
  }

  private void serve(TcpConnection connection) {
    try {
      connection.run();
    } catch (RuntimeException | Error e) {
      Desk.tell(onBug, e);
    } finally {
      endings.add(connection.ending());
      connections.remove(connection);
      quota.release(connection.client());
    }
  }

  private void watch() {
    long pause = pauseNanos();
    while (!stopping) {
      LockSupport.parkNanos(pause);
      long now = nanoTicker.getAsLong();
      for (TcpConnection connection : connections) {
        connection.expire(now);
      }
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

  /** Accepts no more. */
  void stop() {
    stopping = true;
    try {
      server.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /** After {@link #stop}: gives the connections until {@code deadlineNanos} to be finished with. */
  void finish(long deadlineNanos) {
    while (busy() && nanoTicker.getAsLong() - deadlineNanos < 0) {
      connections.forEach(TcpConnection::stop);
      LockSupport.parkNanos(1_000_000);
    }
    connections.forEach(TcpConnection::close);
  }

  private boolean busy() {
    return (acceptor != null && acceptor.isAlive()) || quota.total() > 0;
  }

  /** Why connections were ended by us, in a row that their threads take turns to write. */
  private record EndingCounts(QueryCounts row) {

    synchronized void add(@Nullable QueryCount ending) {
      if (ending != null) {
        row.add(ending);
      }
    }
  }
}
