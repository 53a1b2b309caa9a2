package dev.understudy.explain;

import dev.understudy.explain.Explanation.Basis;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Checker;
import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Calculated;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why a health check has the status that a decision went by. */
final class CheckTracer {
  private final HealthKnowledge checks;
  private final Map<String, Boolean> assumed;
  private final Map<String, Boolean> supposed;
  private final Instant now;

  /**
   * For one question.
   *
   * @param assumed statuses given by hand
   * @param supposed those that differ from the verdicts because of them
   */
  CheckTracer(
      HealthKnowledge checks,
      Map<String, Boolean> assumed,
      Map<String, Boolean> supposed,
      InstantSource clock) {
    this.checks = checks;
    this.assumed = assumed;
    this.supposed = supposed;
    this.now = clock.instant();
  }

  Instant now() {
    return now;
  }

  /** One check, with its children where it is calculated. */
  Check trace(String id, boolean healthy) {
    Standing standing = checks.standing(id).orElse(null);
    if (standing == null) {
      return new Check(id, healthy, Basis.VERDICT, null, null, null, true, List.of(), List.of());
    }
    Basis basis = Basis.VERDICT;
    if (assumed.containsKey(id)) {
      basis = Basis.ASSUMED;
    } else if (supposed.containsKey(id)) {
      basis = Basis.FOLLOWS;
    }
    Instant since = since(standing, healthy, basis);
    return new Check(
        id,
        healthy,
        basis,
        since,
        since == null ? null : Duration.between(since, now),
        standing.check(),
        standing.verdict(),
        standing.evidence().stream().map(each -> checker(each, standing.check())).toList(),
        children(standing.check()));
  }

  /** Only of the status in force; a verdict that has just changed is not that of the edition. */
  private static @Nullable Instant since(Standing standing, boolean healthy, Basis basis) {
    Instant since = standing.status().since();
    return basis == Basis.VERDICT
            && standing.status().healthy() == healthy
            && !since.equals(Instant.MIN)
        ? since
        : null;
  }

  private List<Check> children(HealthCheck check) {
    return check.subject() instanceof Calculated calculated
        ? calculated.children().stream().map(this::child).toList()
        : List.of();
  }

  /** A child that is calculated itself, or deleted, counts for nothing and has no children here. */
  private Check child(String id) {
    Standing standing = checks.standing(id).orElse(null);
    if (standing == null || standing.check().subject() instanceof Calculated) {
      return new Check(id, false, Basis.VERDICT, null, null, null, false, List.of(), List.of());
    }
    return trace(id, supposed.getOrDefault(id, standing.status().healthy()));
  }

  private static Checker checker(Evidence evidence, HealthCheck check) {
    Report report = evidence.report();
    Observation last = report.last();
    Observation failure = report.lastFailure();
    return new Checker(
        evidence.checker(),
        evidence.region(),
        report.healthy(),
        report.enough() && report.version() == check.version(),
        last == null ? null : last.status(),
        failure == null ? null : failure.status(),
        failure == null ? null : failure.checkedTime());
  }
}
