package dev.understudy.recipient;

import java.net.InetAddress;
import java.util.Set;

/**
 * Addresses that no webhook has: link-local, multicast and cloud metadata. Names are looked up only
 * when something is sent, and every address is checked again then.
 */
final class Literals {
  private static final Set<InetAddress> METADATA =
      Set.of(InetAddress.ofLiteral("fd00:ec2::254"), InetAddress.ofLiteral("100.100.100.200"));

  private Literals() {}

  static void demandAllowed(String host) {
    boolean literal = host.contains(":") || host.matches("[0-9.]+");
    if (literal && forbidden(host)) {
      throw new IllegalArgumentException(
          "its host is link-local, multicast or a cloud's metadata service");
    }
  }

  private static boolean forbidden(String text) {
    InetAddress address = InetAddress.ofLiteral(text);
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address);
  }
}
