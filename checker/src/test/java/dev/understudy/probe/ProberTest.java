package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.Observation;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.probe.ScriptedNetwork.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** health-checks.md, sections 3, 5 and 7, row by row, in virtual time. */
class ProberTest {
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

  private static Observation probe(ScriptedNetwork network, Checks checks) {
    return prober(network).probe("the-id", checks.endpoint()).observation();
  }

  private static Prober prober(ScriptedNetwork network) {
    return new Prober(
        Targets.DEFAULT,
        Prober.DEFAULT_USER_AGENT,
        network,
        () -> network.now,
        () -> NOON,
        new Random(1));
  }

  private static String status(ScriptedNetwork network, Checks checks) {
    return probe(network, checks).status();
  }

  private static ScriptedNetwork replying(String octets) {
    return new ScriptedNetwork().sends(octets.replace("~", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # response, ~ is CRLF                                | status
          HTTP/1.1 200 OK~~                                    | Success: HTTP Status Code 200, OK
          HTTP/1.0 200 OK~~                                    | Success: HTTP Status Code 200, OK
          HTTP/1.1 204 No Content~~                            | Success: HTTP Status Code 204, No Content
          HTTP/1.1 301 Moved Permanently~Location: /x~~        | Success: HTTP Status Code 301, Moved Permanently
          HTTP/1.1 302 Found~Location: /x~~                    | Success: HTTP Status Code 302, Found
          HTTP/1.1 399~~                                       | Success: HTTP Status Code 399
          HTTP/1.1 200 ~~                                      | Success: HTTP Status Code 200
          HTTP/1.1 400 Bad Request~~                           | Failure: HTTP Status Code 400, Bad Request
          HTTP/1.1 404 Not Found~~                             | Failure: HTTP Status Code 404, Not Found
          HTTP/1.1 503 Service Temporarily Unavailable~~       | Failure: HTTP Status Code 503, Service Temporarily Unavailable
          HTTP/1.1 999 Odd~~                                   | Failure: HTTP Status Code 999, Odd
          HTTP/1.1 101 Switching Protocols~~                   | Failure: HTTP Status Code 101, Switching Protocols
          HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~~             | Success: HTTP Status Code 200, OK
          HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 500 No~~  | Failure: HTTP Status Code 500, No
          HTTP/1.1 200 OK~Server: x~X-Empty:~~                 | Success: HTTP Status Code 200, OK
          HTTP/1.1 200 OK~Folded: a~  b~~                      | Success: HTTP Status Code 200, OK
          HTTP/1.1 200 OK~no colon~~                           | Failure: The response headers do not comply with RFC 7230, section 3.2.
          HTTP/1.1 200 OK~Space : x~~                          | Failure: The response headers do not comply with RFC 7230, section 3.2.
          HTTP/1.1 200 OK~ folded from nothing~~               | Failure: The response headers do not comply with RFC 7230, section 3.2.
          HTTP/1.1 200 OK~: no name~~                          | Failure: The response headers do not comply with RFC 7230, section 3.2.
          HTTP/1.1 200 OK~Content-Length: much~~               | Failure: The response headers do not comply with RFC 7230, section 3.2.
          HTTP/2 200 OK~~                                      | Failure: The endpoint did not respond with an HTTP status line.
          HTTP/1.1 20 OK~~                                     | Failure: The endpoint did not respond with an HTTP status line.
          HTTP/1.1 2000 OK~~                                   | Failure: The endpoint did not respond with an HTTP status line.
          SSH-2.0-OpenSSH_9.2~                                 | Failure: The endpoint did not respond with an HTTP status line.
          <html>no status line</html>~                         | Failure: The endpoint did not respond with an HTTP status line.
          HTTP/1.1 200 OK~Server: cut                          | Failure: The connection was closed by the endpoint.
          HTTP/1.1 20                                          | Failure: The connection was closed by the endpoint.
          """)
  void statusOfAResponse(String response, String status) {
    Observation seen = probe(replying(response), Checks.http(80));
    assertThat(seen.status()).isEqualTo(status);
    assertThat(seen.success()).isEqualTo(status.startsWith("Success: "));
    assertThat(seen.checkedTime()).isEqualTo(NOON);
  }

  @Test
  void controlCharactersInHeadersAreMalformedAndInReasonsAreNotShown() {
    assertThat(status(replying(OK + "X: a\0b~~"), Checks.http(80)))
        .isEqualTo("Failure: " + ProbeFailure.MALFORMED_HEADERS);
    assertThat(status(replying("HTTP/1.1 500 \u001b[31mRed\u00e9~~"), Checks.http(80)))
        .isEqualTo("Failure: HTTP Status Code 500, .[31mRed.");
  }

  @Test
  void headersMayHave16384OctetsAndNoMore() {
    int head = OK.length() + "X: \r\n\r\n".length();
    String fits = OK + "X: " + "a".repeat(16_384 - head) + "~~";
    assertThat(status(replying(fits), Checks.http(80))).startsWith("Success");
    String exceeds = OK + "X: " + "a".repeat(16_385 - head) + "~~";
    assertThat(status(replying(exceeds), Checks.http(80)))
        .isEqualTo("Failure: The response headers exceed 16384 bytes.");
    assertThat(status(replying("HTTP/1.1 100 Continue~~".repeat(1000)), Checks.http(80)))
        .as("interim responses without end")
        .isEqualTo("Failure: The response headers exceed 16384 bytes.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # after ms: connected | status line | rest of head | outcome                                                                            | took ms
          3999                  | 1990        | 5            | Success: HTTP Status Code 200, OK                                                  | 5994
          4001                  | 0           | 0            | Failure: Connection timed out.                                                     | 4000
          10                    | 2001        | 0            | Failure: The endpoint did not respond with an HTTP status code within the timeout  | 2010
          10                    | 1000        | 1001         | Failure: The endpoint did not send its response headers within the timeout limit.  | 2010
          """)
  void limitsOfHttp(long connect, long line, long rest, String outcome, long took) {
    ScriptedNetwork network =
        new ScriptedNetwork()
            .connectsAfter(connect)
            .sends(line, bytes(OK))
            .sends(rest, bytes("\r\n"));
    assertThat(status(network, Checks.http(80))).startsWith(outcome);
    assertThat(network.now).isEqualTo(took * 1_000_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # after ms: status line | body | outcome                                                                         | took ms
          1990                    | 1990 | Success: HTTP Status Code 200, OK                                               | 3980
          1990                    | 2001 | Failure: The endpoint did not send the response body within the timeout limit.  | 3990
          """)
  void theBodyHasTwoSecondsOfItsOwn(long line, long body, String outcome, long took) {
    ScriptedNetwork network =
        new ScriptedNetwork()
            .sends(line, bytes(OK + "\r\n"))
            .sends(body, bytes("needle"))
            .ends(Ending.SILENCE);
    assertThat(status(network, Checks.http(80).searching("needle"))).isEqualTo(outcome);
    assertThat(network.now).isEqualTo(took * 1_000_000);
  }

  @Test
  void aSlowDripEndsAtTheLimitOfTheWholePhase() {
    var network = new ScriptedNetwork();
    for (int i = 0; i < 10_000; i++) {
      network.sends(100, bytes("H"));
    }
    assertThat(status(network, Checks.http(80))).startsWith("Failure: ");
    assertThat(network.now).isLessThanOrEqualTo(2_000_000_000L);

    var dripping = new ScriptedNetwork().sends(OK);
    for (int i = 0; i < 10_000; i++) {
      dripping.sends(100, bytes("X: y\r\n"));
    }
    assertThat(status(dripping, Checks.http(80)))
        .isEqualTo("Failure: " + ProbeFailure.HEADERS_TIMEOUT);
    assertThat(dripping.now).isEqualTo(2_000_000_000L);
  }

  @Test
  void anOwnTimeoutLimitsTheWholeProbe() {
    Checks checks = Checks.http(80).timing(1000, 300L, 1, 1, false);
    ScriptedNetwork network =
        new ScriptedNetwork().connectsAfter(200).sends(101, bytes(OK + "\r\n"));
    assertThat(status(network, checks)).isEqualTo("Failure: " + ProbeFailure.STATUS_TIMEOUT);
    assertThat(network.now).isEqualTo(300_000_000L);
  }

  @Test
  void tcpNeedsAConnectionWithinTenSeconds() {
    Checks tcp = Checks.http(5432).protocol(Protocol.TCP);
    assertThat(status(new ScriptedNetwork().connectsAfter(9999), tcp))
        .isEqualTo("Success: TCP connection established");
    assertThat(status(new ScriptedNetwork().connectsAfter(10_001), tcp))
        .isEqualTo("Failure: " + ProbeFailure.CONNECT_TIMEOUT);
    assertThat(status(new ScriptedNetwork().refuses(), tcp))
        .isEqualTo("Failure: " + ProbeFailure.REFUSED);
  }

  @Test
  void aResetOrAnEmptyReplyIsAClosedConnection() {
    for (Ending ending : new Ending[] {Ending.CLOSE, Ending.RESET}) {
      assertThat(status(new ScriptedNetwork().ends(ending), Checks.http(80)))
          .isEqualTo("Failure: The connection was closed by the endpoint.");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # octets before the string | found | because
          0                          | true  | at the very start
          5114                       | true  | its last octet is number 5120
          5115                       | false | its last octet is number 5121
          """)
  void theStringMustLieWhollyInTheFirst5120Octets(int before, boolean found, String because) {
    for (String framing : List.of("", "Content-Length: 9999\r\n")) {
      String response = OK + framing + "\r\n" + "x".repeat(before) + "needle" + "y".repeat(100);
      Observation seen = probe(new ScriptedNetwork().sends(response), searching());
      assertThat(seen.success()).as(because).isEqualTo(found);
      assertThat(seen.status())
          .isEqualTo(
              found
                  ? "Success: HTTP Status Code 200, OK"
                  : "Failure: HTTP Status Code 200, OK. The search string was not found in the"
                      + " first 5120 bytes of the response body");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # head after the status line, ~ is CRLF, and body           | found
          ~a needle in it                                             | true
          ~a Needle in it                                             | false
          Content-Length: 8~~a needle in it                           | true
          Content-Length: 7~~a needle in it                           | false
          Transfer-Encoding: chunked~~3~nee~3~dle~0~~                 | true
          Transfer-Encoding: chunked~~3;ext=1~nee~00003~dle~0~~       | true
          Transfer-Encoding: chunked~~3~nee~0~~dle                    | false
          Transfer-Encoding: chunked~~3~nee                           | false
          Content-Encoding: br~~needle                                | true
          """)
  void theStringIsSoughtInTheBodyAsFramed(String rest, boolean found) {
    assertThat(probe(replying("HTTP/1.1 200 OK~" + rest), searching()).success()).isEqualTo(found);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked~~zz~needle~",
        "Transfer-Encoding: chunked~~3~needle~",
        "Transfer-Encoding: chunked~~fffffffffffffffff~needle~",
        "Content-Encoding: gzip~~needle needle needle",
        "Content-Encoding: deflate~~needle needle needle"
      })
  void aBodyThatIsNotWhatItClaimsFails(String rest) {
    assertThat(status(replying("HTTP/1.1 200 OK~" + rest), searching()))
        .isEqualTo("Failure: " + ProbeFailure.MALFORMED_BODY);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "x-gzip", "deflate", "raw"})
  void theStringIsSoughtAfterDecoding(String encoding) throws IOException {
    for (int before : new int[] {0, 5114, 5115}) {
      var network =
          new ScriptedNetwork()
              .sends(OK + "Content-Encoding: " + encoding.replace("raw", "deflate") + "\r\n\r\n")
              .sends(0, encoded("x".repeat(before) + "needle" + "y".repeat(9000), encoding));
      assertThat(probe(network, searching()).success())
          .as("%s octets before", before)
          .isEqualTo(before <= 5114);
    }
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    var network =
        new ScriptedNetwork()
            .sends(OK + "Content-Encoding: gzip\r\n\r\n")
            .sends(0, encoded("\0".repeat(20_000_000), "gzip"));
    assertThat(status(network, searching())).contains("not found in the first 5120 bytes");
  }

  @Test
  void noBodyIsSoughtWhereThereIsNone() {
    assertThat(status(replying("HTTP/1.1 204 No Content~~needle"), searching()))
        .startsWith("Failure: HTTP Status Code 204, No Content. The search string");
  }

  @Test
  void theRequestIsRoute53s() {
    ScriptedNetwork network = replying("HTTP/1.1 200 OK~~");
    probe(network, Checks.http(80).path("/cafe?a=b"));
    assertThat(network.written())
        .isEqualTo(
            """
            GET /cafe?a=b HTTP/1.1\r
            Host: 127.0.0.1\r
            User-Agent: Amazon-Route53-Health-Check-Service (ref the-id; report Understudy)\r
            Accept: */*\r
            Accept-Encoding: identity,gzip,deflate\r
            \r
            """);
  }

  @Test
  void nothingInAPathCanEndTheRequestLine() {
    ScriptedNetwork network = replying("HTTP/1.1 200 OK~~");
    probe(network, Checks.http(80).path("a b\r\nX: y\u00e9"));
    assertThat(network.written()).startsWith("GET /a%20b%0D%0AX:%20y%C3%A9 HTTP/1.1\r\nHost:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # protocol | port | host            | address    | Host header
          HTTP       | 80   | www.example.com | 127.0.0.1  | www.example.com
          HTTPS      | 443  | www.example.com | 127.0.0.1  | www.example.com
          HTTP       | 8080 | www.example.com | 127.0.0.1  | www.example.com:8080
          HTTP       | 443  | www.example.com | 127.0.0.1  | www.example.com:443
          HTTPS      | 80   | www.example.com | 127.0.0.1  | www.example.com:80
          HTTP       | 80   | -               | 127.0.0.1  | 127.0.0.1
          HTTPS      | 8443 | -               | 127.0.0.1  | 127.0.0.1:8443
          HTTP       | 80   | -               | 2001:db8::1 | [2001:db8:0:0:0:0:0:1]
          HTTP       | 81   | -               | 2001:db8::1 | [2001:db8:0:0:0:0:0:1]:81
          """)
  void hostHeader(
      Protocol protocol, int port, @Nullable String host, String address, String header) {
    Checks checks = Checks.http(port).protocol(protocol).at(address, host);
    assertThat(Request.host(checks.endpoint(), Checks.address(address))).isEqualTo(header);
  }

  @Test
  void aNameIsResolvedAndItsAddressTold() {
    InetAddress address = Checks.address("192.0.2.2");
    var names =
        Map.of("www.example.com", List.of(address), "none.example.com", List.<InetAddress>of());
    Checks checks = Checks.http(80).at(null, "www.example.com");
    assertThat(status(new ScriptedNetwork(names).sends(OK + "\r\n"), checks))
        .isEqualTo("Success: HTTP Status Code 200, OK. Resolved IP: 192.0.2.2");
    assertThat(status(new ScriptedNetwork(names).sends("HTTP/1.1 503 Busy\r\n\r\n"), checks))
        .isEqualTo("Failure: HTTP Status Code 503, Busy. Resolved IP: 192.0.2.2");
    assertThat(status(new ScriptedNetwork(names).ends(Ending.RESET), checks))
        .isEqualTo("Failure: Resolved IP: 192.0.2.2. The connection was closed by the endpoint.");
    assertThat(status(new ScriptedNetwork(names), checks.at(null, "none.example.com")))
        .isEqualTo("Failure: DNS resolution failed: none.example.com has no A record");
  }

  @Test
  void aResolverThatHangsFailsTheProbe() {
    var network = new ScriptedNetwork();
    assertThat(status(network, Checks.http(80).at(null, "hang.example.com")))
        .isEqualTo("Failure: DNS resolution failed: no answer within the timeout limit");
    assertThat(network.now).isEqualTo(4_000_000_000L);
  }

  @Test
  void aRestrictedAddressIsNeverConnectedTo() {
    InetAddress metadata = Checks.address("169.254.169.254");
    var network = new ScriptedNetwork(Map.of("sly.example.com", List.of(metadata)));
    Outcome outcome =
        prober(network).probe("a", Checks.http(80).at(null, "sly.example.com").endpoint());
    assertThat(outcome.observation().status())
        .startsWith("Failure: Resolved IP: 169.254.169.254. ")
        .contains("restricted or private");
    assertThat(outcome.target()).as("nor may the sentinel").isNull();
    assertThat(network.connections()).isZero();
  }

  @Test
  void latencyIsMeasuredWhereAskedFor() {
    ScriptedNetwork network = new ScriptedNetwork().connectsAfter(20).sends(30, bytes(OK + "\r\n"));
    Observation seen = probe(network, Checks.http(80).latency(true));
    Observation.Latency latency = Objects.requireNonNull(seen.latency());
    assertThat(latency.connect()).hasMillis(20);
    assertThat(latency.firstByte()).hasMillis(30);
    assertThat(latency.tls()).isNull();
    assertThat(probe(replying("HTTP/1.1 200 OK~~"), Checks.http(80)).latency()).isNull();
  }

  private static Checks searching() {
    return Checks.http(80).searching("needle");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] encoded(String text, String encoding) throws IOException {
    var octets = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (encoding) {
          case "gzip", "x-gzip" -> new GZIPOutputStream(octets);
          case "raw" -> new DeflaterOutputStream(octets, new Deflater(9, true));
          default -> new DeflaterOutputStream(octets);
        }) {
      out.write(bytes(text));
    }
    return octets.toByteArray();
  }
}
