package dev.understudy.routing;

import dev.understudy.health.HealthView;

/**
 * The choice of a failover group without aliases, which is what most checked names are, by the
 * shortest way. {@link Router} comes to the same by its own.
 */
public final class Pair {
  /** Neither is healthy: the primary answers nevertheless. */
  public static final int PRIMARY_AS_LAST_RESORT = -1;

  private Pair() {}

  /**
   * The primary if it is healthy, else the secondary if that is; else the primary.
   *
   * @param pair at least one record set, none of them an alias
   * @return an ordinal, or {@link #PRIMARY_AS_LAST_RESORT}
   */
  public static int choose(Candidates pair, HealthView health) {
    return health.healthy(pair.healthSlot(0)) ? 0 : second(pair, health);
  }

  // Apart, so that both methods are small enough to be inlined however often each is called.
  private static int second(Candidates pair, HealthView health) {
    boolean secondary = pair.count() > 1 && health.healthy(pair.healthSlot(1));
    return secondary ? 1 : PRIMARY_AS_LAST_RESORT;
  }
}
