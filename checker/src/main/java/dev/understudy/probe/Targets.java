package dev.understudy.probe;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where a checker may connect to. Whoever may create a health check can make the checker speak to
 * any of these addresses, so cloud metadata, link-local and multicast are out unless allowed.
 *
 * <p>The longest block that contains an address decides; of two equally long the denied one, but
 * whoever allows a block denied by default has allowed it.
 *
 * @param allowed blocks allowed beside the rest, or inside a larger denied one
 * @param denied blocks refused in addition to {@link #DENIED_BY_DEFAULT}
 */
public record Targets(List<AddressBlock> allowed, List<AddressBlock> denied) {
  /** Never probed unless a block at least as long allows it. */
  static final List<AddressBlock> DENIED_BY_DEFAULT =
      List.of(
          AddressBlock.parse("0.0.0.0/8"), // this network, RFC 1122; connects to loopback on Linux
          AddressBlock.parse("169.254.0.0/16"), // link-local and cloud metadata
          AddressBlock.parse("100.100.100.200"), // cloud metadata of Alibaba
          AddressBlock.parse("168.63.129.16"), // Azure's wire server
          AddressBlock.parse("192.0.0.192"), // cloud metadata of Oracle
          AddressBlock.parse("224.0.0.0/4"), // multicast
          AddressBlock.parse("255.255.255.255"), // broadcast
          AddressBlock.parse("::"), // unspecified
          AddressBlock.parse("fe80::/10"), // link-local
          AddressBlock.parse("ff00::/8"), // multicast
          AddressBlock.parse("fd20:ce::254"), // cloud metadata of Google
          AddressBlock.parse("fd00:ec2::254")); // cloud metadata of AWS

  /** Everything but {@link #DENIED_BY_DEFAULT}. */
  public static final Targets DEFAULT = new Targets(List.of(), List.of());

  public Targets {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  /** Whether a probe may connect to the address, also where it is wrapped in an IPv6 one. */
  public boolean allows(InetAddress address) {
    return allowsItself(address) && allowsItself(embedded(address));
  }

  private boolean allowsItself(InetAddress address) {
    int allow = longest(allowed, address);
    int deny = longest(denied, address);
    int byDefault = longest(DENIED_BY_DEFAULT, address);
    return (deny < 0 || allow > deny) && (byDefault < 0 || allow >= byDefault);
  }

  private static int longest(List<AddressBlock> blocks, InetAddress address) {
    int longest = -1;
    for (AddressBlock block : blocks) {
      if (block.prefixLength() > longest && block.contains(address)) {
        longest = block.prefixLength();
      }
    }
    return longest;
  }

  /**
   * The IPv4 address inside NAT64 (RFC 6052), 6to4 (RFC 3056) and what is compatible with IPv4 (RFC
   * 4291, section 2.5.5.1), or the address itself.
   */
  private static InetAddress embedded(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] octets = address.getAddress();
    if (octets[0] == 0x20 && octets[1] == 0x02) {
      return v4(octets, 2);
    }
    byte[] nat64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    byte[] compatible = new byte[12];
    boolean embeds =
        Arrays.equals(octets, 0, 12, nat64, 0, 12)
            || (Arrays.equals(octets, 0, 12, compatible, 0, 12) && !address.isLoopbackAddress());
    return embeds ? v4(octets, 12) : address;
  }

  private static InetAddress v4(byte[] octets, int at) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, at, at + 4));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
