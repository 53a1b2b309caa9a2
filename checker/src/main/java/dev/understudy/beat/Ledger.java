package dev.understudy.beat;

import dev.understudy.health.Beat;
import dev.understudy.health.Report;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.probe.Standing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checker's whole table. A beat copies it out, whatever has changed: when everything fails at
 * once there is no more to do than on a quiet day.
 */
final class Ledger {
  private final CheckerSettings settings;
  private final Map<String, Report> reports = new LinkedHashMap<>();
  private long sequence;
  private boolean urgent;

  /**
   * Empty.
   *
   * @param sequence beats are numbered from here on; higher than any before a restart
   */
  Ledger(CheckerSettings settings, long sequence) {
    this.settings = settings;
    this.sequence = sequence;
  }

  void put(String checkId, long version, Endpoint endpoint, Standing standing) {
    Report next =
        new Report(
            checkId,
            version,
            standing.streak().healthy(),
            standing.streak().enough(endpoint.timing().fall()),
            standing.last(),
            standing.lastFailure(),
            standing.alikeSince());
    Report before = reports.put(checkId, next);
    urgent |=
        before == null
            || before.version() != version
            || before.healthy() != next.healthy()
            || before.enough() != next.enough();
  }

  void remove(String checkId) {
    urgent |= reports.remove(checkId) != null;
  }

  /** Whether something that may turn a verdict has changed since the last beat. */
  boolean urgent() {
    return urgent;
  }

  Beat beat() {
    urgent = false;
    return new Beat(
        settings.name(),
        settings.region(),
        settings.address(),
        ++sequence,
        List.copyOf(reports.values()));
  }
}
