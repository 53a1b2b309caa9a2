package dev.understudy.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.metrics.QueryCount;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NameserverTest {

  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  static Nameserver open(UdpEngine engine, InetSocketAddress... addresses) throws IOException {
    return Nameserver.open(ServeSettings.on(List.of(addresses)).with(engine), Echo.EACH, _ -> {});
  }

  @ParameterizedTest
  @EnumSource
  void servesUdpAndTcpOnTheSameDrawnPort(UdpEngine engine) throws IOException {
    try (Nameserver nameserver = open(engine, ANY_PORT)) {
      InetSocketAddress server = nameserver.addresses().getFirst();
      assertThat(server.getPort()).isPositive();
      byte[] query = DnsClient.query(0xBEEF, "www.example");
      for (byte[] reply :
          List.of(DnsClient.overUdp(server, query), DnsClient.overTcp(server, query))) {
        assertThat(DnsClient.id(reply)).isEqualTo(0xBEEF);
        assertThat(DnsClient.isReply(reply)).isTrue();
      }
      assertThat(nameserver.ledger().total(QueryCount.QUERIES_UDP)).isEqualTo(1);
      assertThat(nameserver.ledger().total(QueryCount.QUERIES_TCP)).isEqualTo(1);
      assertThat(nameserver.ledger().total(QueryCount.TCP_ACCEPTED)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void servesEveryAddressOfBothFamilies(UdpEngine engine) throws IOException {
    try (Nameserver nameserver =
        open(engine, ANY_PORT, new InetSocketAddress(InetAddress.ofLiteral("::1"), 0))) {
      assertThat(nameserver.addresses()).hasSize(2);
      for (InetSocketAddress server : nameserver.addresses()) {
        byte[] query = DnsClient.query(7, "client.example");
        byte[] expected = server.getAddress().getAddress();
        assertThat(DnsClient.overUdp(server, query))
            .endsWith(expected)
            .hasSize(query.length + expected.length);
        assertThat(DnsClient.overTcp(server, query))
            .endsWith(expected)
            .hasSize(query.length + expected.length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysWhichAddressAndTransportIsInUse(UdpEngine engine) throws IOException {
    try (Nameserver first = open(engine, ANY_PORT)) {
      InetSocketAddress taken = first.addresses().getFirst();
      assertThatThrownBy(() -> open(engine, taken))
          .isInstanceOf(BindException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:" + taken.getPort() + " over TCP: the address is in use");
    }
    try (DatagramSocket udp = whoseTcpPortIsFree()) {
      var taken = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), udp.getLocalPort());
      assertThatThrownBy(() -> open(engine, taken))
          .isInstanceOf(BindException.class)
          .hasMessage(
              "cannot listen on 127.0.0.1:" + taken.getPort() + " over UDP: the address is in use");
      try (var free = new ServerSocket()) {
        free.bind(taken); // the TCP socket opened before has been closed
      }
    }
  }

  /** Below the ports of outgoing connections, so that nobody gets it in between. */
  private static DatagramSocket whoseTcpPortIsFree() throws IOException {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
      var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      try (var free = new ServerSocket()) {
        free.bind(address);
        return new DatagramSocket(address);
      } catch (BindException e) {
        assert e != null; // another one is
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatAnAddressIsNotThisMachines(UdpEngine engine) {
    assertThatThrownBy(
            () -> open(engine, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 0)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on 192.0.2.1:0 over TCP: ");
  }

  @ParameterizedTest
  @EnumSource
  void theIpv4WildcardServesIpv4Only(UdpEngine engine) throws IOException {
    try (Nameserver nameserver =
        open(engine, new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), 0))) {
      int port = nameserver.addresses().getFirst().getPort();
      byte[] query = DnsClient.query(1, "www.example");
      var four = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      assertThat(DnsClient.overTcp(four, query)).hasSameSizeAs(query);
      assertThat(DnsClient.overUdp(four, query)).hasSameSizeAs(query);
      var six = new InetSocketAddress(InetAddress.ofLiteral("::1"), port);
      assertThatThrownBy(() -> DnsClient.connectTcp(six).close()).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> DnsClient.overUdp(six, query)).isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isDoneWithItsPortsWhenClosed(UdpEngine engine) throws IOException {
    InetSocketAddress address;
    try (DatagramSocket udp = whoseTcpPortIsFree()) {
      address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), udp.getLocalPort());
    }
    open(engine, address).close();
    try (Nameserver second = open(engine, address)) {
      assertThat(second.addresses()).containsExactly(address);
    }
  }

  @ParameterizedTest
  @EnumSource
  void closesAtOnceWhenIdle(UdpEngine engine) throws IOException {
    Duration minutes = Duration.ofMinutes(5);
    var patient = new TcpLimits(minutes, minutes, minutes, 10, 10);
    ServeSettings settings = ServeSettings.on(List.of(ANY_PORT)).with(engine).with(patient);
    Nameserver nameserver = Nameserver.open(settings, Echo.EACH, _ -> {});
    try (var idle = DnsClient.connectTcp(nameserver.addresses().getFirst())) {
      long start = System.nanoTime();
      nameserver.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
      assertThat(DnsClient.ended(idle)).isTrue();
    }
  }

  @Test
  void usesSystemCallsOnLinuxUnlessToldOtherwise() throws IOException {
    try (Nameserver best = open(UdpEngine.BEST, ANY_PORT);
        Nameserver channels = open(UdpEngine.CHANNELS, ANY_PORT)) {
      boolean linux = System.getProperty("os.name", "").equals("Linux");
      assertThat(best.udpEngine()).isEqualTo(linux ? UdpEngine.SYSTEM_CALLS : UdpEngine.CHANNELS);
      assertThat(channels.udpEngine()).isEqualTo(UdpEngine.CHANNELS);
    }
  }

  @Test
  void settingsOutsideTheirRangeAreNamed() {
    ServeSettings settings = ServeSettings.on(List.of(ANY_PORT));
    assertThatThrownBy(() -> settings.withUdpThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("udpThreads 0 is outside 1..256");
    assertThatThrownBy(() -> ServeSettings.on(List.of()))
        .hasMessage("addresses 0 is outside 1..64");
    assertThatThrownBy(
            () -> ServeSettings.on(List.of(InetSocketAddress.createUnresolved("example", 53))))
        .hasMessageContaining("example");
    assertThatThrownBy(() ->
            new TcpLimits(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(1), 10, 10))
        .hasMessage("idle PT0S is outside PT0.01S..PT1H");
  }

  @Test
  void theDefaultsAreThese() {
    ServeSettings settings = ServeSettings.on(List.of(ANY_PORT));
    assertThat(settings.udpEngine()).isEqualTo(UdpEngine.BEST);
    assertThat(settings.udpThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(settings.udpBatch()).isEqualTo(64);
    assertThat(settings.socketBufferOctets()).isEqualTo(4 * 1024 * 1024);
    assertThat(settings.tcp())
        .isEqualTo(
            new TcpLimits(
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5), 2_000, 200));
  }
}
