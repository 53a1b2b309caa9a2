package dev.understudy.control;

import dev.understudy.intent.CidrBlock;
import dev.understudy.presentation.Addresses;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A network as CIDR collections hold it: IPv4 of /1 to /24 or IPv6 of /1 to /48 (Developer Guide,
 * "IP-based routing"). The order is that of lists: IPv4 first, then by address, shorter first.
 *
 * @param ipv6 whether it is not IPv4
 * @param address the whole address in hex digits; all bits behind the length are 0
 * @param length of the prefix in bits
 */
record Cidr(boolean ipv6, String address, int length) implements Comparable<Cidr> {
  static final int IPV4_LENGTH_MAX = 24;
  static final int IPV6_LENGTH_MAX = 48;

  private static final Comparator<Cidr> ORDER =
      Comparator.comparing(Cidr::ipv6).thenComparing(Cidr::address).thenComparingInt(Cidr::length);

  Cidr {
    int max = ipv6 ? IPV6_LENGTH_MAX : IPV4_LENGTH_MAX;
    if (length < 1 || length > max) {
      throw new IllegalArgumentException("prefix length " + length + " is outside 1.." + max);
    }
    byte[] octets = HexFormat.of().parseHex(address);
    if (octets.length != (ipv6 ? 16 : 4) || !address.equals(hex(masked(octets, length)))) {
      throw new IllegalArgumentException("address " + address + " is no network of /" + length);
    }
  }

  /** The network of that length that holds the address. */
  static Cidr of(byte[] octets, int length) {
    return new Cidr(octets.length == 16, hex(masked(octets, length)), length);
  }

  /**
   * Reads {@code 192.0.2.0/24} or {@code 2001:db8::/48}.
   *
   * @throws ApiException InvalidInput unless it is the canonical form of a network of allowed
   *     length; the letters of an IPv6 address may have either case, and any zeros be left out
   */
  static Cidr parse(String text) throws ApiException {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String digits = slash < 0 ? "" : text.substring(slash + 1);
    Optional<byte[]> octets =
        address.indexOf(':') < 0 ? Addresses.parseIpv4(address) : Addresses.parseIpv6(address);
    if (octets.isEmpty() || !digits.matches("0|[1-9][0-9]{0,2}")) {
      throw invalid(text, "it is not an IPv4 or IPv6 network such as 192.0.2.0/24.");
    }
    int length = Integer.parseInt(digits);
    boolean ipv6 = octets.get().length == 16;
    int max = ipv6 ? IPV6_LENGTH_MAX : IPV4_LENGTH_MAX;
    if (length < 1 || length > max) {
      throw invalid(
          text,
          "the prefix length of an "
              + (ipv6 ? "IPv6" : "IPv4")
              + " block must be from 1 to "
              + max
              + ".");
    }
    Cidr network = of(octets.get(), length);
    if (!network.address().equals(hex(octets.get()))) {
      throw invalid(
          text, "its address has bits behind the prefix; the network is " + network + ".");
    }
    return network;
  }

  /** 4 or 16 octets. */
  byte[] octets() {
    return HexFormat.of().parseHex(address);
  }

  CidrBlock meaning() {
    return CidrBlock.of(octets(), length);
  }

  @Override
  public int compareTo(Cidr other) {
    return ORDER.compare(this, other);
  }

  /** The canonical text (RFC 5952 for IPv6). */
  @Override
  public String toString() {
    return (ipv6 ? Addresses.formatIpv6(octets()) : Addresses.formatIpv4(octets())) + "/" + length;
  }

  private static ApiException invalid(String text, String why) {
    return Errors.invalidInput("Invalid request: '" + text + "' is not a valid CIDR block: " + why);
  }

  private static byte[] masked(byte[] octets, int length) {
    byte[] masked = octets.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(length - 8L * i, 0, 8);
      masked[i] &= (byte) (0xff00 >> kept);
    }
    return masked;
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
