package dev.understudy.health;

/**
 * The opinions of the reporting checkers on one check, counted (Route 53 Developer Guide, "How
 * Amazon Route 53 determines whether a health check is healthy").
 *
 * @param undecided checkers that report on the check but have not seen enough results yet
 */
record Tally(int healthy, int unhealthy, int undecided) {
  /** An endpoint is healthy while more than this share of the reporting checkers says so. */
  private static final int SHARE_PERCENT = 18;

  /**
   * The verdict.
   *
   * <p>A checker without enough results seconds the standing verdict. So a new check is healthy
   * until enough checkers have seen it fail, a checker that has just restarted does not bring a
   * dead endpoint back, and with no checker at all the standing verdict stays.
   *
   * @param standing the verdict before; healthy for a new check
   */
  boolean verdict(boolean standing) {
    int reporting = healthy + unhealthy + undecided;
    if (reporting == 0) {
      return standing;
    }
    int inFavour = standing ? healthy + undecided : healthy;
    return inFavour * 100 > SHARE_PERCENT * reporting;
  }

  Tally plus(Report report) {
    if (!report.enough()) {
      return new Tally(healthy, unhealthy, undecided + 1);
    }
    return report.healthy()
        ? new Tally(healthy + 1, unhealthy, undecided)
        : new Tally(healthy, unhealthy + 1, undecided);
  }
}
