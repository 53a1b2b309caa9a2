package dev.understudy.launch;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The addresses of this machine, from which its checker probes. */
final class OwnAddresses {
  private OwnAddresses() {}

  /** One to show: an IPv4 address that is not loopback where there is one. */
  static String shown() {
    return text(all().getFirst());
  }

  /** Each as a network of one address, in CIDR notation. */
  static List<String> ranges() {
    return all().stream()
        .map(address -> text(address) + "/" + address.getAddress().length * 8)
        .distinct()
        .toList();
  }

  /** Without the interface that Java writes after an IPv6 address: {@code ::1%lo} is no CIDR. */
  static String text(InetAddress address) {
    return address.getHostAddress().replaceFirst("%.*$", "");
  }

  private static List<InetAddress> all() {
    try {
      List<InetAddress> found =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLinkLocalAddress())
              .sorted(
                  Comparator.comparing(InetAddress::isLoopbackAddress)
                      .thenComparing(address -> !(address instanceof Inet4Address)))
              .toList();
      return found.isEmpty() ? loopback() : found;
    } catch (SocketException e) {
      return loopback();
    }
  }

  private static List<InetAddress> loopback() {
    return Collections.singletonList(InetAddress.getLoopbackAddress());
  }
}
