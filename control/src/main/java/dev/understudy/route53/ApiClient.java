package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Operation;
import dev.understudy.model.Request;
import dev.understudy.model.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/**
 * The other end of the API, for commands that ask a server which runs: signs as any client does and
 * reads what comes back. One connection, kept open; one call at a time.
 */
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
  private static final int RESPONSE_MAX_OCTETS = 64 << 20;

  private final URI endpoint;
  private final String region;
  private final SignatureV4 signature;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT_MAX).build();

  /**
   * Connects to nothing yet.
   *
   * @param endpoint scheme, host and port
   * @param region what the signature is scoped to; the server takes any
   * @throws IllegalArgumentException if the endpoint has no host
   */
  public ApiClient(URI endpoint, Credentials credentials, String region, InstantSource clock) {
    if (endpoint.getHost() == null) {
      throw new IllegalArgumentException(endpoint + " has no host");
    }
    this.endpoint = endpoint;
    this.region = region;
    this.signature = new SignatureV4(credentials, clock);
    this.clock = clock;
  }

  /**
   * Asks for an operation.
   *
   * @return the response of the request's own operation
   * @throws ApiException if the server refuses
   * @throws IOException if no server answers, or what answers is none
   */
  public Response call(Request request) throws ApiException, IOException, InterruptedException {
    Operation operation = operation(request);
    RequestTarget target = RequestTarget.of(operation, request);
    String root = operation.requestRoot();
    byte[] body = root == null ? new byte[0] : XmlWriter.message(root, request);
    HttpResponse<InputStream> response =
        http.send(signed(operation.method(), target, body), BodyHandlers.ofInputStream());
    byte[] octets;
    try (InputStream in = response.body()) {
      octets = in.readNBytes(RESPONSE_MAX_OCTETS + 1);
    }
    if (octets.length > RESPONSE_MAX_OCTETS) {
      throw new IOException("the response is larger than " + RESPONSE_MAX_OCTETS + " octets");
    }
    if (response.statusCode() != operation.status()) {
      throw ResponseReader.refusal(response.statusCode(), octets);
    }
    return ResponseReader.read(
        operation, octets, name -> response.headers().firstValue(name).orElse(""));
  }

  @Override
  public void close() {
    http.close();
  }

  private HttpRequest signed(String method, RequestTarget target, byte[] body) {
    Instant now = clock.instant();
    String date = Claim.BASIC.format(now);
    var head =
        new HttpHead(
            method,
            target.path(),
            target.query(),
            name ->
                switch (name.toLowerCase(Locale.ROOT)) {
                  case "host" -> List.of(host());
                  case "x-amz-date" -> List.of(date);
                  default -> List.of();
                });
    String authorization = signature.sign(head, Query.parse(target.query()), body, region, now);
    String question = target.query().isEmpty() ? "" : "?" + target.query();
    return HttpRequest.newBuilder(URI.create(base() + target.path() + question))
        .timeout(ANSWER_MAX)
        .header("X-Amz-Date", date)
        .header("Authorization", authorization)
        .method(method, BodyPublishers.ofByteArray(body))
        .build();
  }

  private String base() {
    return endpoint.getScheme() + "://" + endpoint.getRawAuthority();
  }

  /** As {@link HttpClient} writes the Host header: the scheme's own port is left out. */
  private String host() {
    int usual = endpoint.getScheme().equals("https") ? 443 : 80;
    int port = endpoint.getPort();
    return port < 0 || port == usual ? endpoint.getHost() : endpoint.getHost() + ":" + port;
  }

  private static Operation operation(Request request) {
    String name = request.shape().name();
    for (Operation operation : Operation.values()) {
      if (name.equals(operation.operationName() + "Request")) {
        return operation;
      }
    }
    throw new IllegalStateException("no operation takes a " + name);
  }
}
