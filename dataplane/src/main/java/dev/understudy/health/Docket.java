package dev.understudy.health;

import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;

/**
 * One check and the verdict standing on it.
 *
 * @param standing the aggregated verdict, before disabling and inversion; healthy for a new check
 */
record Docket(HealthCheck check, boolean standing) {

  static Docket open(HealthCheck check) {
    return new Docket(check, true);
  }

  /**
   * The docket after the check was put again. The verdict stays, unless it was passed on another
   * endpoint or nobody has been looking: then it starts anew.
   */
  Docket put(HealthCheck next) {
    boolean same = !check.disabled() && !next.disabled() && sameSubject(check, next);
    return new Docket(next, standing || !same);
  }

  Docket withStanding(boolean verdict) {
    return verdict == standing ? this : new Docket(check, verdict);
  }

  /**
   * {@code status = invert XOR (disabled OR noData OR aggregated)}: health-checks.md, section 4.3.
   */
  boolean status() {
    return check.inverted() != (check.disabled() || standing);
  }

  private static boolean sameSubject(HealthCheck before, HealthCheck after) {
    if (before.subject() instanceof Endpoint a && after.subject() instanceof Endpoint b) {
      return a.sameTarget(b);
    }
    return before.subject().getClass() == after.subject().getClass();
  }
}
