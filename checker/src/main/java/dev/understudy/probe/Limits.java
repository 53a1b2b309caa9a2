package dev.understudy.probe;

import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Protocol;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long the parts of one probe may take, in nanoseconds (health-checks.md, section 3).
 *
 * @param resolve looking a name up; Route 53 names no limit
 * @param connect until the TCP connection stands
 * @param status from there to the status line, the TLS handshake inside it
 * @param body from the status line to as much of the body as is searched
 * @param whole the whole probe
 */
record Limits(long resolve, long connect, long status, long body, long whole) {
  private static final long SECOND = 1_000_000_000L;
  private static final Limits HTTP = route53(4 * SECOND);
  private static final Limits TCP = route53(10 * SECOND);

  private static Limits route53(long connect) {
    return new Limits(
        4 * SECOND, connect, 2 * SECOND, 2 * SECOND, 4 * SECOND + connect + 4 * SECOND);
  }

  /** Route 53's own limits, or the one limit of the whole probe that the check sets itself. */
  static Limits of(Endpoint endpoint) {
    @Nullable Duration timeout = endpoint.timing().timeout();
    if (timeout != null) {
      long whole = timeout.toNanos();
      return new Limits(whole, whole, whole, whole, whole);
    }
    return endpoint.protocol() == Protocol.TCP ? TCP : HTTP;
  }
}
