package dev.understudy.probe;

import dev.understudy.health.Observation;
import dev.understudy.health.Observation.Latency;
import dev.understudy.intent.HealthCheck.Endpoint;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Probes endpoints, each probe exactly as health-checks.md, section 3. Any number of threads.
 *
 * @param targets where it may connect to
 * @param userAgent with {@code {id}} where the check's id goes
 * @param ticker monotonic, in nanoseconds; the clock of every deadline
 * @param clock wall time, for the observation only
 * @param random chooses among several addresses of a name; safe for many threads
 */
public record Prober(
    Targets targets,
    String userAgent,
    Network network,
    LongSupplier ticker,
    InstantSource clock,
    RandomGenerator random) {
  /** Contains what servers filter on, and says whose it is. */
  public static final String DEFAULT_USER_AGENT =
      "Amazon-Route53-Health-Check-Service (ref {id}; report Understudy)";

  /** Probes once; returns when the outcome is certain, at the latest at the probe's limits. */
  public Outcome probe(String checkId, Endpoint endpoint) {
    var exchange = new Exchange(this, checkId, endpoint);
    String seen;
    boolean success;
    try {
      seen = exchange.run();
      success = true;
    } catch (ProbeFailure failure) {
      seen = failure.reason();
      success = false;
    } catch (RuntimeException bug) { // ours or the JDK's; a check must not hang on it for ever
      seen = "The probe could not be completed: " + Printable.of(bug.toString());
      success = false;
    }
    @Nullable InetAddress resolved = endpoint.address() == null ? exchange.address() : null;
    @Nullable Latency latency = endpoint.measureLatency() ? exchange.latency() : null;
    var observation =
        new Observation(success, clock.instant(), status(success, seen, resolved), latency);
    return new Outcome(observation, exchange.target());
  }

  /**
   * The text of GetHealthCheckStatus (health-checks.md, section 7): where a name was resolved, the
   * address follows an HTTP status and precedes any other reason.
   */
  private static String status(boolean success, String seen, @Nullable InetAddress resolved) {
    String prefix = success ? "Success: " : "Failure: ";
    if (resolved == null) {
      return prefix + seen;
    }
    String ip = "Resolved IP: " + resolved.getHostAddress();
    return seen.startsWith("HTTP Status Code") || success
        ? prefix + seen + (seen.endsWith(".") ? " " : ". ") + ip
        : prefix + ip + ". " + seen;
  }
}
