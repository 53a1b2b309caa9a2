package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listeners with the real responder behind them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RealAnswersTest {

  private static final int ADDRESSES = 60; // 60 A records take more than a datagram of 512 octets

  private static CurrentEdition zone() {
    byte[] soa = new byte[22];
    soa[21] = 60;
    byte[] ns = name("ns1.example").wire();
    var current = new CurrentEdition();
    new Publisher(current)
        .reset(
            1,
            List.of(
                new Mutation.PutZone(new HostedZone("Z1", name("example"), 1)),
                put("example", RecordType.SOA, List.of(Rdata.of(soa))),
                put("example", RecordType.NS, List.of(Rdata.of(ns))),
                put("www.example", RecordType.A, List.of(address(1))),
                put(
                    "many.example",
                    RecordType.A,
                    IntStream.range(0, ADDRESSES).mapToObj(RealAnswersTest::address).toList())));
    return current;
  }

  private static Rdata address(int last) {
    return Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) last);
  }

  private static Mutation put(String owner, RecordType type, List<Rdata> records) {
    return new Mutation.PutRecordSet(
        "Z1",
        new ResourceRecordSet(
            name(owner), type, "", new RoutingPolicy.Simple(), 300, records, null, null));
  }

  private static DomainName name(String text) {
    var wire = new ByteArrayOutputStream();
    for (String label : text.split("\\.", -1)) {
      wire.write(label.length());
      wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    wire.write(0);
    return DomainName.ofWire(wire.toByteArray());
  }

  private static ServeSettings settings(UdpEngine engine) {
    return ServeSettings.on(List.of(NameserverTest.ANY_PORT)).with(engine);
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFitADatagramComesOverTcp(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = Nameserver.open(settings(engine), zone())) {
      InetSocketAddress server = nameserver.addresses().getFirst();
      byte[] query = DnsClient.query(77, "many.example");
      byte[] cut = DnsClient.overUdp(server, query);
      assertThat(cut.length).isLessThanOrEqualTo(512);
      assertThat(cut[2] & 0x02).as("TC").isNotZero();
      byte[] whole = DnsClient.overTcp(server, query);
      assertThat(whole[2] & 0x02).as("TC").isZero();
      assertThat(whole[7]).as("ANCOUNT").isEqualTo((byte) ADDRESSES);
      assertThat(nameserver.ledger().total(QueryCount.RESPONSES_NOERROR)).isEqualTo(2);
      assertThat(nameserver.ledger().total(QueryCount.FEATURE_TRUNCATED)).isEqualTo(1);
    }
  }

  /**
   * Sound queries with octets changed, cut or added, over UDP and TCP: none meets a bug, and every
   * one is either answered or dropped, once.
   */
  @ParameterizedTest
  @EnumSource
  void everyMessageIsAnsweredOrDroppedOnce(UdpEngine engine) throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    var bugs = new CopyOnWriteArrayList<Throwable>();
    QueryLedger ledger;
    long sent = 0;
    try (Nameserver nameserver = Nameserver.open(settings(engine), zone(), bugs::add)) {
      ledger = nameserver.ledger();
      InetSocketAddress server = nameserver.addresses().getFirst();
      try (DatagramSocket udp = DnsClient.connect(server);
          Socket tcp = DnsClient.connectTcp(server)) {
        for (int i = 0; i < 3_000; i++) {
          byte[] message = damaged(random);
          udp.send(new DatagramPacket(message, message.length));
          DnsClient.send(tcp, DnsClient.framed(message));
          sent += 2;
          if (i % 100 == 0) { // lets the server keep up, so that no datagram is lost
            byte[] sound = DnsClient.query(i, "www.example");
            assertThat(DnsClient.overUdp(server, sound)).as("seed %d", seed).isNotEmpty();
            sent++;
          }
        }
        tcp.shutdownOutput();
        tcp.getInputStream().readAllBytes();
      }
    }
    assertThat(bugs).as("seed %d", seed).isEmpty();
    assertThat(total(ledger, "dns_queries")).as("seed %d", seed).isEqualTo(sent);
    assertThat(total(ledger, "dns_responses") + total(ledger, "dns_dropped"))
        .as("seed %d", seed)
        .isEqualTo(sent + ledger.total(QueryCount.DROPPED_UNSENT));
  }

  private static long total(QueryLedger ledger, String family) {
    long sum = 0;
    for (QueryCount count : QueryCount.values()) {
      sum += count.family().equals(family) ? ledger.total(count) : 0;
    }
    return sum;
  }

  private static byte[] damaged(Random random) {
    String[] names = {"www.example", "many.example", "missing.example", "elsewhere"};
    byte[] sound = DnsClient.query(random.nextInt(65_536), names[random.nextInt(names.length)]);
    int length = 12 + random.nextInt(sound.length + 20 - 12);
    byte[] damaged = Arrays.copyOf(sound, random.nextBoolean() ? sound.length : length);
    for (int changes = random.nextInt(4); changes > 0; changes--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }
}
