package dev.understudy.incident;

import java.time.Instant;
import java.util.List;

/**
 * Something to be told, before it is worded.
 *
 * @param incident as it was before this message
 * @param reports of all its checks
 */
record Telling(Kind kind, Incident incident, Instant at, List<Report> reports) {
  Telling {
    reports = List.copyOf(reports);
  }

  enum Kind {
    OPENED,
    UPDATED,
    REMINDER,
    CLOSED
  }

  /**
   * One check.
   *
   * @param before what was told of it before
   * @param now what is told now
   */
  record Report(Member member, Condition before, Condition now) {
    boolean news() {
      return before != now;
    }
  }

  /** How many checks are in that condition now. */
  long count(Condition condition) {
    return reports.stream().filter(report -> report.now() == condition).count();
  }
}
