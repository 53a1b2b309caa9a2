package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;

/** One {@code ./understudy serve} on ports of its own, which a test may kill and start again. */
public final class Product implements AutoCloseable {
  public static final String KEY_ID = "AKIDSYSTEMTESTS00001";
  public static final String SECRET = "system-tests-secret-access-key-0000000001";

  /** For what must happen: room for a machine many times slower, which nobody waits out. */
  static final Duration LIMIT = Duration.ofMinutes(5);

  private final Path data;
  private final int dnsPort = Ports.take();
  private final int httpPort = Ports.take();
  private final List<String> extra;
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable Process process;

  public Product(Path data, String... extra) {
    this.data = data;
    this.extra = List.of(extra);
  }

  /** Sets a variable of the environment for the next starts. */
  Product with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Starts the process and waits until it says that it is ready. */
  public Product start() throws IOException, InterruptedException {
    launch();
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      if (!process().isAlive()) {
        throw new IllegalStateException("the server ended:\n" + log());
      }
      if (healthy()) {
        return this;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IllegalStateException("not ready in " + LIMIT + ":\n" + log());
  }

  /** Starts the process without waiting. */
  Process launch() throws IOException {
    var command = new ArrayList<String>();
    command.add(root().resolve("understudy").toString());
    command.add("serve");
    command.addAll(List.of("--data", data.toString(), "--dns", "127.0.0.1:" + dnsPort));
    command.addAll(List.of("--http", "127.0.0.1:" + httpPort));
    command.addAll(extra);
    process = start(command, data.resolve("server.log"), environment);
    return process;
  }

  /** Runs the launcher with the key pair of these tests, without building. */
  static Process start(List<String> command, Path log) throws IOException {
    return start(command, log, Map.of());
  }

  /** The same in another working directory. */
  static Process start(List<String> command, Path log, Path directory) throws IOException {
    return start(command, log, directory, Map.of());
  }

  /** The exit code, as soon as there is one. */
  static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(LIMIT)) {
      throw new AssertionError("still running after " + LIMIT + ": " + process.info());
    }
    return process.exitValue();
  }

  private static Process start(List<String> command, Path log, Map<String, String> environment)
      throws IOException {
    return start(command, log, Path.of(""), environment);
  }

  private static Process start(
      List<String> command, Path log, Path directory, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(directory.toAbsolutePath().toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("UNDERSTUDY_NO_BUILD", "1");
    builder.environment().put("UNDERSTUDY_ACCESS_KEY_ID", KEY_ID);
    builder.environment().put("UNDERSTUDY_SECRET_ACCESS_KEY", SECRET);
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process().destroyForcibly().waitFor();
  }

  /** SIGTERM; the exit code. */
  int stop() throws IOException, InterruptedException {
    process().destroy();
    try {
      return exitCode(process());
    } catch (AssertionError e) {
      throw new AssertionError(log(), e);
    }
  }

  public Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  Route53Client route53() {
    return Route53Client.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .httpClient(UrlConnectionHttpClient.create())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY_ID, SECRET)))
        .build();
  }

  Resolver resolver() {
    return new Resolver(dnsPort);
  }

  AwsCli aws() {
    return new AwsCli(endpoint());
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + httpPort);
  }

  public int dnsPort() {
    return dnsPort;
  }

  int httpPort() {
    return httpPort;
  }

  /** The body of a page that anybody may read, such as {@code /metrics}. */
  String page(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(endpoint().resolve(path)).timeout(LIMIT).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  public String log() throws IOException {
    Path log = data.resolve("server.log");
    return Files.exists(log) ? Files.readString(log, UTF_8) : "";
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  /** The checkout. */
  static Path root() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** See {@link Ports}. */
  public static int freePort() {
    return Ports.take();
  }

  private boolean healthy() throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(endpoint().resolve("/healthz")).timeout(LIMIT);
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }
}
