package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A web server to which messages are posted; answers as it is told. */
final class Hook implements AutoCloseable {
  private static final Duration LIMIT = Product.LIMIT;

  /** One post. */
  record Post(String path, java.util.Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findAny()
          .orElse("");
    }
  }

  /** The answer to a post. */
  record Answer(int status, @Nullable String location, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Post> posts = new CopyOnWriteArrayList<>();
  private final String scheme;
  private volatile Answer answer = new Answer(200, null, "");

  Hook() throws IOException {
    this(null);
  }

  /** Starts one that speaks https. */
  Hook(@Nullable SSLContext tls) throws IOException {
    var at = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(at, 0);
      scheme = "http";
    } else {
      HttpsServer secure = HttpsServer.create(at, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
      scheme = "https";
    }
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  void answer(int status, @Nullable String location, String body) {
    answer = new Answer(status, location, body);
  }

  String url(String path) {
    return url("127.0.0.1", path);
  }

  String url(String host, String path) {
    return scheme + "://" + host + ":" + server.getAddress().getPort() + path;
  }

  List<Post> posts() {
    return List.copyOf(posts);
  }

  /** The first such post, as soon as it is there. */
  Post await(Predicate<Post> such) throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      for (Post post : posts) {
        if (such.test(post)) {
          return post;
        }
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new AssertionError("no such post in " + LIMIT + ": " + posts);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    posts.add(new Post(exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
    Answer now = answer;
    if (now.location() != null) {
      exchange.getResponseHeaders().set("Location", now.location());
    }
    byte[] octets = now.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(now.status(), octets.length == 0 ? -1 : octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
