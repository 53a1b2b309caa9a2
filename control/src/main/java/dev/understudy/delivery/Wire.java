package dev.understudy.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Connections to other servers, each step within its limit. A name is looked up once and the
 * connection goes to an address of that very answer, so a name that means something else a moment
 * later gains nothing.
 */
final class Wire implements AutoCloseable {
  /** Lookups block a whole thread in the system's resolver, so they have real ones. */
  private final ExecutorService lookups =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("outbox-lookup-", 0).factory());

  private final ScheduledThreadPoolExecutor watchdog =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("outbox-watchdog").factory());

  Wire() {
    watchdog.setRemoveOnCancelPolicy(true);
  }

  /**
   * Connects to the first address that is allowed and answers. The connection is cut when the limit
   * of the whole is over.
   *
   * @throws ForbiddenAddressException if the name has addresses, but none may be connected to
   * @throws IOException if there is none, or none answers
   */
  Connection connect(String host, int port, Predicate<InetAddress> allowed, TimeLimits limits)
      throws IOException {
    List<InetAddress> all = lookUp(host, limits.lookup());
    List<InetAddress> fit = all.stream().filter(allowed).toList();
    if (fit.isEmpty()) {
      throw new ForbiddenAddressException(
          "nothing may be sent to " + all.getFirst().getHostAddress());
    }
    IOException last = new IOException("no address");
    for (InetAddress address : fit.subList(0, Math.min(fit.size(), 4))) {
      // The name as it was given goes with the address: nobody looks up the reverse.
      var named = InetAddress.getByAddress(host, address.getAddress());
      var socket = new LimitedSocket(limits.reply());
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(named, port), (int) limits.connect().toMillis());
        return new Connection(socket, watch(socket, limits.whole()));
      } catch (IOException e) {
        socket.close();
        last =
            new IOException(
                "cannot connect to "
                    + address.getHostAddress()
                    + " port "
                    + port
                    + ": "
                    + e.getMessage(),
                e);
      }
    }
    throw last;
  }

  /** TLS over a connection, with the server's certificate and name verified. */
  static SSLSocket secure(Connection connection, String host, SSLContext tls, TimeLimits limits)
      throws IOException {
    LimitedSocket plain = connection.socket();
    plain.replyWithin(limits.handshake());
    var secure =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    SSLParameters parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secure.setSSLParameters(parameters);
    secure.startHandshake();
    plain.replyWithin(limits.reply());
    return secure;
  }

  private ScheduledFuture<?> watch(LimitedSocket socket, Duration whole) {
    return watchdog.schedule(
        () -> {
          socket.cut();
          return true;
        },
        whole.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private List<InetAddress> lookUp(String host, Duration limit) throws IOException {
    Future<InetAddress[]> answer = lookups.submit(() -> InetAddress.getAllByName(host));
    try {
      return Arrays.asList(answer.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("looking up " + host + " takes too long", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UnknownHostException
          ? new IOException("no address is known for " + host, e)
          : new IOException("cannot look up " + host, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("stopped", e);
    }
  }

  @Override
  public void close() {
    lookups.shutdownNow();
    watchdog.shutdownNow();
  }

  /** An open connection, cut by the watchdog when its time is over. */
  record Connection(LimitedSocket socket, ScheduledFuture<?> watchdog) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      watchdog.cancel(false);
      socket.close();
    }

    /** What to say of a failure: the cut itself looks like any other. */
    String reason(Throwable failure) {
      if (socket.wasCut()) {
        return "the whole took too long";
      }
      StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
      for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
        if (cause.getMessage() != null && text.indexOf(cause.getMessage()) < 0) {
          text.append(": ").append(cause.getMessage());
        }
      }
      return text.toString();
    }
  }

  /** The name's addresses are all among those to which nothing may be sent. */
  static final class ForbiddenAddressException extends IOException {
    private static final long serialVersionUID = 1L;

    ForbiddenAddressException(String message) {
      super(message);
    }
  }
}
