package dev.understudy.explain;

import dev.understudy.health.Standing;
import java.util.Map;
import java.util.Optional;

/** What is known of health checks here: the verdicts, as an explanation asks them. */
public interface HealthKnowledge {

  /**
   * The status of a check and what it rests on; empty if there is no such check. Where nobody knows
   * since when, since {@link java.time.Instant#MIN}.
   */
  Optional<Standing> standing(String checkId);

  /**
   * The statuses that would differ if some were as assumed: those, and the calculated checks that
   * follow from them.
   */
  Map<String, Boolean> suppose(Map<String, Boolean> assumed);
}
