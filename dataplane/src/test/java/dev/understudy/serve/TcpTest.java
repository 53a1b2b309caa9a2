package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.metrics.QueryCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 1035, 4.2.2 and RFC 7766. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TcpTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  /** What waits for no client is over long before {@link #LONG}, on every machine. */
  private static final Duration AT_ONCE = Duration.ofMinutes(1);

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final TcpLimits PATIENT = new TcpLimits(LONG, LONG, LONG, 1_000, 1_000);

  private static Nameserver open(TcpLimits limits) throws IOException {
    return Nameserver.open(
        ServeSettings.on(List.of(NameserverTest.ANY_PORT)).with(limits), Echo.EACH, _ -> {});
  }

  private static Socket connect(Nameserver nameserver) throws IOException {
    return DnsClient.connectTcp(nameserver.addresses().getFirst());
  }

  private static long total(Nameserver nameserver, QueryCount count) {
    return nameserver.ledger().total(count);
  }

  /** An ending is counted after the client can see it. */
  private static void await(Nameserver nameserver, QueryCount ending, long expected) {
    while (total(nameserver, ending) < expected) {
      Thread.onSpinWait(); // until the test's time is over
    }
    assertThat(total(nameserver, ending)).isEqualTo(expected);
  }

  @Test
  void answersPipelinedQueriesInOrder() throws IOException {
    try (Nameserver nameserver = open(PATIENT);
        Socket socket = connect(nameserver)) {
      var all = new ByteArrayOutputStream();
      for (int id = 0; id < 1_000; id++) {
        all.writeBytes(DnsClient.framed(DnsClient.query(id, "pipe.example")));
      }
      DnsClient.send(socket, all.toByteArray());
      for (int id = 0; id < 1_000; id++) {
        assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(id);
      }
      assertThat(total(nameserver, QueryCount.QUERIES_TCP)).isEqualTo(1_000);
    }
  }

  @Test
  void answersTheQueriesOfAClientThatHasFinishedSending() throws IOException {
    try (Nameserver nameserver = open(PATIENT);
        Socket socket = connect(nameserver)) {
      for (int id = 0; id < 3; id++) {
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(id, "half.example")));
      }
      socket.shutdownOutput();
      for (int id = 0; id < 3; id++) {
        assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(id);
      }
      assertThat(DnsClient.ended(socket)).isTrue();
    }
  }

  @Test
  void putsAMessageTogetherFromSingleOctets() throws IOException {
    try (Nameserver nameserver = open(PATIENT);
        Socket socket = connect(nameserver)) {
      socket.setTcpNoDelay(true);
      for (byte octet : DnsClient.framed(DnsClient.query(9, "bits.example"))) {
        DnsClient.send(socket, new byte[] {octet});
      }
      assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(9);
    }
  }

  @Test
  void takesAndGivesMessagesOf65535Octets() throws IOException {
    try (Nameserver nameserver = open(PATIENT);
        Socket socket = connect(nameserver)) {
      byte[] longest = Arrays.copyOf(DnsClient.query(5, "plain.example"), 65_535);
      for (int round = 0; round < 3; round++) {
        DnsClient.send(socket, DnsClient.framed(longest));
        assertThat(DnsClient.read(socket)).hasSize(65_535);
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(6, "long.example")));
        assertThat(DnsClient.read(socket)).hasSize(65_535);
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(7, "plain.example")));
        assertThat(DnsClient.read(socket)).hasSize(DnsClient.query(7, "plain.example").length);
      }
    }
  }

  @Test
  void aMessageShorterThanAHeaderEndsTheConnectionAfterWhatWasBeforeIt() throws IOException {
    for (int length = 0; length < 12; length++) {
      try (Nameserver nameserver = open(PATIENT);
          Socket socket = connect(nameserver)) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(DnsClient.framed(DnsClient.query(1, "good.example")));
        all.writeBytes(DnsClient.framed(new byte[length]));
        DnsClient.send(socket, all.toByteArray());
        assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(1);
        assertThat(DnsClient.ended(socket)).isTrue();
        await(nameserver, QueryCount.TCP_GARBAGE, 1);
        assertThat(total(nameserver, QueryCount.DROPPED_SHORT)).isEqualTo(1);
      }
    }
  }

  @Test
  void aBugCostsOneQuery() throws IOException {
    try (Nameserver nameserver = open(PATIENT);
        Socket socket = connect(nameserver)) {
      DnsClient.send(socket, DnsClient.framed(DnsClient.query(1, "x.example")));
      DnsClient.send(socket, DnsClient.framed(DnsClient.query(2, "next.example")));
      assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(2);
      assertThat(total(nameserver, QueryCount.DROPPED_BUG)).isEqualTo(1);
    }
  }

  @Test
  void anIdleConnectionIsClosed() throws IOException {
    try (Nameserver nameserver = open(new TcpLimits(SHORT, LONG, LONG, 10, 10));
        Socket silent = connect(nameserver);
        Socket talked = talked(nameserver)) {
      assertThat(DnsClient.ended(silent)).isTrue();
      assertThat(DnsClient.ended(talked)).isTrue();
      await(nameserver, QueryCount.TCP_IDLE, total(nameserver, QueryCount.TCP_ACCEPTED));
      assertThat(total(nameserver, QueryCount.TCP_SLOW)).isZero();
    }
  }

  /** A connection that was answered; one in which that took us too long was cut off. */
  private static Socket talked(Nameserver nameserver) throws IOException {
    while (true) {
      Socket socket = connect(nameserver);
      try {
        socket.getOutputStream().write(DnsClient.framed(DnsClient.query(1, "www.example")));
        assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(1);
        return socket;
      } catch (IOException e) {
        socket.close();
      }
    }
  }

  /** The first octet sets the time a message has; dripping octets does not prolong it. */
  @Test
  void aMessageThatDripsInIsCutOff() throws Exception {
    try (Nameserver nameserver = open(new TcpLimits(LONG, SHORT, LONG, 10, 10));
        Socket socket = connect(nameserver)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(20);
      byte[] framed = DnsClient.framed(new byte[60_000]);
      boolean ended = false;
      for (int i = 0; i < 500 && !ended; i++) {
        try {
          socket.getOutputStream().write(framed[i]);
          ended = DnsClient.ended(socket); // waits 20 ms
        } catch (SocketException e) {
          ended = true;
        }
      }
      assertThat(ended).as("before a hundredth of it was there").isTrue();
      await(nameserver, QueryCount.TCP_SLOW, 1);
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws IOException {
    try (Nameserver nameserver = open(new TcpLimits(LONG, LONG, SHORT, 10, 10));
        Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(nameserver.addresses().getFirst());
      byte[] query = DnsClient.framed(DnsClient.query(1, "long.example"));
      try {
        for (int i = 0; i < 1_000; i++) {
          socket.getOutputStream().write(query); // 65 MB of replies that nobody takes
        }
      } catch (SocketException e) {
        // Cut off in the middle of it.
      }
      await(nameserver, QueryCount.TCP_SLOW, 1);
    }
  }

  @Test
  void onlySoManyConnectionsOfOneAddressAreServed() throws IOException {
    try (Nameserver nameserver = open(new TcpLimits(LONG, LONG, LONG, 10, 2));
        Socket first = connect(nameserver);
        Socket second = connect(nameserver);
        Socket third = connect(nameserver)) {
      byte[] query = DnsClient.framed(DnsClient.query(1, "www.example"));
      assertThat(DnsClient.ended(third)).isTrue();
      await(nameserver, QueryCount.TCP_REFUSED_CLIENT, 1);
      DnsClient.send(first, query);
      assertThat(DnsClient.id(DnsClient.read(first))).isEqualTo(1);
      second.shutdownOutput();
      assertThat(DnsClient.ended(second)).isTrue();
      while (nameserver.tcpConnections() > 1) {
        Thread.onSpinWait();
      }
      try (Socket fourth = connect(nameserver)) {
        DnsClient.send(fourth, query);
        assertThat(DnsClient.id(DnsClient.read(fourth))).isEqualTo(1);
      }
    }
  }

  @Test
  void whoComesWhenAllAreTakenIsServedAndTheOldestGoes() throws IOException {
    byte[] query = DnsClient.framed(DnsClient.query(1, "www.example"));
    try (Nameserver nameserver = open(new TcpLimits(LONG, LONG, LONG, 2, 2));
        Socket first = connect(nameserver)) {
      DnsClient.send(first, query);
      assertThat(DnsClient.id(DnsClient.read(first))).isEqualTo(1);
      try (Socket second = connectFrom("127.0.0.2", nameserver);
          Socket third = connectFrom("127.0.0.3", nameserver)) {
        for (Socket later : List.of(second, third)) {
          DnsClient.send(later, query);
          assertThat(DnsClient.id(DnsClient.read(later))).isEqualTo(1);
        }
        assertThat(DnsClient.ended(first)).isTrue();
        await(nameserver, QueryCount.TCP_DISPLACED, 1);
        assertThat(nameserver.tcpConnections()).isEqualTo(2);
      }
    }
  }

  private static Socket connectFrom(String client, Nameserver nameserver) throws IOException {
    InetSocketAddress server = nameserver.addresses().getFirst();
    var socket =
        new Socket(server.getAddress(), server.getPort(), InetAddress.ofLiteral(client), 0);
    socket.setSoTimeout(DnsClient.WAIT_MILLIS);
    return socket;
  }

  @Test
  void servesManyClientsAtOnce() throws Exception {
    try (Nameserver nameserver = open(PATIENT);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> right = new ArrayList<>();
      for (int client = 0; client < 200; client++) {
        int base = client * 100;
        right.add(clients.submit(() -> converse(nameserver.addresses().getFirst(), base)));
      }
      for (Future<Integer> each : right) {
        assertThat(each.get()).isEqualTo(20);
      }
      assertThat(total(nameserver, QueryCount.QUERIES_TCP)).isEqualTo(4_000);
      assertThat(total(nameserver, QueryCount.TCP_ACCEPTED)).isEqualTo(200);
    }
  }

  private static int converse(InetSocketAddress server, int base) throws IOException {
    int right = 0;
    try (Socket socket = DnsClient.connectTcp(server)) {
      for (int i = 0; i < 20; i++) {
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(base + i, "many.example")));
        right += DnsClient.id(DnsClient.read(socket)) == base + i ? 1 : 0;
      }
    }
    return right;
  }

  @Test
  void rubbishNeverStopsIt() throws IOException {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    try (Nameserver nameserver = open(new TcpLimits(SHORT, SHORT, SHORT, 1_000, 1_000))) {
      for (int i = 0; i < 100; i++) {
        try (Socket socket = connect(nameserver)) {
          byte[] rubbish = new byte[random.nextInt(5_000)];
          random.nextBytes(rubbish);
          socket.getOutputStream().write(rubbish);
        } catch (SocketException e) {
          // Cut off in the middle of it.
        }
      }
      talked(nameserver).close();
      assertThat(total(nameserver, QueryCount.QUERIES_TCP)).as("seed %d", seed).isPositive();
    }
  }

  @Test
  void closingFinishesWhatWasReceivedAndWaitsForNobody() throws Exception {
    Nameserver nameserver = open(PATIENT);
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        sockets.add(connect(nameserver));
      }
      for (Socket socket : sockets) {
        DnsClient.send(socket, DnsClient.framed(DnsClient.query(1, "www.example")));
        assertThat(DnsClient.id(DnsClient.read(socket))).isEqualTo(1);
      }
      DnsClient.send(sockets.getFirst(), new byte[] {0}); // a message that never comes
      long start = System.nanoTime();
      nameserver.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
      for (Socket socket : sockets) {
        assertThat(DnsClient.ended(socket)).isTrue();
      }
      assertThat(nameserver.tcpConnections()).isZero();
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void closingWhileClientsAreBusyReturnsInTime() throws Exception {
    Nameserver nameserver = open(PATIENT);
    InetSocketAddress server = nameserver.addresses().getFirst();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> busy = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        busy.add(clients.submit(() -> askUntilClosed(server)));
      }
      while (total(nameserver, QueryCount.QUERIES_TCP) < 100) {
        Thread.onSpinWait();
      }
      long start = System.nanoTime();
      nameserver.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
      for (Future<Boolean> each : busy) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  private static boolean askUntilClosed(InetSocketAddress server) {
    byte[] query = DnsClient.framed(DnsClient.query(1, "busy.example"));
    try (Socket socket = DnsClient.connectTcp(server)) {
      while (true) {
        socket.getOutputStream().write(query);
        DnsClient.read(socket);
      }
    } catch (IOException e) {
      return true;
    }
  }
}
