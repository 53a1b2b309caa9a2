package dev.understudy.health;

import java.util.List;

/**
 * A checker's whole table, sent each second and at once when something changed, to every
 * nameserver.
 *
 * @param checker unique among checkers
 * @param region where it says it stands
 * @param address the address it probes from, for GetHealthCheckStatus
 * @param sequence grows with every beat; an older one than the last seen is ignored
 */
public record Beat(
    String checker, String region, String address, long sequence, List<Report> reports) {
  public Beat {
    reports = List.copyOf(reports);
  }
}
