package dev.understudy.route53;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP port: Route 53, STS, {@code /healthz} and pages. Requests run on virtual threads; two
 * platform threads accept and select.
 */
public final class ApiServer implements AutoCloseable {
  private static final int STOP_MAX_MILLIS = 4_000;

  /** After this, a connection without a request under way does not hold up the stop. */
  private static final int SHUTDOWN_IDLE_MILLIS = 100;

  private static final int HEAD_MAX_OCTETS = 16 << 10;
  private static final int PLATFORM_THREADS = 8;
  private static final int THREAD_IDLE_MILLIS = 60_000;

  private final Server server;
  private final InetSocketAddress address;

  private ApiServer(Server server, InetSocketAddress address) {
    this.server = server;
    this.address = address;
  }

  /**
   * Listens and serves until closed.
   *
   * @param services besides Route 53 and STS
   * @param ready whether {@code /healthz} answers 200 rather than 503
   * @param pages by exact path, such as {@code /metrics}
   * @param clock against which signatures are judged
   * @throws IOException if it cannot listen there; the message says why
   */
  public static ApiServer open(
      ApiSettings settings,
      Api api,
      Services services,
      BooleanSupplier ready,
      Map<String, Page> pages,
      InstantSource clock)
      throws IOException {
    // Jetty's own queue would start JMX to size itself, half the time of a start.
    var threads =
        new QueuedThreadPool(
            PLATFORM_THREADS, 2, THREAD_IDLE_MILLIS, new LinkedBlockingQueue<Runnable>());
    threads.setName("api");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("api-"));
    var server = new Server(threads);
    var connector =
        new SteadyConnector(
            server,
            new HttpConnectionFactory(http()),
            settings.grace(),
            settings.rateMinOctets(),
            System::nanoTime);
    connector.setHost(settings.address().getAddress().getHostAddress());
    connector.setPort(settings.address().getPort());
    connector.setIdleTimeout(settings.idle().toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(settings.connectionsMax(), connector));
    var reception =
        new Reception(
            new SignatureV4(settings.credentials(), clock),
            services.query(settings.credentials()),
            services.rpc(),
            api);
    var handler =
        new ApiHandler(
            reception, withHealth(pages, ready), settings.bodyMaxOctets(), UUID::randomUUID);
    server.setHandler(new GracefulHandler(handler));
    server.setErrorHandler(handler::refuse);
    server.setStopTimeout(STOP_MAX_MILLIS);
    server.setStopAtShutdown(false);
    start(server);
    return new ApiServer(
        server, new InetSocketAddress(settings.address().getAddress(), connector.getLocalPort()));
  }

  /** Where it listens, with the port it got. */
  public InetSocketAddress address() {
    return address;
  }

  /** Stops accepting, finishes what was accepted, at most for 4 s. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (Exception e) { // the signature of Jetty's stop; it has closed what it could
      throw new IllegalStateException("the HTTP server did not stop cleanly", e);
    }
  }

  private static void start(Server server) throws IOException {
    try {
      server.start();
    } catch (Exception e) { // the signature of Jetty's start
      try {
        server.stop();
      } catch (Exception suppressed) { // the first failure is the one to tell
        e.addSuppressed(suppressed);
      }
      throw e instanceof IOException io ? io : new IOException(e);
    }
  }

  private static HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(true);
    http.setRequestHeaderSize(HEAD_MAX_OCTETS);
    // Paths are taken undecoded and split by Router, so %2F in an id is not ambiguous here.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return http;
  }

  private static Map<String, Page> withHealth(Map<String, Page> pages, BooleanSupplier ready) {
    var all = new HashMap<>(pages);
    all.put(
        "/healthz",
        _ ->
            ready.getAsBoolean()
                ? Page.Reply.text(200, "ok\n")
                : Page.Reply.text(503, "not ready\n"));
    return all;
  }
}
