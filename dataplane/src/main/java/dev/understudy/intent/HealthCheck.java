package dev.understudy.intent;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A health check as the checker and the tally need it (Route 53 API, HealthCheckConfig, with the
 * {@code understudy:} tags already applied).
 *
 * @param id the UUID, lower case
 * @param version HealthCheckVersion, 1 at creation; a report on another version does not count
 * @param inverted whether the outcome is negated at the very end
 * @param disabled whether the outcome counts as healthy without looking
 */
public record HealthCheck(
    String id, long version, boolean inverted, boolean disabled, Subject subject) {

  /** What is looked at. */
  public sealed interface Subject {}

  /** How an endpoint is spoken to. */
  public enum Protocol {
    HTTP,
    HTTPS,
    TCP
  }

  /**
   * An endpoint probed by checkers.
   *
   * @param address the literal address, or null: then {@code host} is resolved, IPv4 only, before
   *     each probe
   * @param host the fully qualified domain name; may be null only if {@code address} is given
   * @param port 1 to 65535
   * @param path request target, with its leading slash; {@code /} for TCP
   * @param searchString what the body must contain, or null
   * @param sni whether the host name is sent in the TLS ClientHello
   * @param measureLatency whether connect, TLS and first-byte times are recorded
   * @param regions checkers asked to probe; empty means all
   */
  public record Endpoint(
      Protocol protocol,
      @Nullable InetAddress address,
      @Nullable String host,
      int port,
      String path,
      @Nullable String searchString,
      boolean sni,
      boolean measureLatency,
      Set<String> regions,
      Timing timing)
      implements Subject {
    public Endpoint {
      regions = Set.copyOf(regions);
      if (address == null && host == null) {
        throw new IllegalArgumentException("an endpoint needs an address or a host");
      }
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("port " + port + " is outside 1..65535");
      }
    }

    /** Whether both look at the same thing, so that what was learned of one holds for the other. */
    public boolean sameTarget(Endpoint other) {
      return protocol == other.protocol
          && port == other.port
          && Objects.equals(address, other.address)
          && (address != null || Objects.equals(host, other.host));
    }
  }

  /**
   * When an endpoint is probed and how soon a checker changes its mind.
   *
   * @param interval from a response to the next request, 100 ms to 1 h
   * @param timeout limit of a whole probe, or null for Route 53's own limits (connect 4 s, status 2
   *     s and body 2 s for HTTP and HTTPS; connect 10 s for TCP)
   * @param rise successes in a row that make it healthy, 1 to 10
   * @param fall failures in a row that make it unhealthy, 1 to 10
   * @param sentinel whether an idle connection watches for a crash between probes
   */
  public record Timing(
      Duration interval, @Nullable Duration timeout, int rise, int fall, boolean sentinel) {
    public Timing {
      if (rise < 1 || rise > 10 || fall < 1 || fall > 10) {
        throw new IllegalArgumentException("rise " + rise + " or fall " + fall + " outside 1..10");
      }
    }
  }

  /**
   * Healthy while enough other checks are.
   *
   * @param healthThreshold 0 to 256
   */
  public record Calculated(int healthThreshold, List<String> children) implements Subject {
    public Calculated {
      children = List.copyOf(children);
    }
  }

  /**
   * Follows the data that an alarm looks at; without data, as told.
   *
   * @param criteria null where nothing is to be followed: then there is never any data
   */
  public record AlarmState(@Nullable AlarmCriteria criteria, InsufficientData insufficientData)
      implements Subject {

    /** Without any data. */
    public AlarmState(InsufficientData insufficientData) {
      this(null, insufficientData);
    }
  }

  /**
   * When an alarm would alarm, as it was when the check was created or last pointed at it (Route 53
   * API, CloudWatchAlarmConfiguration).
   *
   * @param dimensions by name
   * @param statistic by the API's name, such as {@code Minimum}
   * @param comparison by the API's name, such as {@code LessThanThreshold}
   */
  public record AlarmCriteria(
      String namespace,
      String metric,
      Map<String, String> dimensions,
      String statistic,
      int periodSeconds,
      int evaluationPeriods,
      double threshold,
      String comparison) {
    public AlarmCriteria {
      dimensions = Map.copyOf(dimensions);
    }
  }

  /** InsufficientDataHealthStatus. */
  public enum InsufficientData {
    HEALTHY,
    UNHEALTHY,
    LAST_KNOWN_STATUS
  }

  /** Follows a switch set by hand; on until it is turned off. */
  public record RoutingControl(String arn) implements Subject {}
}
