package dev.understudy.serve;

import java.time.Duration;

/**
 * What one TCP client, and all of them together, may hold (RFC 7766, sections 6.2.3 and 10).
 *
 * @param idle how long a connection may stay open with nothing asked, 10 ms to 1 h; less where more
 *     than half of all connections are taken
 * @param message how long a message may take from its first octet to its last, 10 ms to 1 h
 * @param write how long a client may take to accept the replies of one round, 10 ms to 1 h
 * @param connections most connections at a time, over TCP and TLS, on all addresses together, 1 to
 *     1,000,000
 * @param connectionsPerAddress most connections at a time from one IPv4 address or IPv6 /64, 1 to
 *     {@code connections}
 */
public record TcpLimits(
    Duration idle, Duration message, Duration write, int connections, int connectionsPerAddress) {

  /** The limits used unless told otherwise. */
  public static final TcpLimits DEFAULT =
      new TcpLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5), 2_000, 200);

  /** These limits with other numbers of connections. */
  public TcpLimits withConnections(int all, int perAddress) {
    return new TcpLimits(idle, message, write, all, perAddress);
  }

  public TcpLimits {
    requireWithin("idle", idle);
    requireWithin("message", message);
    requireWithin("write", write);
    ServeSettings.requireWithin("connections", connections, 1, 1_000_000);
    ServeSettings.requireWithin("connectionsPerAddress", connectionsPerAddress, 1, connections);
  }

  private static void requireWithin(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(10)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is outside PT0.01S..PT1H");
    }
  }
}
