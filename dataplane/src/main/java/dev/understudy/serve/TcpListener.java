package dev.understudy.serve;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Accepts connections on one address, and serves each on a virtual thread of its own. */
final class TcpListener {

  /** Connections the system may hold before they are accepted; it may allow fewer. */
  private static final int BACKLOG = 1_024;

  /** How long accepting rests when the system refuses, as with too many open files. */
  private static final long REST_NANOS = 50_000_000L;

  private final ServerSocketChannel server;
  private final InetSocketAddress address;
  private final @Nullable TlsService tls;
  private final Terms terms;
  private @Nullable Thread acceptor;
  private volatile boolean stopping;

  /**
   * What all listeners share.
   *
   * @param connections all that are open
   * @param desks shared by all connections, as many as can be answered for at a time
   * @param onBug told of anything unexpected
   */
  record Terms(
      TcpLimits limits,
      Connections connections,
      BlockingQueue<Desk> desks,
      Consumer<Throwable> onBug,
      LongSupplier nanoTicker) {}

  private TcpListener(
      ServerSocketChannel server,
      InetSocketAddress address,
      @Nullable TlsService tls,
      Terms terms) {
    this.server = server;
    this.address = address;
    this.tls = tls;
    this.terms = terms;
  }

  /**
   * Opens {@code address}; nothing is accepted before {@link #start}.
   *
   * @param tls what carries the messages, or null for TCP as it is
   */
  // The socket is the listener's, which closes it.
  @SuppressWarnings("resource")
  static TcpListener open(InetSocketAddress address, @Nullable TlsService tls, Terms terms)
      throws IOException {
    ServerSocketChannel server =
        // Unless told, the JDK would make of the IPv4 wildcard the one of both families.
        ServerSocketChannel.open(
            address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      server.bind(address, BACKLOG);
      return new TcpListener(server, (InetSocketAddress) server.getLocalAddress(), tls, terms);
    } catch (IOException e) {
      server.close();
      throw ListenFailure.of(address, tls == null ? "TCP" : "TLS", e);
    }
  }

  InetSocketAddress address() {
    return address;
  }

  void start() {
    acceptor =
        Thread.ofVirtual()
            .name("understudy-tcp-" + address.getPort() + "-accept")
            .start(this::accept);
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
        Desk.tell(terms.onBug, e);
        LockSupport.parkNanos(REST_NANOS);
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    if (!terms.connections.admit(socket.getInetAddress())) {
      socket.close();
      return;
    }
    if (tls != null) {
      terms.connections.makeRoomForHandshake(tls.settings().handshakes());
    }
    Line line = tls == null ? new PlainLine(socket) : tls.line(socket);
    var connection =
        new TcpConnection(line, terms.limits, terms.desks, terms.connections, terms.nanoTicker);
    terms.connections.add(connection);
    Thread.ofVirtual().name("understudy-tcp-connection").start(() -> serve(connection));
  }

  private void serve(TcpConnection connection) {
    try {
      connection.run();
    } catch (RuntimeException | Error e) {
      Desk.tell(terms.onBug, e);
    } finally {
      terms.connections.remove(connection);
    }
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

  /** After {@link #stop}: whether one may still be about to be accepted. */
  boolean isAccepting() {
    return acceptor != null && acceptor.isAlive();
  }
}
