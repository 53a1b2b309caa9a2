package dev.understudy.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The pages of a server that runs, for the commands that ask it something. */
final class RunningServer {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);

  static final String USUAL = "127.0.0.1:8053";

  private final String endpoint;

  /**
   * Connects to nothing yet.
   *
   * @param http {@code address:port} as {@code --http} takes it, or the URL of an endpoint
   */
  RunningServer(String http) {
    this.endpoint = (http.contains("://") ? http : "http://" + http).replaceAll("/+$", "");
  }

  /** The one that {@code --http} names, else the one the AWS tools use, else the usual one. */
  static RunningServer of(@Nullable String http) {
    String place = http != null ? http : System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
    return new RunningServer(place.isEmpty() ? USUAL : place);
  }

  /** Its URL, without a slash at the end. */
  String endpoint() {
    return endpoint;
  }

  /** What a page replied. */
  record Page(int status, String text) {

    /**
     * The JSON that it is.
     *
     * @throws StartException with what the server says, if it refused; or if it is no JSON
     */
    JsonNode json() throws StartException {
      JsonNode told = tree();
      if (status != 200) {
        throw new StartException(told.path("error").asText("the server answered " + status));
      }
      return told;
    }

    /**
     * The JSON that it is, also where the server refused.
     *
     * @throws StartException if it is no JSON
     */
    JsonNode tree() throws StartException {
      try {
        return new ObjectMapper().readTree(text);
      } catch (JsonProcessingException e) {
        throw new StartException(
            "what answers there is not an Understudy: status " + status + ", and no JSON", e);
      }
    }
  }

  /**
   * Asks for a page.
   *
   * @param target path and query
   * @param accept the type wanted
   * @throws StartException if there is no server, or it does not answer
   */
  Page get(String target, String accept) throws StartException, InterruptedException {
    return send(target, accept, "GET", BodyPublishers.noBody());
  }

  /** Posts a body; otherwise as {@link #get}. */
  Page post(String target, String accept, byte[] body) throws StartException, InterruptedException {
    return send(target, accept, "POST", BodyPublishers.ofByteArray(body));
  }

  private Page send(String target, String accept, String method, BodyPublisher body)
      throws StartException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(endpoint + target))
              .timeout(ANSWER_MAX)
              .header("Accept", accept)
              .method(method, body)
              .build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
      return new Page(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new StartException(
          "no server answers at "
              + endpoint
              + "; start one with ./understudy serve, or name it with --http ADDRESS:PORT",
          e);
    } catch (IllegalArgumentException e) {
      throw new StartException("--http " + endpoint + ": not an address and a port", e);
    }
  }
}
