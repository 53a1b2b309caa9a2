package dev.understudy.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * Addresses at which Route 53 refuses health checks: local, private, non-routable and multicast
 * (RFC 5735, 6598, 5156).
 */
final class ReservedAddresses {
  private static final List<Network> IPV4 =
      List.of(
          Network.of("0.0.0.0", 8),
          Network.of("10.0.0.0", 8),
          Network.of("100.64.0.0", 10),
          Network.of("127.0.0.0", 8),
          Network.of("169.254.0.0", 16),
          Network.of("172.16.0.0", 12),
          Network.of("192.0.0.0", 24),
          Network.of("192.0.2.0", 24),
          Network.of("192.88.99.0", 24),
          Network.of("192.168.0.0", 16),
          Network.of("198.18.0.0", 15),
          Network.of("198.51.100.0", 24),
          Network.of("203.0.113.0", 24),
          Network.of("224.0.0.0", 4),
          Network.of("240.0.0.0", 4));

  private static final List<Network> IPV6 =
      List.of(
          Network.of("::", 128),
          Network.of("::1", 128),
          Network.of("fe80::", 10),
          Network.of("fc00::", 7),
          Network.of("2001:db8::", 32),
          Network.of("2002::", 16),
          Network.of("2001::", 32),
          Network.of("2001:10::", 28),
          Network.of("ff00::", 8));

  private ReservedAddresses() {}

  /** An IPv4 address written as IPv6 ({@code ::ffff:10.0.0.1}) comes here as IPv4. */
  static boolean contain(InetAddress address) {
    List<Network> networks = address instanceof Inet4Address ? IPV4 : IPV6;
    byte[] octets = address.getAddress();
    return networks.stream().anyMatch(network -> network.contains(octets));
  }

  private record Network(InetAddress address, int prefixLength) {
    static Network of(String literal, int prefixLength) {
      return new Network(InetAddress.ofLiteral(literal), prefixLength);
    }

    boolean contains(byte[] octets) {
      byte[] own = address.getAddress();
      for (int bit = 0; bit < prefixLength; bit++) {
        int mask = 0x80 >> (bit & 7);
        if ((own[bit >> 3] & mask) != (octets[bit >> 3] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
