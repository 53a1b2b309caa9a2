package dev.understudy.limit;

import dev.understudy.routing.NetworkTable;
import java.net.InetAddress;

/**
 * How many replies a network gets.
 *
 * @param perSecond replies of one subject to one network (/24, /56) through one socket address, 1
 *     to 100,000; 0 for no limit at all
 * @param slip every so many-th reply over the limit leaves truncated, 1 to 100; 0 for none
 * @param loopback whether sockets on loopback addresses are limited too
 * @param exempt networks without a limit
 */
public record RateLimit(int perSecond, int slip, boolean loopback, NetworkTable exempt) {
  public static final int PER_SECOND_MAX = 100_000;
  public static final int SLIP_MAX = 100;

  /** No limit. */
  public static final RateLimit OFF = new RateLimit(0, 0, false, NetworkTable.EMPTY);

  public RateLimit {
    if (perSecond < 0 || perSecond > PER_SECOND_MAX) {
      throw new IllegalArgumentException(
          perSecond + " replies per second are outside 0.." + PER_SECOND_MAX);
    }
    if (slip < 0 || slip > SLIP_MAX) {
      throw new IllegalArgumentException("slip " + slip + " is outside 0.." + SLIP_MAX);
    }
  }

  /** Whether replies through a socket bound to this address are limited. */
  public boolean concerns(InetAddress address) {
    return perSecond > 0 && (loopback || !address.isLoopbackAddress());
  }
}
