package dev.understudy.recipient;

import java.net.InetAddress;
import java.util.Set;

/**
 * Hosts that no webhook is: link-local, multicast and cloud metadata. Names are looked up only when
 * something is sent, and every address is checked again then.
 */
final class Literals {
  private static final Set<String> METADATA =
      Set.of("metadata.google.internal", "metadata.goog", "instance-data");

  private static final Set<InetAddress> METADATA_ADDRESSES =
      Set.of(InetAddress.ofLiteral("fd00:ec2::254"), InetAddress.ofLiteral("100.100.100.200"));

  private Literals() {}

  static void demandAllowed(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    boolean literal = name.contains(":") || name.matches("[0-9.]+");
    if (METADATA.contains(name) || (literal && forbidden(name))) {
      throw new IllegalArgumentException(
          "its host is link-local, multicast or a cloud's metadata service");
    }
  }

  private static boolean forbidden(String text) {
    InetAddress address;
    try {
      address = InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return true; // digits and dots that are no address, as 2852039166
    }
    return address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || address.isAnyLocalAddress()
        || METADATA_ADDRESSES.contains(address);
  }
}
