package dev.understudy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A small web server with the page {@code /cafe}, stopped and started by a key. */
final class Cafe implements AutoCloseable {
  private final String name;
  private final InetSocketAddress address;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  Cafe(String name, InetSocketAddress address) {
    this.name = name;
    this.address = address;
  }

  boolean isUp() {
    return server != null;
  }

  void start() throws IOException {
    var started = HttpServer.create(address, 0);
    var executor = Executors.newVirtualThreadPerTaskExecutor();
    started.setExecutor(executor);
    started.createContext(
        "/",
        exchange -> {
          byte[] page = ("The café, served by the " + name + "\n").getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          exchange.getResponseBody().write(page);
          exchange.close();
        });
    started.start();
    server = started;
    threads = executor;
  }

  /** Stops at once, as a crash would: open connections are closed. */
  void stop() {
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
    stop();
  }
}
