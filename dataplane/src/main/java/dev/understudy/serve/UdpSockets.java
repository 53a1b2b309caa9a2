package dev.understudy.serve;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens the UDP sockets of an address with the engine that was chosen. */
final class UdpSockets {

  private final ServeSettings settings;
  private final UdpEngine engine;

  UdpSockets(ServeSettings settings) {
    this.settings = settings;
    this.engine = choose(settings.udpEngine());
  }

  private static UdpEngine choose(UdpEngine wanted) {
    return switch (wanted) {
      case CHANNELS -> UdpEngine.CHANNELS;
      case SYSTEM_CALLS -> UdpEngine.SYSTEM_CALLS;
      case BEST -> Libc.usable() ? UdpEngine.SYSTEM_CALLS : UdpEngine.CHANNELS;
    };
  }

  UdpEngine engine() {
    return engine;
  }

  /** Threads that share the datagrams of one address. */
  int threads() {
    return engine == UdpEngine.SYSTEM_CALLS || sharing() ? settings.udpThreads() : 1;
  }

  private static boolean sharing() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  /** Opens as many sockets as there shall be threads, or none: a failure closes those before it. */
  List<UdpWorker> open(InetSocketAddress address, Supplier<Desk> desks) throws IOException {
    var workers = new ArrayList<UdpWorker>();
    try {
      switch (engine) {
        case SYSTEM_CALLS -> {
          if (!Libc.usable()) {
            throw new IOException("UDP by system calls does not work on this system");
          }
          openSystemCalls(address, desks, workers);
        }
        case CHANNELS, BEST -> openChannels(address, desks, workers);
      }
      return workers;
    } catch (IOException | RuntimeException | Error e) {
      workers.forEach(UdpWorker::discard);
      throw e;
    }
  }

  /**
   * Sockets that share a port would also share it with another process of the same user, unnoticed.
   * So the port is first taken unshared, which fails when anybody has it.
   */
  private void openSystemCalls(
      InetSocketAddress address, Supplier<Desk> desks, List<UdpWorker> workers) throws IOException {
    boolean shared = settings.udpThreads() > 1;
    if (shared) {
      SystemCallUdpWorker.requireFree(address, settings);
    }
    for (int i = 0; i < settings.udpThreads(); i++) {
      workers.add(SystemCallUdpWorker.open(address, shared, settings, desks.get()));
    }
  }

  private void openChannels(
      InetSocketAddress address, Supplier<Desk> desks, List<UdpWorker> workers) throws IOException {
    int threads = threads();
    for (InetSocketAddress each : withoutWildcard(address)) {
      if (threads > 1) {
        ChannelUdpWorker.requireFree(each);
      }
      for (int i = 0; i < threads; i++) {
        workers.add(ChannelUdpWorker.open(each, threads > 1, settings, desks.get()));
      }
    }
  }

  /**
   * A channel cannot tell the address a datagram came to, so that a reply from a wildcard could
   * leave from another one, and clients would ignore it. The addresses this machine has now take
   * the wildcard's place.
   */
  private static List<InetSocketAddress> withoutWildcard(InetSocketAddress address)
      throws IOException {
    InetAddress ip = address.getAddress();
    if (!ip.isAnyLocalAddress()) {
      return List.of(address);
    }
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(each -> !(ip instanceof Inet4Address) || each instanceof Inet4Address)
        .map(each -> new InetSocketAddress(each, address.getPort()))
        .toList();
  }
}
