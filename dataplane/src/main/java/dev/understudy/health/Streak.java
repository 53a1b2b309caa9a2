package dev.understudy.health;

/**
 * One checker's standing on one endpoint: it changes its mind only after enough results in a row
 * against it, in either direction (Route 53 API, FailureThreshold).
 *
 * @param healthy the opinion; healthy at first
 * @param contrary results in a row that disagree with the opinion, 0 to 9
 * @param results how many results it has seen, 0 to {@link #RESULTS_MAX}, where counting stops
 */
public record Streak(boolean healthy, int contrary, int results) {
  /** The largest threshold there is, so counting further would tell nothing. */
  public static final int RESULTS_MAX = 10;

  /** Before the first result. */
  public static final Streak NEW = new Streak(true, 0, 0);

  /**
   * The standing after one more result.
   *
   * @param rise successes in a row that make it healthy, 1 to 10
   * @param fall failures in a row that make it unhealthy, 1 to 10
   */
  public Streak next(boolean passed, int rise, int fall) {
    int seen = Math.min(results + 1, RESULTS_MAX);
    if (passed == healthy) {
      return new Streak(healthy, 0, seen);
    }
    int against = contrary + 1;
    return against < (passed ? rise : fall)
        ? new Streak(healthy, against, seen)
        : new Streak(passed, 0, seen);
  }

  /**
   * Whether the opinion counts: after as many results as could have made it unhealthy
   * (health-checks.md, section 4.3). Until then an endpoint is merely assumed healthy.
   */
  public boolean enough(int fall) {
    return results >= fall;
  }

  /** Whether the newest result disagrees with the opinion, so that a flip is under way. */
  public boolean wavering() {
    return contrary > 0;
  }
}
