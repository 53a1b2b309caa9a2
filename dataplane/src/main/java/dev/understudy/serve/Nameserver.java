package dev.understudy.serve;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.metrics.QueryLedger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Listens on every configured address over UDP, TCP and TLS, from opening to closing. */
public final class Nameserver implements AutoCloseable {

  /** How long closing may take; what is not finished then is cut off. */
  private static final long CLOSE_NANOS = 4_000_000_000L;

  /** How often a port is drawn anew when the one drawn for TCP is taken for UDP. */
  private static final int PORT_DRAWS = 16;

  private final QueryLedger ledger = new QueryLedger();
  private final Answerers answerers;
  private final Consumer<Throwable> onBug;
  private final UdpSockets udp;
  private final Connections connections;
  private final TcpListener.Terms tcpTerms;
  private final List<TcpListener> tcpListeners = new ArrayList<>();
  private final List<TcpListener> tlsListeners = new ArrayList<>();
  private final List<UdpWorker> udpWorkers = new ArrayList<>();
  private final List<Thread> udpThreads = new ArrayList<>();
  private boolean closed;

  private Nameserver(
      ServeSettings settings, UdpSockets udp, Answerers answerers, Consumer<Throwable> onBug) {
    this.answerers = answerers;
    this.onBug = onBug;
    this.udp = udp;
    int processors = Runtime.getRuntime().availableProcessors();
    var desks = new ArrayBlockingQueue<Desk>(processors);
    for (int i = 0; i < processors; i++) {
      desks.add(desk(null, TcpConnection.MESSAGE_MAX, TcpConnection.MESSAGE_MAX));
    }
    connections = new Connections(settings.tcp(), ledger.newRow(), System::nanoTime);
    tcpTerms = new TcpListener.Terms(settings.tcp(), connections, desks, onBug, System::nanoTime);
  }

  /**
   * Opens all addresses and starts to serve them, or none.
   *
   * @param onBug told, on a serving thread, of anything unexpected met while answering; {@link
   *     QueryCount#DROPPED_BUG} counts the queries that got no reply for it
   * @throws IOException naming the address and transport that could not be opened, and why
   */
  public static Nameserver open(
      ServeSettings settings, CurrentEdition current, Consumer<Throwable> onBug)
      throws IOException {
    var udp = new UdpSockets(settings);
    return open(settings, udp, new RealAnswerers(settings, current, udp.threads()), onBug);
  }

  /** As {@link #open(ServeSettings, CurrentEdition, Consumer)}, with bugs only counted. */
  public static Nameserver open(ServeSettings settings, CurrentEdition current) throws IOException {
    return open(settings, current, _ -> {});
  }

  static Nameserver open(ServeSettings settings, Answerers answerers, Consumer<Throwable> onBug)
      throws IOException {
    return open(settings, new UdpSockets(settings), answerers, onBug);
  }

  private static Nameserver open(
      ServeSettings settings, UdpSockets udp, Answerers answerers, Consumer<Throwable> onBug)
      throws IOException {
    var nameserver = new Nameserver(settings, udp, answerers, onBug);
    try {
      for (InetSocketAddress address : settings.addresses()) {
        nameserver.listen(address);
      }
      if (settings.tls() != null) {
        nameserver.listen(settings.tls());
      }
      nameserver.start();
      return nameserver;
    } catch (IOException | RuntimeException | Error e) {
      nameserver.close();
      throw e;
    }
  }

  /** What every address is served with; port 0 has become the port that was chosen. */
  public List<InetSocketAddress> addresses() {
    return tcpListeners.stream().map(TcpListener::address).toList();
  }

  /** Where DNS over TLS is served, if it is; port 0 has become the port that was chosen. */
  public List<InetSocketAddress> tlsAddresses() {
    return tlsListeners.stream().map(TcpListener::address).toList();
  }

  /** The counts of all serving threads. */
  public QueryLedger ledger() {
    return ledger;
  }

  /** Connections that are open now, over TCP and TLS. */
  public int tcpConnections() {
    return connections.total();
  }

  /** How datagrams are exchanged: never {@link UdpEngine#BEST}. */
  public UdpEngine udpEngine() {
    return udp.engine();
  }

  private void listen(InetSocketAddress wanted) throws IOException {
    for (int draw = 1; ; draw++) {
      TcpListener tcp = TcpListener.open(wanted, null, tcpTerms);
      try {
        udpWorkers.addAll(
            udp.open(
                tcp.address(),
                () -> desk(tcp.address(), DatagramBatch.QUERY_MAX, DatagramBatch.REPLY_MAX)));
        tcpListeners.add(tcp);
        return;
      } catch (IOException e) {
        tcp.stop();
        if (wanted.getPort() != 0 || draw == PORT_DRAWS) {
          throw e;
        }
      }
    }
  }

  private void listen(TlsSettings tls) throws IOException {
    var service = new TlsService(tls, Runtime.getRuntime().availableProcessors());
    for (InetSocketAddress address : tls.addresses()) {
      tlsListeners.add(TcpListener.open(address, service, tcpTerms));
    }
  }

  private List<TcpListener> listeners() {
    return Stream.concat(tcpListeners.stream(), tlsListeners.stream()).toList();
  }

  private Desk desk(@Nullable InetSocketAddress udp, int queryMax, int replyMax) {
    QueryCounts counts = ledger.newRow();
    var clock = new BatchClock(() -> System.currentTimeMillis() / 1_000);
    var idle = new ToldIdle();
    Answerer answerer = answerers.make(counts, clock, idle, udp);
    return new Desk(answerer, counts, clock, idle, queryMax, replyMax, onBug);
  }

  private void start() {
    listeners().forEach(TcpListener::start);
    connections.watch();
    for (UdpWorker worker : udpWorkers) {
      udpThreads.add(Thread.ofPlatform().name("understudy-udp-" + udpThreads.size()).start(worker));
    }
  }

  /**
   * Accepts nothing more, answers what has been received, and returns within 5 s. Does nothing when
   * closed already.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    long deadline = System.nanoTime() + CLOSE_NANOS;
    if (udpThreads.isEmpty()) {
      udpWorkers.forEach(UdpWorker::discard);
    }
    udpWorkers.forEach(UdpWorker::stop);
    listeners().forEach(TcpListener::stop);
    finishConnections(deadline);
    boolean interrupted = false;
    for (Thread thread : udpThreads) {
      interrupted |= !joined(thread, deadline);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives the connections until the deadline to be finished with. */
  private void finishConnections(long deadline) {
    while ((connections.total() > 0 || listeners().stream().anyMatch(TcpListener::isAccepting))
        && System.nanoTime() - deadline < 0) {
      connections.stop();
      LockSupport.parkNanos(1_000_000);
    }
    connections.close();
  }

  private static boolean joined(Thread thread, long deadline) {
    try {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
