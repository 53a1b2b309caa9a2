package dev.understudy.cloudwatch;

import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Observation.Latency;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.RoutingControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What Route 53 publishes of a check each minute (health-checks.md, section 9; Developer Guide,
 * "Monitoring health checks using CloudWatch"). Pure.
 */
final class CheckSamples {
  static final String STATUS = "HealthCheckStatus";
  static final String CONNECT = "ConnectionTime";
  static final String TLS = "SSLHandshakeTime";
  static final String FIRST_BYTE = "TimeToFirstByte";
  static final String NO_UNIT = "None";
  private static final double NANOS_PER_MILLI = 1_000_000;

  private CheckSamples() {}

  /** One datum. */
  record Sample(Metric metric, double value, String unit) {}

  /**
   * The data of a check.
   *
   * @param healthy the status of another check; false of one that does not exist or is calculated
   * @param reporting whether any checker is alive; last words are no data
   */
  static List<Sample> of(Standing standing, Predicate<String> healthy, boolean reporting) {
    HealthCheck check = standing.check();
    var samples = new ArrayList<Sample>();
    samples.add(
        new Sample(
            Metric.ofCheck(STATUS, check.id()), standing.status().healthy() ? 1 : 0, NO_UNIT));
    switch (check.subject()) {
      case Endpoint endpoint -> {
        if (reporting && !check.disabled()) {
          share(standing, samples);
          if (endpoint.measureLatency()) {
            standing.evidence().forEach(each -> latencies(check.id(), each, samples));
          }
        }
      }
      case Calculated calculated ->
          samples.add(
              new Sample(
                  Metric.ofCheck("ChildHealthCheckHealthyCount", check.id()),
                  calculated.children().stream().filter(healthy).count(),
                  NO_UNIT));
      case AlarmState _, RoutingControl _ -> {}
    }
    return samples;
  }

  /** The checkers' own opinions, of those that have one: not inverted (H16). */
  private static void share(Standing standing, List<Sample> samples) {
    List<Report> counted =
        standing.evidence().stream()
            .map(Evidence::report)
            .filter(report -> report.version() == standing.check().version() && report.enough())
            .toList();
    if (!counted.isEmpty()) {
      long healthy = counted.stream().filter(Report::healthy).count();
      samples.add(
          new Sample(
              Metric.ofCheck("HealthCheckPercentageHealthy", standing.check().id()),
              100.0 * healthy / counted.size(),
              "Percent"));
    }
  }

  /** The newest observation of a checker, for the check as a whole and for the checker's region. */
  private static void latencies(String checkId, Evidence evidence, List<Sample> samples) {
    Observation last = evidence.report().last();
    Latency latency = last == null ? null : last.latency();
    if (latency == null) {
      return;
    }
    var whole = new TreeMap<>(Map.of(Metric.CHECK, checkId));
    var regional = new TreeMap<>(whole);
    regional.put(Metric.REGION, evidence.region());
    for (SortedMap<String, String> dimensions :
        List.<SortedMap<String, String>>of(whole, regional)) {
      add(CONNECT, dimensions, latency.connect(), samples);
      add(TLS, dimensions, latency.tls(), samples);
      add(FIRST_BYTE, dimensions, latency.firstByte(), samples);
    }
  }

  private static void add(
      String name,
      SortedMap<String, String> dimensions,
      @Nullable Duration time,
      List<Sample> samples) {
    if (time != null) {
      double millis = time.toNanos() / NANOS_PER_MILLI;
      samples.add(new Sample(new Metric(Metric.ROUTE53, name, dimensions), millis, "Milliseconds"));
    }
  }
}
