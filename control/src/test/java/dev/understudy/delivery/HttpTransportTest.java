package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Attempt.Refused;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110, section 15: which answers may pass; and what no server can make us do. */
class HttpTransportTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final TimeLimits PATIENT = new TimeLimits(LONG, LONG, LONG, LONG, LONG, LONG);
  private static final String OK = "HTTP/1.1 200 OK\r\n\r\n";

  private final Wire wire = new Wire();

  @AfterEach
  void stop() {
    wire.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 OK                    | Accepted
          204 No Content            | Accepted
          202                       | Accepted
          301 Moved Permanently     | Refused
          307 Temporary Redirect    | Refused
          400 Bad Request           | Refused
          401 Unauthorized          | Refused
          404 Not Found             | Refused
          408 Request Timeout       | Deferred
          410 Gone                  | Refused
          425 Too Early             | Deferred
          429 Too Many Requests     | Deferred
          500 Internal Server Error | Deferred
          503 Service Unavailable   | Deferred
          600 What                  | Deferred
          20 Short                  | Deferred
          """)
  void theStatusDecides(String status, String then) throws IOException {
    try (var server =
        new FakeHttpServer("HTTP/1.1 " + status + "\r\nLocation: http://x/\r\n\r\n", 0)) {
      Attempt attempt = send(server, PATIENT, _ -> true);
      assertThat(attempt.getClass().getSimpleName()).as(attempt.toString()).isEqualTo(then);
      assertThat(server.requests).hasSize(1);
    }
  }

  @Test
  void theRequestIsSigned() throws IOException {
    try (var server = new FakeHttpServer(OK, 0)) {
      var url = "http://me:pw@127.0.0.1:" + server.port() + "/hook/x?a=b";
      var post =
          new Post(HttpUrl.parse(url), "application/json", "{\"a\":\"ü\"}", Map.of("X-B", "c"));
      assertThat(transport(PATIENT, _ -> true).send(post)).isEqualTo(new Accepted("HTTP 200"));
      // The signature was computed with openssl: printf '1795240800.{"a":"ü"}' | openssl dgst
      // -sha256 -hmac …
      assertThat(server.requests)
          .containsExactly(
              """
              POST /hook/x?a=b HTTP/1.1\r
              Host: 127.0.0.1:%d\r
              User-Agent: Understudy\r
              Content-Type: application/json\r
              Content-Length: 10\r
              Connection: close\r
              Authorization: Basic bWU6cHc=\r
              Understudy-Signature: t=1795240800,v1=eadaaad0210300ebc433623c964b395629fc2061d932245a62e7019841f6534b\r
              X-B: c\r
              \r
              {"a":"ü"}\
              """
                  .formatted(server.port()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "0, 0",
    "'Sat, 21 Nov 2026 06:05:00 GMT', 300",
    "'Sat, 21 Nov 2026 05:00:00 GMT',",
    "soon,",
    "-1,",
    "99999999999999999999,",
  })
  void theWishToWaitIsHeard(String value, Long seconds) throws IOException {
    var head = "HTTP/1.1 503 Busy\r\nRETRY-After:  " + value + "\r\n\r\n";
    try (var server = new FakeHttpServer(head, 0)) {
      var wish = seconds == null ? null : Duration.ofSeconds(seconds);
      assertThat(send(server, PATIENT, _ -> true)).isEqualTo(new Deferred("HTTP 503", wish));
    }
  }

  @Test
  void theWordsOfARefusalAreShownInOneLine() throws IOException {
    var plain = "HTTP/1.1 404 Not Found\r\nContent-Length: 10\r\n\r\nno\r\nserviceand more";
    try (var server = new FakeHttpServer(plain, 0)) {
      assertThat(send(server, PATIENT, _ -> true)).isEqualTo(new Refused("HTTP 404: no  servic"));
    }
    var chunked = "HTTP/1.1 400 Bad\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nbad\r\n0\r\n\r\n";
    try (var server = new FakeHttpServer(chunked, 0)) {
      assertThat(send(server, PATIENT, _ -> true).detail()).startsWith("HTTP 400: bad");
    }
  }

  /** Express, Jetty and many proxies repeat the path; some repeat what was posted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Cannot POST /services/T0/B0/s3cretS3cret?key=hunter22 | Cannot POST …?…
          no such hook: S3CRETS3CRET                            | no such hook: …
          http://127.0.0.1/services%2FT0%2FB0%2Fs3cretS3cret    | http://127.0.0.1…%2FT0%2FB0%2F…
          bad \\/B0\\/s3cretS3cr                              | bad \\/B0\\…
          {"Token":"0123456789abcdef0123456789abcdef"}          | {"Token":"…"}
          unauthorized Basic bWU6cGFzc3dvcmQ=                   | unauthorized Basic …
          no such service                                       | no such …
          the hook is gone                                      | the hook is gone
          """)
  void whatTheServerRepeatsOfASecretIsHidden(String said, String shown) throws IOException {
    var reply = "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n" + said;
    try (var server = new FakeHttpServer(reply, 0)) {
      var url =
          "http://me:password@127.0.0.1:"
              + server.port()
              + "/services/T0/B0/s3cretS3cret?key=hunter22";
      var body = "{\"Token\":\"0123456789abcdef0123456789abcdef\"}";
      var post = new Post(HttpUrl.parse(url), "application/json", body, Map.of());
      assertThat(transport(PATIENT, _ -> true).send(post))
          .isEqualTo(new Refused("HTTP 404: " + shown));
    }
  }

  @Test
  void interimAnswersArePassedOver() throws IOException {
    try (var server = new FakeHttpServer("HTTP/1.1 103 Early Hints\r\n\r\n" + OK, 0)) {
      assertThat(send(server, PATIENT, _ -> true)).isEqualTo(new Accepted("HTTP 200"));
    }
    try (var server = new FakeHttpServer("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(9) + OK, 0)) {
      assertThat(send(server, PATIENT, _ -> true)).isInstanceOf(Deferred.class);
    }
  }

  @Test
  void anEndlessHeadIsCutOff() throws IOException {
    try (var server = new FakeHttpServer("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000), 0)) {
      assertThat(send(server, PATIENT, _ -> true).detail())
          .isEqualTo("the head of the answer is over 16 KiB");
    }
  }

  @Test
  void anAnswerThatTricklesIsCutOff() throws IOException {
    var limits = new TimeLimits(LONG, LONG, LONG, Duration.ofMillis(300), LONG, LONG);
    try (var server = new FakeHttpServer(OK, 50)) {
      assertThat(send(server, limits, _ -> true))
          .isEqualTo(new Deferred("no full reply within 300 ms", null));
    }
  }

  @Test
  void theWholeHasALimit() throws IOException {
    var limits = new TimeLimits(LONG, LONG, LONG, LONG, LONG, Duration.ofMillis(300));
    try (var server = new FakeHttpServer(OK, 1000)) {
      assertThat(send(server, limits, _ -> true))
          .isEqualTo(new Deferred("the whole took too long", null));
    }
  }

  @Test
  void aForbiddenAddressIsNeverSpokenTo() throws IOException {
    var asked = new ArrayList<InetAddress>();
    try (var server = new FakeHttpServer(OK, 0)) {
      Attempt attempt =
          send(
              server,
              PATIENT,
              address -> {
                asked.add(address);
                return false;
              });
      assertThat(attempt).isEqualTo(new Refused("nothing may be sent to 127.0.0.1"));
      assertThat(asked).extracting(InetAddress::getHostAddress).isEqualTo(List.of("127.0.0.1"));
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void httpsIsNotSpokenWithoutTls() throws IOException {
    try (var server = new FakeHttpServer(OK, 0)) {
      var post =
          new Post(
              HttpUrl.parse("https://127.0.0.1:" + server.port() + "/secret"), "a/b", "", Map.of());
      var limits = new TimeLimits(LONG, LONG, Duration.ofMillis(500), LONG, LONG, LONG);
      Attempt attempt = transport(limits, _ -> true).send(post);
      assertThat(attempt).isInstanceOf(Deferred.class);
      assertThat(attempt.detail()).doesNotContain("secret");
    }
  }

  private Attempt send(FakeHttpServer server, TimeLimits limits, Predicate<InetAddress> allowed) {
    var url = HttpUrl.parse("http://127.0.0.1:" + server.port() + "/");
    return transport(limits, allowed).send(new Post(url, "text/plain", "x", Map.of()));
  }

  private HttpTransport transport(TimeLimits limits, Predicate<InetAddress> allowed) {
    return new HttpTransport(
        wire,
        Trust::system,
        allowed,
        WebhookSecret.of("sixteen or more characters"),
        InstantSource.fixed(NOW),
        limits);
  }
}
