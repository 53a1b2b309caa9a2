package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A flood in one name is answered sparely; a client that is who it says it is does not suffer. */
class RateLimitTest {
  private static final Duration LIMIT = Product.LIMIT;
  private static final int FLOOD = 100;

  @Test
  void aFloodIsLimitedAndClientsThatAreProvenAreNot(@TempDir Path directory) throws Exception {
    try (var product = new Product(directory.resolve("data"), "--rrl", "5").start();
        var socket = new DatagramSocket()) {
      try (var route53 = product.route53()) {
        String change =
            route53
                .createHostedZone(zone -> zone.name("example.com").callerReference("1"))
                .changeInfo()
                .id();
        InSync.await(route53, change);
      }
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), product.dnsPort()));
      socket.setSoTimeout((int) LIMIT.toMillis());
      long end = System.nanoTime() + LIMIT.toNanos();
      do {
        flood(socket);
      } while (System.nanoTime() < end
          && (counted(product, "dropped") == 0 || counted(product, "slipped") == 0));
      assertThat(counted(product, "dropped")).isPositive();
      assertThat(counted(product, "slipped")).isPositive();
      Message slipped = firstTruncated(socket);
      assertThat(slipped.getSection(Section.AUTHORITY)).isEmpty();
      assertThat(slipped.getQuestion()).isEqualTo(query(List.of()).getQuestion());

      Message whole = ask(product, true, query(List.of()));
      assertThat(whole.getSection(Section.AUTHORITY)).as("over TCP").hasSize(1);
      byte[] told = cookie(whole);
      assertThat(told).isEmpty();
      byte[] cookie = cookie(ask(product, true, query(List.of(cookieOf(new byte[8])))));
      for (int i = 0; i < 30; i++) {
        Message proven = ask(product, false, query(List.of(cookieOf(cookie))));
        assertThat(proven.getHeader().getFlag(Flags.TC)).isFalse();
        assertThat(proven.getSection(Section.AUTHORITY)).as("with a cookie").hasSize(1);
      }
    }
  }

  /** One name in the name of one client, as fast as it goes. */
  private static void flood(DatagramSocket socket) throws IOException {
    byte[] wire = query(List.of()).toWire();
    for (int i = 0; i < FLOOD; i++) {
      socket.send(new DatagramPacket(wire, wire.length));
    }
  }

  /** The first reply with TC; there is one, as it was counted. */
  private static Message firstTruncated(DatagramSocket socket) throws IOException {
    while (true) {
      var packet = new DatagramPacket(new byte[1_232], 1_232);
      socket.receive(packet);
      var reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
      if (reply.getHeader().getFlag(Flags.TC)) {
        return reply;
      }
    }
  }

  private static long counted(Product product, String action) throws Exception {
    String line = "understudy_dns_rate_limited_total{action=\"" + action + "\"} ";
    return product
        .page("/metrics")
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToLong(each -> (long) Double.parseDouble(each.substring(line.length())))
        .findFirst()
        .orElseThrow();
  }

  private static Message query(List<EDNSOption> options) throws IOException {
    Name name = Name.fromString("nobody.example.com.");
    Message query = Message.newQuery(Record.newRecord(name, Type.A, DClass.IN));
    query.addRecord(new OPTRecord(1232, 0, 0, 0, options), Section.ADDITIONAL);
    return query;
  }

  private static EDNSOption cookieOf(byte[] data) {
    return new GenericEDNSOption(EDNSOption.Code.COOKIE, data);
  }

  private static byte[] cookie(Message reply) {
    List<EDNSOption> told = reply.getOPT().getOptions(EDNSOption.Code.COOKIE);
    if (told.isEmpty()) {
      return new byte[0];
    }
    byte[] wire = told.getFirst().toWire();
    return Arrays.copyOfRange(wire, 4, wire.length);
  }

  private static Message ask(Product product, boolean tcp, Message query) throws IOException {
    return product.resolver().askOnce(query, tcp);
  }
}
