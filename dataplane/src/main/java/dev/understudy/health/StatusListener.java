package dev.understudy.health;

import java.util.Map;

/** Told of final statuses of health checks, inversion and disabling already applied. */
@FunctionalInterface
public interface StatusListener {
  /**
   * Called in order, on the thread that brought the news, while {@link Verdicts} is locked.
   *
   * @param statuses by check id, true for healthy; only those that changed, and those of new checks
   *     and of checks deleted while unhealthy (healthy from then on)
   */
  void changed(Map<String, Boolean> statuses);
}
