package dev.understudy.serve;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there are, in total and by client network: an IPv4 address or an IPv6 /64,
 * which is what one subscriber commonly holds. Thread-safe.
 */
final class ConnectionQuota {

  private final TcpLimits limits;
  private final Map<ByteBuffer, Integer> open = new HashMap<>();
  private int total;

  ConnectionQuota(TcpLimits limits) {
    this.limits = limits;
  }

  /** Whether {@code client} may have one more connection; if so, it has. */
  synchronized boolean admit(InetAddress client) {
    ByteBuffer network = network(client);
    int held = open.getOrDefault(network, 0);
    if (total >= limits.connections() || held >= limits.connectionsPerAddress()) {
      return false;
    }
    open.put(network, held + 1);
    total++;
    return true;
  }

  /** Ends a connection that was admitted. */
  synchronized void release(InetAddress client) {
    if (open.computeIfPresent(network(client), (_, held) -> held > 1 ? held - 1 : null) == null) {
      open.remove(network(client));
    }
    total--;
  }

  synchronized int total() {
    return total;
  }

  /** How many networks are remembered: none longer than it has connections. */
  synchronized int networks() {
    return open.size();
  }

  private static ByteBuffer network(InetAddress client) {
    byte[] address = client.getAddress();
    return ByteBuffer.wrap(address, 0, Math.min(address.length, 8)).slice();
  }
}
