package dev.understudy.serve;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.understudy.wire.Octets;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * Socket addresses as Linux lays them out: sockaddr_in of ip(7), 16 octets, and sockaddr_in6 of
 * ipv6(7), 28 octets.
 *
 * <pre>
 *  octet  0        2      4                8                            24
 *         +--------+------+----------------+
 *         | family | port | IPv4 address   | (zeroes up to 16)
 *         +--------+------+----------------+----------------------------+----------+
 *         | family | port | flow           | IPv6 address               | scope id |
 *         +--------+------+----------------+----------------------------+----------+
 * </pre>
 */
final class SocketAddresses {

  private static final ValueLayout.OfInt NETWORK_INT = JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);

  private static final int IPV4_AT = 4;
  private static final int IPV6_AT = 8;
  private static final int SCOPE_AT = 24;

  /** Octets before the IPv4 address in an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2). */
  private static final int MAPPED_PREFIX = 12;

  private SocketAddresses() {}

  /** {@code address} laid out for bind(2). */
  static MemorySegment encode(InetSocketAddress address, Arena arena) {
    InetAddress ip = address.getAddress();
    byte[] octets = ip.getAddress();
    boolean six = octets.length == 16;
    MemorySegment encoded = arena.allocate(six ? 28 : 16, 8);
    encoded.set(JAVA_SHORT, 0, (short) (six ? Libc.AF_INET6 : Libc.AF_INET));
    encoded.set(JAVA_BYTE, 2, (byte) (address.getPort() >> 8));
    encoded.set(JAVA_BYTE, 3, (byte) address.getPort());
    MemorySegment.copy(octets, 0, encoded, JAVA_BYTE, six ? IPV6_AT : IPV4_AT, octets.length);
    if (ip instanceof Inet6Address inet6) {
      encoded.set(JAVA_INT, SCOPE_AT, inet6.getScopeId());
    }
    return encoded;
  }

  /**
   * Copies the address part of the socket address at {@code offset} to the start of {@code to}; an
   * IPv4-mapped one as IPv4.
   *
   * @return the length copied, 4 or 16
   */
  static int copyAddress(MemorySegment from, long offset, byte[] to) {
    if (from.get(JAVA_SHORT, offset) == Libc.AF_INET) {
      Octets.put32(to, 0, from.get(NETWORK_INT, offset + IPV4_AT));
      return 4;
    }
    if (isMapped(from, offset + IPV6_AT)) {
      Octets.put32(to, 0, from.get(NETWORK_INT, offset + IPV6_AT + MAPPED_PREFIX));
      return 4;
    }
    MemorySegment.copy(from, JAVA_BYTE, offset + IPV6_AT, to, 0, 16);
    return 16;
  }

  /** The port of the socket address at {@code offset}. */
  static int port(MemorySegment from, long offset) {
    return (from.get(JAVA_BYTE, offset + 2) & 0xff) << 8 | (from.get(JAVA_BYTE, offset + 3) & 0xff);
  }

  private static boolean isMapped(MemorySegment from, long at) {
    return from.get(JAVA_INT, at) == 0
        && from.get(JAVA_INT, at + 4) == 0
        && from.get(JAVA_SHORT, at + 8) == 0
        && from.get(JAVA_SHORT, at + 10) == -1;
  }
}
