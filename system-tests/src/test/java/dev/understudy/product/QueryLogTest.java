package dev.understudy.product;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** Queries are in the query log and in a dnstap file or stream, and counted. */
class QueryLogTest {
  @Test
  void queriesAreWrittenDown(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("queries.log");
    Path tap = directory.resolve("queries.tap");
    try (var product =
        new Product(
                directory.resolve("data"),
                "--query-log",
                log.toString(),
                "--dnstap",
                tap.toString())
            .start()) {
      try (var route53 = product.route53()) {
        String change =
            route53
                .createHostedZone(zone -> zone.name("example.com").callerReference("1"))
                .changeInfo()
                .id();
        InSync.await(route53, change);
      }
      try (Asked asked = Asked.by(product.dnsPort(), "127.0.0.9")) {
        asked.ask("example.com.", Type.SOA);
        asked.ask("no.example.com.", Type.AAAA);
      }
      assertThat(product.stop()).isZero();
      List<String> lines = Files.readAllLines(log);
      assertThat(lines).hasSize(2);
      assertThat(lines.getFirst())
          .matches(
              "time=\\S+ client=127\\.0\\.0\\.9 port=\\d+ transport=udp name=example\\.com\\."
                  + " type=SOA query=rd edns=1232 ecs=- rcode=NOERROR reply=aa records=1/0/1"
                  + " answer=SOA:\\d+ found=simple size=\\d+ us=\\d+");
      assertThat(lines.getLast())
          .contains(" type=AAAA ", " rcode=NXDOMAIN ", " found=nxdomain ")
          .doesNotContain(" port=0 ");
      byte[] frames = Files.readAllBytes(tap);
      assertThat(new String(frames, ISO_8859_1))
          .contains("protobuf:dnstap.Dnstap")
          .endsWith("\0\0\0\0\0\0\0\4\0\0\0\3");
    }
  }

  /** A reader of Frame Streams on a TCP port, bidirectional as fstrm's own. */
  @Test
  void aReaderOnATcpPortIsGreetedToldAndLeft(@TempDir Path directory) throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        var product =
            new Product(
                    directory.resolve("data"), "--dnstap", "tcp:127.0.0.1:" + server.getLocalPort())
                .start();
        Socket reader = greeted(server)) {
      try (Asked asked = Asked.by(product.dnsPort(), "")) {
        asked.ask("elsewhere.example.", Type.A);
      }
      var in = new DataInputStream(reader.getInputStream());
      for (String message : List.of("query", "reply")) {
        byte[] frame = in.readNBytes(in.readInt());
        assertThat(new String(frame, ISO_8859_1)).as(message).contains("\telsewhere\7example\0");
      }
      assertThat(product.stop()).isZero();
      assertThat(control(in)).as("STOP").containsExactly(0, 0, 0, 3);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  /** After READY, ACCEPT and START; who came long before we looked may have left again. */
  private static Socket greeted(ServerSocket server) throws IOException {
    while (true) {
      Socket reader = server.accept();
      try {
        reader.setSoTimeout((int) Product.LIMIT.toMillis());
        var in = new DataInputStream(reader.getInputStream());
        byte[] ready = control(in);
        assertThat(ready).startsWith(0, 0, 0, 4);
        assertThat(new String(ready, ISO_8859_1)).endsWith("protobuf:dnstap.Dnstap");
        ready[3] = 1; // ACCEPT, of the same content
        var out = new DataOutputStream(reader.getOutputStream());
        out.writeInt(0);
        out.writeInt(ready.length);
        out.write(ready);
        assertThat(control(in)).as("START").startsWith(0, 0, 0, 2);
        return reader;
      } catch (IOException e) {
        reader.close();
      }
    }
  }

  /** A control frame: its type, and what follows. */
  private static byte[] control(DataInputStream in) throws IOException {
    assertThat(in.readInt()).as("no data frame").isZero();
    return in.readNBytes(in.readInt());
  }

  @Test
  void whatBecameOfThemIsCounted(@TempDir Path directory) throws Exception {
    Path log = directory.resolve("queries.log");
    try (var product =
        new Product(directory.resolve("data"), "--query-log", log.toString()).start()) {
      try (Asked asked = Asked.by(product.dnsPort(), "")) {
        for (int i = 0; i < 10; i++) {
          asked.ask("elsewhere.org.", Type.A);
        }
      }
      assertThat(product.page("/metrics"))
          .contains("understudy_dns_recorded_total{event=\"taken\"} 10.0")
          .contains("understudy_dns_recorded_total{event=\"lost\"} 0.0")
          .contains("understudy_query_log_lines_total{event=\"lost\"} 0.0")
          .contains("understudy_dns_questions_total{type=\"A\"} 10.0")
          .contains("understudy_dns_outcomes_total{outcome=\"not_ours\"} 10.0");
    }
  }
}
