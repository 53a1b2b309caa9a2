package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.metrics.QueryCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7858, RFC 9325; with the JDK's client. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TlsTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final TcpLimits PATIENT = new TcpLimits(LONG, LONG, LONG, 1_000, 1_000);

  private static OwnKeys keys;
  private static OwnKeys others;

  @BeforeAll
  static void makeKeys(@TempDir Path directory) throws Exception {
    keys = OwnKeys.make(directory, "first");
    others = OwnKeys.make(directory, "second");
  }

  private final AtomicReference<SSLContext> shown = new AtomicReference<>();

  private Nameserver open(TcpLimits limits, Duration handshake, int handshakes) throws Exception {
    shown.set(keys.server());
    var tls = new TlsSettings(List.of(NameserverTest.ANY_PORT), shown::get, handshake, handshakes);
    ServeSettings settings = ServeSettings.on(List.of(NameserverTest.ANY_PORT));
    return Nameserver.open(settings.with(limits).with(tls), Echo.EACH, _ -> {});
  }

  private Nameserver open() throws Exception {
    return open(PATIENT, LONG, 100);
  }

  private static Socket tcp(Nameserver nameserver) throws IOException {
    InetSocketAddress server = nameserver.tlsAddresses().getFirst();
    var socket = new Socket(server.getAddress(), server.getPort());
    socket.setSoTimeout(DnsClient.WAIT_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static SSLSocket over(Socket tcp, SSLContext client, String version, String... protocols)
      throws IOException {
    var socket =
        (SSLSocket) client.getSocketFactory().createSocket(tcp, "127.0.0.1", tcp.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(protocols);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static SSLSocket connect(Nameserver nameserver, String version) throws Exception {
    SSLSocket socket = over(tcp(nameserver), keys.client(), version, "dot");
    socket.startHandshake();
    return socket;
  }

  private static int ask(Socket socket, int id) throws IOException {
    DnsClient.send(socket, DnsClient.framed(DnsClient.query(id, "www.example")));
    return DnsClient.id(DnsClient.read(socket));
  }

  private static void await(Nameserver nameserver, QueryCount count, long expected) {
    while (nameserver.ledger().total(count) < expected) {
      Thread.onSpinWait(); // until the test's time is over
    }
    assertThat(nameserver.ledger().total(count)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void messagesAreAnsweredAsOverTcp(String version) throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket socket = connect(nameserver, version)) {
      assertThat(socket.getApplicationProtocol()).isEqualTo("dot");
      assertThat(socket.getSession().getProtocol()).isEqualTo(version);
      assertThat(socket.getSession().getCipherSuite()).containsAnyOf("_GCM_", "_CHACHA20_");
      var all = new ByteArrayOutputStream();
      for (int id = 0; id < 1_000; id++) {
        all.writeBytes(DnsClient.framed(DnsClient.query(id, "pipe.example")));
      }
      DnsClient.send(socket, all.toByteArray());
      byte[] query = DnsClient.query(0, "pipe.example");
      byte[] expected = DnsClient.overTcp(nameserver.addresses().getFirst(), query);
      for (int id = 0; id < 1_000; id++) {
        expected[0] = (byte) (id >> 8);
        expected[1] = (byte) id;
        assertThat(DnsClient.read(socket)).isEqualTo(expected);
      }
      assertThat(nameserver.ledger().total(QueryCount.QUERIES_TLS)).isEqualTo(1_000);
      assertThat(nameserver.ledger().total(QueryCount.QUERIES_TCP)).isEqualTo(1);
      assertThat(nameserver.ledger().total(QueryCount.TLS_DONE)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void messagesOf65535OctetsGoBothWays(String version) throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket socket = connect(nameserver, version)) {
      byte[] longest = Arrays.copyOf(DnsClient.query(5, "plain.example"), 65_535);
      for (int round = 0; round < 3; round++) {
        DnsClient.send(socket, DnsClient.framed(longest));
        assertThat(DnsClient.read(socket)).hasSize(65_535);
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(6, "long.example")));
        assertThat(DnsClient.read(socket)).hasSize(65_535);
        assertThat(ask(socket, 7)).isEqualTo(7);
      }
    }
  }

  @Test
  void aMessageMayComeInRecordsOfOneOctet() throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket socket = connect(nameserver, "TLSv1.3")) {
      for (byte octet : DnsClient.framed(DnsClient.query(9, "bits.example"))) {
        DnsClient.send(socket, new byte[] {octet});
      }
      assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(9);
    }
  }

  @Test
  void noProtocolNeedBeNamedButAnotherIsRefused() throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket silent = over(tcp(nameserver), keys.client(), "TLSv1.3");
        SSLSocket web = over(tcp(nameserver), keys.client(), "TLSv1.3", "h2", "http/1.1")) {
      assertThat(ask(silent, 1)).isEqualTo(1);
      assertThatThrownBy(web::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("no_application_protocol");
      await(nameserver, QueryCount.TLS_FAILED, 1);
    }
  }

  @Test
  void whoDoesNotTrustTheCertificateIsCounted() throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket socket = over(tcp(nameserver), others.client(), "TLSv1.3", "dot")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
      await(nameserver, QueryCount.TLS_REFUSED, 1);
    }
  }

  @Test
  void aHandshakeShowsTheCertificateOfItsTime() throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket before = connect(nameserver, "TLSv1.3")) {
      shown.set(others.server());
      try (SSLSocket after = over(tcp(nameserver), others.client(), "TLSv1.3", "dot")) {
        assertThat(ask(after, 2)).isEqualTo(2);
        assertThat(after.getSession().getPeerCertificates()[0]).isEqualTo(others.certificate());
      }
      assertThat(ask(before, 1)).as("goes on as it began").isEqualTo(1);
    }
  }

  @Test
  void plainTextIsEndedAtOnce() throws Exception {
    try (Nameserver nameserver = open();
        Socket dns = tcp(nameserver);
        Socket web = tcp(nameserver)) {
      DnsClient.send(dns, DnsClient.framed(DnsClient.query(1, "www.example")));
      DnsClient.send(web, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(DnsClient.ended(dns)).isTrue();
      assertThat(DnsClient.ended(web)).isTrue();
      await(nameserver, QueryCount.TLS_NOT_TLS, 2);
    }
  }

  @Test
  void noiseInAHandshakeEndsIt() throws Exception {
    try (Nameserver nameserver = open();
        Socket noise = tcp(nameserver)) {
      DnsClient.send(noise, new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 9});
      assertThat(noise.getInputStream().readAllBytes())
          .as("an alert, or nothing")
          .hasSizeLessThan(64);
      await(nameserver, QueryCount.TLS_FAILED, 1);
    }
  }

  @Test
  void aHandshakeThatDripsInIsCutOff() throws Exception {
    try (Nameserver nameserver = open(PATIENT, SHORT, 100);
        Socket silent = tcp(nameserver);
        Socket dripping = tcp(nameserver)) {
      try {
        for (byte octet : new byte[] {22, 3, 1, 2, 0, 1}) {
          dripping.getOutputStream().write(octet);
        }
      } catch (IOException e) {
        // Cut off in the middle of it.
      }
      assertThat(DnsClient.ended(silent)).isTrue();
      assertThat(DnsClient.ended(dripping)).isTrue();
      await(nameserver, QueryCount.TLS_LATE, 2);
    }
  }

  @Test
  void theOldestOfTooManyHandshakesGoes() throws Exception {
    try (Nameserver nameserver = open(PATIENT, LONG, 2);
        Socket oldest = tcp(nameserver);
        Socket old = tcp(nameserver);
        SSLSocket honest = connect(nameserver, "TLSv1.3")) {
      assertThat(ask(honest, 1)).isEqualTo(1);
      assertThat(DnsClient.ended(oldest)).isTrue();
      await(nameserver, QueryCount.TLS_DISPLACED, 1);
      assertThat(old.isConnected()).isTrue();
      assertThat(nameserver.tcpConnections()).isEqualTo(2);
    }
  }

  @Test
  void aRecordThatIsBrokenEndsTheConnection() throws Exception {
    try (Nameserver nameserver = open();
        Socket tcp = tcp(nameserver);
        SSLSocket socket = over(tcp, keys.client(), "TLSv1.3", "dot")) {
      assertThat(ask(socket, 1)).isEqualTo(1);
      byte[] broken = new byte[45];
      System.arraycopy(new byte[] {23, 3, 3, 0, 40}, 0, broken, 0, 5);
      tcp.getOutputStream().write(broken);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SSLException.class);
      await(nameserver, QueryCount.TCP_GARBAGE, 1);
    }
  }

  @Test
  void aRecordThatIsNeverWholeIsIdling() throws Exception {
    try (Nameserver nameserver = open(new TcpLimits(SHORT, LONG, LONG, 10, 10), LONG, 100);
        Socket tcp = tcp(nameserver);
        SSLSocket socket = over(tcp, keys.client(), "TLSv1.3", "dot")) {
      socket.startHandshake();
      tcp.getOutputStream().write(new byte[] {23, 3, 3, 0, 40, 1, 2, 3});
      assertThat(DnsClient.ended(socket)).isTrue();
      await(nameserver, QueryCount.TCP_IDLE, 1);
    }
  }

  @Test
  void aHandshakeAnewIsRefusedAndNewKeysAreAgreedTo() throws Exception {
    try (Nameserver nameserver = open();
        SSLSocket older = connect(nameserver, "TLSv1.2");
        SSLSocket newer = connect(nameserver, "TLSv1.3")) {
      for (int round = 0; round < 3; round++) {
        assertThat(ask(newer, round)).isEqualTo(round);
        newer.startHandshake();
      }
      assertThat(ask(older, 1)).isEqualTo(1);
      assertThatThrownBy(
              () -> {
                older.startHandshake();
                ask(older, 2);
              })
          .isInstanceOf(IOException.class);
      await(nameserver, QueryCount.TCP_GARBAGE, 1);
    }
  }

  @Test
  void aSessionIsTakenUpAgain() throws Exception {
    SSLContext client = keys.client();
    try (Nameserver nameserver = open()) {
      long created = 0;
      for (int round = 0; round < 3; round++) {
        try (SSLSocket socket = over(tcp(nameserver), client, "TLSv1.3", "dot")) {
          assertThat(ask(socket, round)).isEqualTo(round);
          long first = socket.getSession().getCreationTime();
          assertThat(first).isEqualTo(round == 0 ? first : created);
          created = first;
        }
      }
      await(nameserver, QueryCount.TLS_DONE, 3);
    }
  }

  @Test
  void whoDoesNotTakeItsRepliesIsClosed() throws Exception {
    try (Nameserver nameserver = open(new TcpLimits(LONG, LONG, SHORT, 10, 10), LONG, 100);
        SSLSocket socket = connect(nameserver, "TLSv1.3")) {
      byte[] query = DnsClient.framed(DnsClient.query(1, "long.example"));
      try {
        for (int i = 0; i < 1_000; i++) {
          socket.getOutputStream().write(query); // 65 MB of replies that nobody takes
        }
      } catch (IOException e) {
        // Cut off in the middle of it.
      }
      await(nameserver, QueryCount.TCP_SLOW, 1);
    }
  }

  @Test
  void closingTakesItsLeaveAndWaitsForNoHandshake() throws Exception {
    Nameserver nameserver = open();
    try (Socket stuck = tcp(nameserver);
        SSLSocket idle = connect(nameserver, "TLSv1.3")) {
      assertThat(ask(idle, 1)).isEqualTo(1);
      nameserver.close();
      assertThat(idle.getInputStream().read()).isEqualTo(-1);
      assertThat(DnsClient.ended(stuck)).isTrue();
      assertThat(nameserver.tcpConnections()).isZero();
    } finally {
      nameserver.close();
    }
  }
}
