package dev.understudy.launch;

import dev.understudy.explain.HealthKnowledge;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdicts;
import java.util.Map;
import java.util.Optional;

/** What this process's own verdicts know of health. */
record LocalKnowledge(Verdicts verdicts) implements HealthKnowledge {
  @Override
  public Optional<Standing> standing(String checkId) {
    return verdicts.standing(checkId);
  }

  @Override
  public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
    return verdicts.suppose(assumed);
  }
}
