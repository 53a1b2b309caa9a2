package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.HealthCheck.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** health-checks.md, sections 3 step 3, 5.3 and 7, over real TLS on loopback. */
class TlsProbeTest {
  private static final SystemNetwork NETWORK = new SystemNetwork(System::nanoTime);
  private static SSLServerSocketFactory factory;

  private final List<String> names = Collections.synchronizedList(new ArrayList<>());

  /** A certificate that expired in 2020, signed by itself, for www.example.com. */
  @BeforeAll
  static void makeCertificate(@TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-startdate",
                "2020/01/01 00:00:00",
                "-validity",
                "1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-dname",
                "CN=other",
                "-ext",
                "san=dns:www.example.com,dns:*.wild.example.com",
                "-keystore",
                store.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    factory = context.getServerSocketFactory();
  }

  @AfterAll
  static void stop() {
    NETWORK.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name              | SNI   | names sent, in order       | because
          www.example.com     | true  | www.example.com            | the certificate carries it
          a.wild.example.com  | true  | a.wild.example.com         | a wildcard carries it
          b.a.wild.example.com | true | b.a.wild.example.com, none | a wildcard stands for one label
          elsewhere.example   | true  | elsewhere.example, none    | it does not: once more without
          elsewhere.example   | false | none                       | not asked for
          """)
  void anyCertificateWillDoAndSniIsTriedOnce(String name, boolean sni, String sent, String because)
      throws IOException {
    try (Endpoints.Running endpoint = Endpoints.startTls(factory, this::serve)) {
      Checks checks =
          Checks.http(endpoint.port())
              .protocol(Protocol.HTTPS)
              .at("127.0.0.1", name)
              .sni(sni)
              .timing(60_000, 60_000L, 1, 1, false)
              .searching("ok");
      assertThat(status(checks)).as(because).isEqualTo("Success: HTTP Status Code 200, OK");
      assertThat(names).as(because).containsExactly(sent.split(", ", -1));
    }
  }

  @Test
  void whoSpeaksNoTlsFails() throws IOException {
    try (Endpoints.Running endpoint =
        Endpoints.start(Endpoints.answering("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      Checks checks =
          Checks.http(endpoint.port()).protocol(Protocol.HTTPS).timing(1000, 1000L, 1, 1, false);
      assertThat(status(checks)).startsWith("Failure: ");
    }
  }

  @Test
  void aFatalAlertIsNamed() throws IOException {
    try (Endpoints.Running endpoint =
        Endpoints.start(connection -> {
          connection.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
          connection.getOutputStream().flush();
          int unused = connection.getInputStream().read(new byte[4096]);
          assertThat(unused).isPositive();
        })) {
      Checks checks =
          Checks.http(endpoint.port())
              .protocol(Protocol.HTTPS)
              .timing(60_000, 60_000L, 1, 1, false);
      assertThat(status(checks)).isEqualTo("Failure: SSL alert handshake_failure");
    }
  }

  @Test
  void aHandshakeThatHangsEndsAtItsLimit() throws IOException {
    try (Endpoints.Running endpoint = Endpoints.start(connection -> Thread.sleep(60_000))) {
      Checks checks =
          Checks.http(endpoint.port()).protocol(Protocol.HTTPS).timing(60_000, 3_000L, 1, 1, false);
      assertThat(status(checks)).isEqualTo("Failure: " + ProbeFailure.TLS_TIMEOUT);
    }
  }

  private static String status(Checks checks) {
    var prober =
        new Prober(
            Targets.DEFAULT,
            Prober.DEFAULT_USER_AGENT,
            NETWORK,
            System::nanoTime,
            InstantSource.system(),
            new Random(1));
    return prober.probe("a", checks.endpoint()).observation().status();
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    var session = (ExtendedSSLSession) ((SSLSocket) connection).getSession();
    String asked =
        session.getRequestedServerNames().stream()
            .map(name -> new String(name.getEncoded(), StandardCharsets.UTF_8))
            .findFirst()
            .orElse("none");
    names.add(asked);
    Endpoints.good().serve(connection);
  }
}
