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

  /** What comes of asking for one more. */
  enum Verdict {
    ADMITTED,
    /** The client holds as many as one may, whatever the others hold. */
    CLIENT_HOLDS_ENOUGH,
    /** All together hold as many as they may. */
    FULL
  }

  private final TcpLimits limits;
  private final Map<ByteBuffer, Integer> open = new HashMap<>();
  private volatile int total;

  ConnectionQuota(TcpLimits limits) {
    this.limits = limits;
  }

  /** Whether {@code client} may have one more connection; if so, it has. */
  synchronized Verdict admit(InetAddress client) {
    ByteBuffer network = network(client);
    int held = open.getOrDefault(network, 0);
    if (held >= limits.connectionsPerAddress()) {
      return Verdict.CLIENT_HOLDS_ENOUGH;
    }
    if (total >= limits.connections()) {
      return Verdict.FULL;
    }
    open.put(network, held + 1);
    total = total + 1;
    return Verdict.ADMITTED;
  }

  /** Ends a connection that was admitted. */
  synchronized void release(InetAddress client) {
    if (open.computeIfPresent(network(client), (_, held) -> held > 1 ? held - 1 : null) == null) {
      open.remove(network(client));
    }
    total = total - 1;
  }

  int total() {
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
