package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** DNS over TLS, with clients that know nothing of ours: the JDK's and kdig. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DotTest {

  /** Two pairs, and the files that the product is told of. */
  private record Pairs(OwnCertificate first, OwnCertificate second, Path certificate, Path key) {

    static Pairs make(Path directory) throws Exception {
      Path one = Files.createDirectory(directory.resolve("one"));
      Path other = Files.createDirectory(directory.resolve("other"));
      var pairs =
          new Pairs(
              OwnCertificate.make(one),
              OwnCertificate.make(other),
              directory.resolve("certificate.pem"),
              directory.resolve("key.pem"));
      Files.copy(pairs.first.pem(), pairs.certificate);
      pairs.showKey(pairs.first);
      return pairs;
    }

    void showKey(OwnCertificate whose) throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(whose.keys())) {
        store.load(in, OwnCertificate.PASSWORD.toCharArray());
      }
      byte[] encoded = store.getKey("a", OwnCertificate.PASSWORD.toCharArray()).getEncoded();
      String text = Base64.getMimeEncoder().encodeToString(encoded);
      Path fresh = key.resolveSibling("key.new");
      Files.writeString(
          fresh, "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
      Files.move(fresh, key, StandardCopyOption.REPLACE_EXISTING);
    }

    void showCertificate(OwnCertificate whose) throws IOException {
      Path fresh = certificate.resolveSibling("certificate.new");
      Files.copy(whose.pem(), fresh);
      Files.move(fresh, certificate, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void answersAreThoseOfTcpAndANewCertificateIsShownWithoutARestart(@TempDir Path directory)
      throws Exception {
    Pairs pairs = Pairs.make(directory);
    int port = Product.freePort();
    try (Product product = dot(directory, port, pairs).start()) {
      product.route53().createHostedZone(zone -> zone.name("example.com").callerReference("1"));
      byte[] query = query("example.com.");
      await(() -> (overTcp(product, query)[3] & 0x0F) == 0); // until the zone is served
      byte[] expected = overTcp(product, query);
      assertThat(overTls(port, pairs.first(), query)).isEqualTo(expected);

      byte[] padding = query("example.com.", EDNSOption.Code.PADDING, new byte[20]);
      assertThat(overTls(port, pairs.first(), padding)).hasSize(468);
      byte[] keepalive = query("example.com.", EDNSOption.Code.TCP_KEEPALIVE);
      var kept = new Message(overTls(port, pairs.first(), keepalive));
      assertThat(kept.getOPT().getOptions(EDNSOption.Code.TCP_KEEPALIVE))
          .singleElement()
          .satisfies(told -> assertThat(told.toWire()).endsWith(0, 100));
      assertThat(product.page("/status")).contains("\"dot\"", "CN=test", "\"daysLeft\"");

      pairs.showKey(pairs.second());
      await(() -> product.log().contains("certificate not taken"));
      assertThat(product.log().lines().filter(line -> line.contains("certificate not taken")))
          .singleElement()
          .asString()
          .contains("key.pem: not the key of the first certificate");
      assertThat(overTls(port, pairs.first(), query)).isEqualTo(expected);

      pairs.showCertificate(pairs.second());
      await(() -> product.log().contains("certificate read again"));
      assertThat(overTls(port, pairs.second(), query)).isEqualTo(expected);
      assertThat(product.page("/metrics"))
          .contains("understudy_dns_queries_total{transport=\"tls\"} 5.0")
          .contains("understudy_dns_tls_handshakes_total{outcome=\"done\"} 5.0")
          .contains("understudy_dot_certificate_refusals_total 1.0")
          .contains("understudy_dns_tcp_open");
      assertThat(product.stop()).isZero();
    }
  }

  @Test
  void kdigAsksOverTls(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(hasKdig(), "SKIPPED: kdig (knot-dnsutils) is not installed");
    Pairs pairs = Pairs.make(directory);
    int port = Product.freePort();
    try (Product product = dot(directory, port, pairs).start()) {
      assertThat(kdig(port, "+tls"))
          .contains("REFUSED")
          .contains("TLS session (TLS1.3)")
          .contains("PADDING");
      assertThat(kdig(port, "+tls-ca=" + pairs.first().pem(), "+tls-host=127.0.0.1"))
          .contains("REFUSED");
      assertThat(kdig(port, "+tls-ca=" + pairs.second().pem(), "+tls-host=127.0.0.1"))
          .doesNotContain("REFUSED");
      assertThat(product.process().isAlive()).isTrue();
    }
  }

  private static Product dot(Path directory, int port, Pairs pairs) throws IOException {
    return new Product(
        directory.resolve("data"),
        "--dot",
        "127.0.0.1:" + port,
        "--dot-cert",
        pairs.certificate().toString(),
        "--dot-key",
        pairs.key().toString());
  }

  private static byte[] overTcp(Product product, byte[] query) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), product.dnsPort())) {
      return ask(socket, query);
    }
  }

  /** In a connection of its own, to a server that shows the certificate. */
  private static byte[] overTls(int port, OwnCertificate trusted, byte[] query) throws Exception {
    try (SSLSocket socket = connect(port, trusted)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      return ask(socket, query);
    }
  }

  private static SSLSocket connect(int port, OwnCertificate trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(trusted.pem())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("a", certificate);
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    socket.startHandshake();
    return socket;
  }

  private static byte[] query(String name) throws Exception {
    Message query = Message.newQuery(Record.newRecord(Name.fromString(name), Type.SOA, DClass.IN));
    query.getHeader().setID(7);
    return query.toWire();
  }

  private static byte[] query(String name, int option, byte... data) throws Exception {
    var query = new Message(query(name));
    var asked = new GenericEDNSOption(option, data);
    query.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(asked)), Section.ADDITIONAL);
    return query.toWire();
  }

  private static byte[] ask(Socket socket, byte[] query) throws IOException {
    socket
        .getOutputStream()
        .write(
            ByteBuffer.allocate(2 + query.length)
                .putShort((short) query.length)
                .put(query)
                .array());
    var in = new DataInputStream(socket.getInputStream());
    byte[] reply = new byte[in.readUnsignedShort()];
    in.readFully(reply);
    return reply;
  }

  private interface Happening {
    boolean has() throws IOException;
  }

  /** Until the test's time is over. */
  private static void await(Happening happening) throws IOException, InterruptedException {
    while (!happening.has()) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static boolean hasKdig() throws InterruptedException {
    try {
      return new ProcessBuilder("kdig", "-V").redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String kdig(int port, String... flags) throws Exception {
    var command = new ArrayList<>(List.of("kdig", "@127.0.0.1", "-p", "" + port));
    command.addAll(List.of("+retry=0", "+timeout=60"));
    command.addAll(List.of(flags));
    command.add("elsewhere.example");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
