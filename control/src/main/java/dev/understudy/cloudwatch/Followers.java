package dev.understudy.cloudwatch;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmCriteria;
import dev.understudy.intent.HealthCheck.AlarmState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Health checks of type CLOUDWATCH_METRIC: they follow the data of an alarm by its criteria, not
 * its state (health-checks.md, section 4.5; Developer Guide, "Monitoring a CloudWatch alarm").
 */
final class Followers {
  private Followers() {}

  /** By check id, true for healthy, empty where data are insufficient; the others stay. */
  static Map<String, Optional<Boolean>> judged(List<HealthCheck> checks, Judge judge, Instant now) {
    var judged = new HashMap<String, Optional<Boolean>>();
    for (HealthCheck check : checks) {
      if (check.subject() instanceof AlarmState alarm && alarm.criteria() != null) {
        StateValue state = judge.of(criteria(alarm.criteria()), now).state();
        if (state != null) {
          judged.put(check.id(), verdict(state));
        }
      }
    }
    return judged;
  }

  private static Optional<Boolean> verdict(StateValue state) {
    return switch (state) {
      case OK -> Optional.of(true);
      case ALARM -> Optional.of(false);
      case INSUFFICIENT_DATA -> Optional.empty();
    };
  }

  private static Criteria criteria(AlarmCriteria given) {
    return new Criteria(
        new Metric(given.namespace(), given.metric(), new TreeMap<>(given.dimensions())),
        Statistic.read(given.statistic()).orElseThrow(),
        given.periodSeconds(),
        given.evaluationPeriods(),
        given.evaluationPeriods(),
        given.threshold(),
        Comparison.read(given.comparison()).orElseThrow(),
        MissingData.MISSING);
  }
}
