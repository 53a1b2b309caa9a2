package dev.understudy.serve;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Responder;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.metrics.QueryLedger;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Listens on every configured address over UDP and TCP, from opening to closing. */
public final class Nameserver implements AutoCloseable {

  /** How long closing may take; what is not finished then is cut off. */
  private static final long CLOSE_NANOS = 4_000_000_000L;

  /** How often a port is drawn anew when the one drawn for TCP is taken for UDP. */
  private static final int PORT_DRAWS = 16;

  private final ServeSettings settings;
  private final QueryLedger ledger = new QueryLedger();
  private final BiFunction<QueryCounts, LongSupplier, Answerer> answerers;
  private final Consumer<Throwable> onBug;
  private final UdpSockets udp;
  private final BlockingQueue<Desk> tcpDesks;
  private final List<TcpListener> tcpListeners = new ArrayList<>();
  private final List<UdpWorker> udpWorkers = new ArrayList<>();
  private final List<Thread> udpThreads = new ArrayList<>();
  private boolean closed;

  private Nameserver(
      ServeSettings settings,
      BiFunction<QueryCounts, LongSupplier, Answerer> answerers,
      Consumer<Throwable> onBug) {
    this.settings = settings;
    this.answerers = answerers;
    this.onBug = onBug;
    this.udp = new UdpSockets(settings);
    int processors = Runtime.getRuntime().availableProcessors();
    tcpDesks = new ArrayBlockingQueue<>(processors);
    for (int i = 0; i < processors; i++) {
      tcpDesks.add(desk(TcpConnection.MESSAGE_MAX, TcpConnection.MESSAGE_MAX));
    }
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
    AnswerSettings answers = settings.answers();
    AnswerSettings told = answers.with(answers.edns().withIdle(settings.tcp().idle()));
    return open(
        settings,
        (counts, epochSeconds) ->
            new Responder(current, counts, new SplittableRandom(), told, null, epochSeconds)
                ::respond,
        onBug);
  }

  /** As {@link #open(ServeSettings, CurrentEdition, Consumer)}, with bugs only counted. */
  public static Nameserver open(ServeSettings settings, CurrentEdition current) throws IOException {
    return open(settings, current, _ -> {});
  }

  static Nameserver open(
      ServeSettings settings,
      BiFunction<QueryCounts, LongSupplier, Answerer> answerers,
      Consumer<Throwable> onBug)
      throws IOException {
    var nameserver = new Nameserver(settings, answerers, onBug);
    try {
      for (InetSocketAddress address : settings.addresses()) {
        nameserver.listen(address);
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

  /** The counts of all serving threads. */
  public QueryLedger ledger() {
    return ledger;
  }

  /** TCP connections that are open now. */
  public int tcpConnections() {
    return tcpListeners.stream().mapToInt(TcpListener::connections).sum();
  }

  /** How datagrams are exchanged: never {@link UdpEngine#BEST}. */
  public UdpEngine udpEngine() {
    return udp.engine();
  }

  private void listen(InetSocketAddress wanted) throws IOException {
    for (int draw = 1; ; draw++) {
      TcpListener tcp =
          TcpListener.open(wanted, settings.tcp(), tcpDesks, ledger, onBug, System::nanoTime);
      try {
        udpWorkers.addAll(
            udp.open(tcp.address(), () -> desk(DatagramBatch.QUERY_MAX, DatagramBatch.REPLY_MAX)));
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

  private Desk desk(int queryMax, int replyMax) {
    QueryCounts counts = ledger.newRow();
    var clock = new BatchClock(() -> System.currentTimeMillis() / 1_000);
    return new Desk(answerers.apply(counts, clock), counts, clock, queryMax, replyMax, onBug);
  }

  private void start() {
    tcpListeners.forEach(TcpListener::start);
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
    tcpListeners.forEach(TcpListener::stop);
    tcpListeners.forEach(listener -> listener.finish(deadline));
    boolean interrupted = false;
    for (Thread thread : udpThreads) {
      interrupted |= !joined(thread, deadline);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
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
