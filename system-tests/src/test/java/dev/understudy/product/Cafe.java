package dev.understudy.product;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A web server with a page, {@code /cafe}, that can be stopped and started on one port. */
final class Cafe implements AutoCloseable {
  private final int port = Product.freePort();
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  Cafe() throws IOException {
    up();
  }

  int port() {
    return port;
  }

  void up() throws IOException {
    var started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    started.setExecutor(threads);
    started.createContext(
        "/",
        exchange -> {
          byte[] page = "a table is free".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    started.start();
    server = started;
  }

  void down() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
    if (threads != null) {
      threads.shutdownNow();
      threads = null;
    }
  }

  @Override
  public void close() {
    down();
  }
}
