package dev.understudy.route53;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.model.GetCheckerIpRangesResponse;
import dev.understudy.model.GetHostedZoneCountResponse;
import dev.understudy.model.GetHostedZoneLimitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP port as raw octets see it: what well-behaved SDKs never send, and what they rely on. */
@Timeout(600)
class ApiServerTest {
  private static final Credentials CREDENTIALS =
      new Credentials("AKIDEXAMPLE", "secret", "123456789012");

  private final FakeApi api = new FakeApi();
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private ApiServer server;

  @BeforeEach
  void open() throws IOException {
    open(Duration.ofMinutes(5));
  }

  /** Opens one that gives clients so much time before it counts their octets. */
  private void open(Duration grace) throws IOException {
    var settings =
        new ApiSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            CREDENTIALS,
            64 << 10,
            100,
            Duration.ofMinutes(5),
            grace,
            16 << 10);
    server =
        ApiServer.open(
            settings,
            api,
            Services.NONE,
            ready::get,
            Map.of("/metrics", _ -> Page.Reply.text(200, "up 1\n"), "/ask", new Echo()),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Socket connect() throws IOException {
    return new Socket(server.address().getAddress(), server.address().getPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** All that comes until the other side closes. */
  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      return readAll(socket);
    }
  }

  private static String plain(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n\r\n";
  }

  @Test
  void healthTellsWhetherTheProductIsReady() throws IOException {
    assertThat(exchange(plain("GET", "/healthz"))).startsWith("HTTP/1.1 200 ").endsWith("ok\n");
    ready.set(false);
    assertThat(exchange(plain("GET", "/healthz"))).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void pagesAreServedUnsigned() throws IOException {
    assertThat(exchange(plain("GET", "/metrics"))).contains("up 1\n");
    assertThat(exchange(plain("HEAD", "/metrics")))
        .contains("Content-Length: 5")
        .endsWith("\r\n\r\n");
    assertThat(exchange(plain("GET", "/metrics?ignored=yes"))).contains("up 1\n");
  }

  /** Says what it was asked. */
  private static final class Echo implements Page {
    @Override
    public int bodyMaxOctets() {
      return 10;
    }

    @Override
    public Reply answer(Request request) {
      return Reply.text(
          200,
          (request.isPost() ? "post " : "get ")
              + request.names()
              + request.values("a")
              + request.accepts("text/plain")
              + new String(request.body(), StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /ask                | get [][]false
          /ask?a=1&b=2&a=%263 | get [a, b][1, &3]false
          /ask?a=x+y&a=x%2By  | get [a][x y, x+y]false
          /ask?a&=&%zz=1      | get [a, , %zz][]false
          """)
  void aPageIsToldItsParameters(String target, String told) throws IOException {
    assertThat(exchange(plain("GET", target))).endsWith("\r\n\r\n" + told);
  }

  @Test
  void aPageThatReadsABodyIsToldIt() throws IOException {
    String head =
        "POST /ask?a=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept: text/plain\r\n";
    assertThat(exchange(head + "Content-Length: 4\r\n\r\nbody")).endsWith("post [a][1]truebody");
    assertThat(exchange(head + "Content-Length: 11\r\n\r\nhello world"))
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close")
        .endsWith("{\"error\":\"The request is larger than 10 octets.\"}\n");
    assertThat(exchange(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"))
        .startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/metrics,'GET, HEAD'",
    "PUT,/ask,'GET, HEAD, POST'",
    "DELETE,/healthz,'GET, HEAD'"
  })
  void aPageIsNotAskedOtherwise(String method, String target, String allowed) throws IOException {
    assertThat(exchange(plain(method, target)))
        .startsWith("HTTP/1.1 405 ")
        .contains("Allow: " + allowed + "\r\n")
        .contains("Content-Type: application/json")
        .endsWith("{\"error\":\"This page is asked with " + allowed + ".\"}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET     | /2013-04-01/nothing     | 404 | UnknownOperationException
          PUT     | /2013-04-01/hostedzone  | 404 | UnknownOperationException
          TRACE   | /2013-04-01/hostedzone  | 404 | UnknownOperationException
          GET     | /                       | 404 | UnknownOperationException
          GET     | /2013-04-01/hostedzone  | 403 | MissingAuthenticationToken
          POST    | /                       | 403 | MissingAuthenticationToken
          GET     | /?Action=Foo            | 403 | MissingAuthenticationToken
          """)
  void refusalsAreErrorResponses(String method, String target, int status, String code)
      throws IOException {
    assertThat(exchange(plain(method, target)))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: text/xml")
        .contains("x-amzn-RequestId: ")
        .contains("Date: ")
        .doesNotContain("Server: ")
        .contains("<Type>Sender</Type><Code>" + code + "</Code>");
    assertThat(api.askedCount()).isZero();
  }

  @Test
  void optionsTellsTheMethods() throws IOException {
    assertThat(exchange(plain("OPTIONS", "/2013-04-01/hostedzone")))
        .startsWith("HTTP/1.1 204 ")
        .contains("Allow: GET, HEAD, POST, DELETE, OPTIONS");
  }

  @Test
  void checkerRangesNeedNoSignature() throws IOException {
    api.willAnswer(new GetCheckerIpRangesResponse(java.util.List.of("192.0.2.0/24")));
    assertThat(exchange(plain("GET", "/2013-04-01/checkeripranges/")))
        .startsWith("HTTP/1.1 200 ")
        .contains("<CheckerIpRanges><member>192.0.2.0/24</member></CheckerIpRanges>");
  }

  @Test
  void aSignedRequestIsAnsweredAndItsIdentityTold() throws IOException {
    api.willAnswer(new GetHostedZoneCountResponse(3));
    assertThat(exchange(Signing.request("GET", "/2013-04-01/hostedzonecount", "", "route53", "")))
        .startsWith("HTTP/1.1 200 ")
        .contains("<HostedZoneCount>3</HostedZoneCount>");
    String who =
        exchange(
            Signing.request("POST", "/", "", "sts", "Action=GetCallerIdentity&Version=2011-06-15"));
    assertThat(who)
        .startsWith("HTTP/1.1 200 ")
        .contains("<Account>123456789012</Account>")
        .contains("xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          sts        | Action=AssumeRole&Version=2011-06-15 | InvalidAction
          sts        | none                                 | MissingAction
          sns        | Action=CreateTopic                   | InvalidAction
          monitoring | Action=PutMetricAlarm                | InvalidAction
          route53    | Action=GetCallerIdentity             | SignatureDoesNotMatch
          """)
  void otherActionsAreRefusedClearly(String service, String form, String code) throws IOException {
    assertThat(exchange(Signing.request("POST", "/", "", service, form == null ? "" : form)))
        .contains("<Code>" + code + "</Code>");
  }

  @Test
  void aPresignedAddressWorksInAnyClient() throws IOException {
    api.willAnswer(new GetHostedZoneCountResponse(4));
    String target = Signing.presigned("/2013-04-01/hostedzonecount", "route53", 60);
    assertThat(exchange(plain("GET", target))).contains("<HostedZoneCount>4</HostedZoneCount>");
    assertThat(exchange(plain("GET", target.replace("hostedzonecount", "healthcheckcount"))))
        .contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @Test
  void signedPathsMayBeEncodedOrDoubled() throws IOException {
    for (String path :
        new String[] {
          "/2013-04-01/hostedzonelimit/%2Fhostedzone%2FZ1/MAX_RRSETS_BY_ZONE",
          "/2013-04-01//hostedzonelimit/Z1/MAX_RRSETS_BY_ZONE/"
        }) {
      assertThat(exchange(Signing.request("GET", path, "", "route53", "")))
          .contains("<Code>InternalFailure</Code>"); // the fake had no answer ready
      assertThat(((GetHostedZoneLimitRequest) api.lastAsked()).hostedZoneId()).isEqualTo("Z1");
    }
  }

  @Test
  void ourOwnBugIsAnInternalFailureWithTheRequestsId() throws IOException {
    String reply =
        exchange(Signing.request("GET", "/2013-04-01/hostedzonecount", "", "route53", ""));
    assertThat(reply)
        .startsWith("HTTP/1.1 500 ")
        .contains("<Type>Receiver</Type><Code>InternalFailure</Code>")
        .doesNotContain("IllegalState");
    String id = reply.replaceAll("(?s).*x-amzn-RequestId: ([0-9a-f-]+).*", "$1");
    assertThat(reply).contains("<RequestId>" + id + "</RequestId>");
  }

  @Test
  void connectionsAreKeptAliveAndMayBePipelined() throws IOException {
    String request = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
    assertThat(exchange(request + request + plain("GET", "/healthz")).split("ok\n", -1)).hasSize(4);
  }

  @Test
  void aClientThatAsksFirstIsToldToContinue() throws IOException {
    api.willAnswer(new GetHostedZoneCountResponse(5));
    String body = "<Ignored/>";
    String request =
        Signing.request(
            "GET", "/2013-04-01/hostedzonecount", "Expect: 100-continue\r\n", "route53", body);
    int end = request.indexOf("\r\n\r\n") + 4;
    try (Socket socket = connect()) {
      write(socket, request.substring(0, end));
      byte[] first = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
      assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 100");
      write(socket, request.substring(end));
      assertThat(readAll(socket)).contains("HTTP/1.1 200 ");
    }
  }

  @Test
  void aClientThatAsksFirstWithoutSignatureIsRefusedBeforeItsBody() throws IOException {
    String request = plain("POST", "/2013-04-01/hostedzone");
    String asking = "Expect: 100-continue\r\nContent-Length: 10000\r\nConnection: ";
    assertThat(exchange(request.replace("Connection: ", asking))).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void aLargeBodyIsRefusedByItsLength() throws IOException {
    String request = Signing.request("POST", "/2013-04-01/hostedzone", "", "route53", "");
    assertThat(exchange(request.replace("Content-Length: 0", "Content-Length: 1073741824")))
        .startsWith("HTTP/1.1 413 ")
        .contains("Connection: close");
  }

  @Test
  void aBodyThatEndsEarlyOrHasBadChunksReachesNobody() throws IOException {
    String request = Signing.request("POST", "/2013-04-01/hostedzone", "", "route53", "");
    String chunked = request.replace("Content-Length: 0", "Transfer-Encoding: chunked");
    assertThat(exchange(chunked + "zz\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("<Code>MalformedHttpRequest</Code>");
    try (Socket socket = connect()) {
      write(socket, request.replace("Content-Length: 0", "Content-Length: 10") + "<a>");
      socket.shutdownOutput();
      assertThat(readAll(socket)).doesNotContain("HTTP/1.1 200").doesNotContain("Internal");
    }
    assertThat(api.askedCount()).isZero();
  }

  @Test
  void anEndlessChunkedBodyIsRefusedOnceItIsTooLarge() throws Exception {
    String request = Signing.request("POST", "/2013-04-01/hostedzone", "", "route53", "");
    long written = 0;
    try (Socket socket = connect()) {
      write(socket, request.replace("Content-Length: 0", "Transfer-Encoding: chunked"));
      OutputStream out = socket.getOutputStream();
      byte[] chunk = ("4000\r\n" + "a".repeat(0x4000) + "\r\n").getBytes(StandardCharsets.UTF_8);
      try {
        while (written < 1L << 30) {
          out.write(chunk);
          written += chunk.length;
        }
      } catch (IOException _) {
        // the server has closed: as it should
      }
    }
    assertThat(written).isLessThan(64 << 20); // what fits the socket buffers, far from 1 GiB
    assertThat(exchange(plain("GET", "/healthz"))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET /healthz HTTP/1.1\\r\\n\\r\\n                            | 400
          GET  /healthz\\r\\n\\r\\n                                    | 505
          GET /healthz HTTP/9.9\\r\\nHost: a\\r\\n\\r\\n               | 505
          POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: -5\\r\\n\\r\\n | 400
          \\1\\2\\3\\r\\n\\r\\n                            | 400
          """)
  void whatIsNotHttpIsRefused(String request, int status) throws IOException {
    assertThat(exchange(request.translateEscapes()))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("<Code>MalformedHttpRequest</Code>")
        .doesNotContain("Exception");
  }

  @Test
  void aHeadTooLargeIsRefused() throws IOException {
    assertThat(
            exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void headsAndBodiesThatDripInAreCutOff() throws Exception {
    server.close();
    open(Duration.ofSeconds(1));
    String request = Signing.request("POST", "/2013-04-01/hostedzone", "", "route53", "");
    for (String start :
        new String[] {
          "GET /healthz HTTP/1.1\r\nHost: a\r\nX: ",
          request.replace("Content-Length: 0", "Content-Length: 60000")
        }) {
      try (Socket socket = connect()) {
        write(socket, start);
        socket.setSoTimeout(100);
        InputStream in = socket.getInputStream();
        int read = Integer.MIN_VALUE;
        while (read == Integer.MIN_VALUE) {
          try {
            socket.getOutputStream().write('x');
            read = in.read();
          } catch (java.net.SocketTimeoutException _) {
            // still open: drip on
          } catch (IOException _) {
            read = -1;
          }
        }
        assertThat(read).isEqualTo(-1);
      }
    }
    assertThat(api.askedCount()).isZero();
  }

  @Test
  void closingFinishesWhatWasAccepted() throws Exception {
    var begun = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    api.will(request -> {
      begun.countDown();
      try {
        finish.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new GetHostedZoneCountResponse(6);
    });
    try (Socket socket = connect()) {
      write(socket, Signing.request("GET", "/2013-04-01/hostedzonecount", "", "route53", ""));
      begun.await();
      Thread closing = Thread.ofVirtual().start(server::close);
      // Long enough for idle connections to be cut; this one is not idle.
      assertThat(closing.join(Duration.ofMillis(500))).isFalse();
      finish.countDown();
      assertThat(readAll(socket)).contains("<HostedZoneCount>6</HostedZoneCount>");
      closing.join();
    }
    assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
  }

  @Test
  void closingDoesNotWaitForIdleConnections() throws Exception {
    try (Socket socket = connect()) {
      write(socket, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      long start = System.nanoTime();
      server.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3_900));
    }
  }

  @Test
  void anAddressThatIsTakenIsToldAtOnce() {
    var settings = ApiSettings.of(server.address(), CREDENTIALS);
    assertThatThrownBy(() ->
            ApiServer.open(
                settings, api, Services.NONE, () -> true, Map.of(), InstantSource.system()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(String.valueOf(server.address().getPort()));
  }
}
