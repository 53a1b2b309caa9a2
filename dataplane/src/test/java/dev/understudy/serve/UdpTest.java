package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryLedger;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for UDP whichever engine exchanges the datagrams. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UdpTest {
  private static final int ROUND = 5_000;
  private static final int COMPILED_ROUNDS_MAX = 100;

  private static InetSocketAddress first(Nameserver nameserver) {
    return nameserver.addresses().getFirst();
  }

  private static Nameserver open(UdpEngine engine) throws IOException {
    return NameserverTest.open(engine, NameserverTest.ANY_PORT);
  }

  @ParameterizedTest
  @EnumSource
  void answersEveryQueryOfABurstOnce(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine);
        DatagramSocket socket = DnsClient.connect(first(nameserver))) {
      Set<Integer> ids = new HashSet<>();
      for (int id = 0; id < 200; id++) {
        byte[] query = DnsClient.query(id, "burst.example");
        socket.send(new DatagramPacket(query, query.length));
      }
      for (int i = 0; i < 200; i++) {
        ids.add(DnsClient.id(DnsClient.receive(socket)));
      }
      assertThat(ids).hasSize(200);
      assertThat(nameserver.ledger().total(QueryCount.QUERIES_UDP)).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource
  void repliesOfDifferentLengthsDoNotTouchEachOther(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine);
        DatagramSocket socket = DnsClient.connect(first(nameserver))) {
      List<byte[]> queries = new ArrayList<>();
      for (int id = 0; id < 24; id++) {
        queries.add(DnsClient.query(id, (id % 3 == 0 ? "long" : "a".repeat(id)) + ".example"));
      }
      for (byte[] query : queries) {
        socket.send(new DatagramPacket(query, query.length));
      }
      for (int i = 0; i < queries.size(); i++) {
        byte[] reply = DnsClient.receive(socket);
        byte[] query = queries.get(DnsClient.id(reply)).clone();
        query[2] |= (byte) 0x80;
        assertThat(reply).startsWith(query);
        assertThat(reply).hasSize(DnsClient.id(reply) % 3 == 0 ? 4_096 : query.length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBugCostsOneQueryAndIsTold(UdpEngine engine) throws IOException {
    List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
    ServeSettings settings = ServeSettings.on(List.of(NameserverTest.ANY_PORT)).with(engine);
    try (Nameserver nameserver =
        Nameserver.open(
            settings,
            Echo.EACH,
            bug -> {
              told.add(bug);
              throw new IllegalStateException("the owner fails too");
            })) {
      try (DatagramSocket socket = DnsClient.connect(first(nameserver))) {
        for (int i = 0; i < 100; i++) {
          byte[] query = DnsClient.query(i, "x.example");
          socket.send(new DatagramPacket(query, query.length));
        }
        byte[] query = DnsClient.query(1000, "after.example");
        socket.send(new DatagramPacket(query, query.length));
        assertThat(DnsClient.id(DnsClient.receive(socket))).isEqualTo(1000);
      }
      assertThat(nameserver.ledger().total(QueryCount.DROPPED_BUG)).isEqualTo(100);
      assertThat(told).hasSize(100).extracting(Throwable::getMessage).containsOnly("asked for");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDropIsSilent(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine);
        DatagramSocket socket = DnsClient.connect(first(nameserver))) {
      byte[] query = DnsClient.query(1, "drop.example");
      socket.send(new DatagramPacket(query, query.length));
      sendEmpty(first(nameserver));
      socket.setSoTimeout(100);
      assertThatThrownBy(() -> DnsClient.receive(socket))
          .isInstanceOf(SocketTimeoutException.class);
      byte[] next = DnsClient.query(2, "next.example");
      socket.setSoTimeout(DnsClient.WAIT_MILLIS);
      socket.send(new DatagramPacket(next, next.length));
      assertThat(DnsClient.id(DnsClient.receive(socket))).isEqualTo(2);
      await(nameserver.ledger(), QueryCount.DROPPED_SHORT, 1);
      await(nameserver.ledger(), QueryCount.QUERIES_UDP, 3);
    }
  }

  /** Several threads serve, so one's reply says nothing of what another counts. */
  private static void await(QueryLedger ledger, QueryCount count, long expected) {
    while (ledger.total(count) < expected) {
      Thread.onSpinWait(); // until the test's time is over
    }
    assertThat(ledger.total(count)).isEqualTo(expected);
  }

  /** A connected socket of the JDK sends no empty datagram. */
  private static void sendEmpty(InetSocketAddress server) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.send(new DatagramPacket(new byte[0], 0, server));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theLongestReplyArrivesWhole(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine)) {
      assertThat(DnsClient.overUdp(first(nameserver), DnsClient.query(3, "long.example")))
          .hasSize(4_096);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aDatagramLongerThanAnyQueryIsSeenCut(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine)) {
      assertThat(DnsClient.overUdp(first(nameserver), new byte[9_000]))
          .hasSize(DatagramBatch.QUERY_MAX);
      assertThat(DnsClient.overUdp(first(nameserver), new byte[DatagramBatch.QUERY_MAX]))
          .hasSize(DatagramBatch.QUERY_MAX);
      byte[] query = DnsClient.query(4, "short.example");
      assertThat(DnsClient.overUdp(first(nameserver), query)).hasSameSizeAs(query);
    }
  }

  @ParameterizedTest
  @CsvSource({"SYSTEM_CALLS,0.0.0.0", "CHANNELS,0.0.0.0", "SYSTEM_CALLS,::", "CHANNELS,::"})
  void aWildcardRepliesFromTheAddressThatWasAsked(UdpEngine engine, String wildcard)
      throws IOException {
    assumeTrue(engine == UdpEngine.CHANNELS || Libc.usable());
    List<InetAddress> local =
        new ArrayList<>(
            NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(ip -> wildcard.contains(":") || ip.getAddress().length == 4)
                .toList());
    if (engine == UdpEngine.SYSTEM_CALLS) {
      local.add(InetAddress.ofLiteral("127.0.0.2")); // not listed, and still ours
    }
    try (Nameserver nameserver =
        NameserverTest.open(engine, new InetSocketAddress(InetAddress.ofLiteral(wildcard), 0))) {
      byte[] query = DnsClient.query(5, "client.example");
      for (InetAddress ip : local) {
        var server = new InetSocketAddress(ip, first(nameserver).getPort());
        int addressLength = ip.getAddress().length;
        assertThat(DnsClient.overUdp(server, query))
            .as("%s", ip)
            .hasSize(query.length + addressLength);
        assertThat(DnsClient.overTcp(server, query))
            .as("%s", ip)
            .hasSize(query.length + addressLength);
      }
    }
  }

  /** Random octets of random lengths from many ports: none stops it, all are counted. */
  @ParameterizedTest
  @EnumSource
  void rubbishNeverStopsIt(UdpEngine engine) throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    int sent = 0;
    QueryLedger ledger;
    try (Nameserver nameserver = open(engine)) {
      ledger = nameserver.ledger();
      for (int round = 0; round < 20; round++) {
        try (DatagramSocket socket = DnsClient.connect(first(nameserver))) {
          for (int i = 0; i < 50; i++, sent++) {
            byte[] rubbish = new byte[1 + random.nextInt(random.nextBoolean() ? 40 : 3_000)];
            random.nextBytes(rubbish);
            socket.send(new DatagramPacket(rubbish, rubbish.length));
          }
        } // closed before the replies come: the system is told that nobody wants them
        byte[] query = DnsClient.query(round, "sound.example");
        assertThat(DnsClient.overUdp(first(nameserver), query))
            .as("seed %d", seed)
            .hasSameSizeAs(query);
        sent++;
        await(ledger, QueryCount.QUERIES_UDP, sent); // so that none piles up and is lost
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void answersWhatWasReceivedBeforeClosing(UdpEngine engine) throws IOException {
    Nameserver nameserver = open(engine);
    try (DatagramSocket socket = DnsClient.connect(first(nameserver))) {
      for (int id = 0; id < 100; id++) {
        byte[] query = DnsClient.query(id, "burst.example");
        socket.send(new DatagramPacket(query, query.length));
      }
      nameserver.close();
      for (int i = 0; i < 100; i++) {
        assertThat(DnsClient.isReply(DnsClient.receive(socket))).isTrue();
      }
    }
  }

  /** Calls by FFM allocate until they are compiled, which takes longer on a busy machine. */
  @Test
  void allocatesNothingForADatagram() throws IOException {
    assumeTrue(Libc.usable());
    ServeSettings settings = ServeSettings.on(List.of(NameserverTest.ANY_PORT)).withUdpThreads(1);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Nameserver nameserver = Nameserver.open(settings, Echo.EACH, _ -> {});
        DatagramSocket socket = DnsClient.connect(first(nameserver))) {
      long serving =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("understudy-udp-0"))
              .findFirst()
              .orElseThrow()
              .threadId();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < COMPILED_ROUNDS_MAX && least >= ROUND; round++) {
        long before = threads.getThreadAllocatedBytes(serving);
        exchange(socket, ROUND);
        least = Math.min(least, threads.getThreadAllocatedBytes(serving) - before);
      }
      assertThat(least).isLessThan(ROUND);
    }
  }

  private static void exchange(DatagramSocket socket, int count) throws IOException {
    byte[] query = DnsClient.query(1, "www.example");
    var sent = new DatagramPacket(query, query.length);
    var received = new DatagramPacket(new byte[512], 512);
    for (int i = 0; i < count; i++) {
      socket.send(sent);
      socket.receive(received);
    }
  }
}
