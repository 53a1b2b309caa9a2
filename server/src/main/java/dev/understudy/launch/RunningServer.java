package dev.understudy.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The pages of a server that runs, for the commands that ask it something. */
final class RunningServer {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

  private final String address;

  /**
   * Connects to nothing yet.
   *
   * @param address {@code address:port}, as {@code --http} takes it
   */
  RunningServer(String address) {
    this.address = address;
  }

  /** What a page replied. */
  record Page(int status, String text) {}

  /**
   * Posts a body.
   *
   * @param target path and query
   * @param accept the type wanted
   * @throws StartException if there is no server, or it does not answer
   */
  Page post(String target, String accept, byte[] body) throws StartException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address + target))
              .timeout(ANSWER_MAX)
              .header("Accept", accept)
              .POST(BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
      return new Page(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new StartException(
          "no server answers at http://" + address + "; start one, or name it with --http", e);
    } catch (IllegalArgumentException e) {
      throw new StartException("--http " + address + ": not an address and a port", e);
    }
  }
}
