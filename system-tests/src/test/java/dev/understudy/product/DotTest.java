package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
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
  /** Fewer than one client may have. */
  private static final int RESTING = 190;

  private static final int COUNTED_MIN = 20;
  private static final long OCTETS_MAX = 64_000;

  @Test
  void answersAreThoseOfTcpAndANewCertificateIsShownWithoutARestart(@TempDir Path directory)
      throws Exception {
    DotPairs pairs = DotPairs.make(directory);
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
  void theQueryLogTellsThatAQuestionCameOverTlsAndFromWhichPort(@TempDir Path directory)
      throws Exception {
    DotPairs pairs = DotPairs.make(directory);
    int port = Product.freePort();
    Path log = directory.resolve("queries.log");
    try (Product product = dot(directory, port, pairs, "--query-log", log.toString()).start()) {
      int asked;
      try (SSLSocket socket = pairs.first().connect(port)) {
        asked = socket.getLocalPort();
        byte[] _ = Resolver.overStream(socket, query("elsewhere.example."));
      }
      assertThat(product.stop()).isZero();
      assertThat(Files.readAllLines(log))
          .singleElement()
          .asString()
          .contains(
              " client=127.0.0.1 port=" + asked + " transport=tls name=elsewhere.example.",
              " rcode=REFUSED ");
    }
  }

  /** Live objects, counted by the JVM itself, with and without connections that rest. */
  @Test
  void aConnectionThatRestsTakesLittleMemory(@TempDir Path directory) throws Exception {
    DotPairs pairs = DotPairs.make(directory);
    int port = Product.freePort();
    var open = new ArrayList<SSLSocket>();
    try (Product product = dot(directory, port, pairs).start()) {
      keepTalking(open, pairs.first(), port);
      close(open);
      Soon.until("all have left", () -> connections(product) == 0);
      long without = liveOctets(product);
      long each =
          Soon.get(
              "as many connections before counting as after",
              () -> {
                keepTalking(open, pairs.first(), port);
                int before = connections(product);
                long with = liveOctets(product);
                return before >= COUNTED_MIN && connections(product) == before
                    ? (with - without) / before
                    : null;
              });
      System.out.println("a connection that rests takes " + each + " octets of the heap");
      assertThat(each).isBetween(1_000L, OCTETS_MAX);
    } finally {
      close(open);
    }
  }

  /** One question in each; those that the server has closed meanwhile are made anew. */
  private static void keepTalking(List<SSLSocket> open, OwnCertificate trusted, int port)
      throws Exception {
    byte[] query = query("elsewhere.example.");
    for (int i = 0; i < RESTING; i++) {
      if (i == open.size()) {
        open.add(trusted.connect(port));
      }
      try {
        assertThat(Resolver.overStream(open.get(i), query)).isNotEmpty();
      } catch (IOException e) {
        open.get(i).close();
        open.set(i, trusted.connect(port));
      }
    }
  }

  private static void close(List<SSLSocket> open) throws IOException {
    for (SSLSocket socket : open) {
      socket.close();
    }
    open.clear();
  }

  private static int connections(Product product) throws Exception {
    Matcher open =
        Pattern.compile("(?m)^understudy_dns_tcp_open (\\S+)$").matcher(product.page("/metrics"));
    assertThat(open.find()).isTrue();
    return (int) Double.parseDouble(open.group(1));
  }

  /** After a collection, as {@code jcmd PID GC.class_histogram} adds them up. */
  private static long liveOctets(Product product) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(
                jcmd.toString(), String.valueOf(product.process().pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher total = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$").matcher(said);
    assertThat(total.find()).as(said).isTrue();
    return Long.parseLong(total.group(1));
  }

  @Test
  void kdigAsksOverTls(@TempDir Path directory) throws Exception {
    Assumptions.assumeTrue(hasKdig(), "SKIPPED: kdig (knot-dnsutils) is not installed");
    DotPairs pairs = DotPairs.make(directory);
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

  private static Product dot(Path directory, int port, DotPairs pairs, String... more) {
    return new Product(directory.resolve("data"), pairs.settings(port, more));
  }

  private static byte[] overTcp(Product product, byte[] query) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), product.dnsPort())) {
      return Resolver.overStream(socket, query);
    }
  }

  /** In a connection of its own, to a server that shows the certificate. */
  private static byte[] overTls(int port, OwnCertificate trusted, byte[] query) throws Exception {
    try (SSLSocket socket = trusted.connect(port)) {
      assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      return Resolver.overStream(socket, query);
    }
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
