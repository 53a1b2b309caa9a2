package dev.understudy.beat;

import dev.understudy.probe.Prober;
import dev.understudy.probe.Targets;

/**
 * Who a checker is and what it may do.
 *
 * @param name unique among checkers
 * @param region where it says it stands, for {@code Regions} of a health check
 * @param address the address it probes from, for GetHealthCheckStatus
 * @param targets where it may connect to
 * @param userAgent with {@code {id}} where the check's id goes
 * @param probesMax probes under way at once, 1 to 65536; each takes a file descriptor. More wait
 *     their turn
 */
public record CheckerSettings(
    String name, String region, String address, Targets targets, String userAgent, int probesMax) {
  private static final int PROBES_DEFAULT = 4096;

  public CheckerSettings {
    if (probesMax < 1 || probesMax > 65_536) {
      throw new IllegalArgumentException("probesMax " + probesMax + " is outside 1..65536");
    }
  }

  /** With the default targets, user agent and number of probes. */
  public static CheckerSettings of(String name, String region, String address) {
    return new CheckerSettings(
        name, region, address, Targets.DEFAULT, Prober.DEFAULT_USER_AGENT, PROBES_DEFAULT);
  }
}
