package dev.understudy.explain;

import dev.understudy.health.Standing;
import dev.understudy.health.Verdict;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.InsufficientData;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks that are what a map says. */
record KnownChecks(Map<String, Boolean> statuses) implements HealthKnowledge {
  static final Instant SINCE = Instant.EPOCH.minusSeconds(41);

  @Override
  public Optional<Standing> standing(String checkId) {
    return Optional.ofNullable(statuses.get(checkId))
        .map(healthy ->
            new Standing(check(checkId), healthy, new Verdict(checkId, healthy, SINCE), List.of()));
  }

  @Override
  public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
    var different = new HashMap<>(assumed);
    different.entrySet().removeAll(statuses.entrySet());
    return Map.copyOf(different);
  }

  static HealthCheck check(String id) {
    return new HealthCheck(id, 1, false, false, new AlarmState(InsufficientData.HEALTHY));
  }
}
