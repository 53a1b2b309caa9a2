package dev.understudy.control;

import dev.understudy.health.Evidence;
import java.time.Instant;
import java.util.List;

/** What the checkers last said, for people to read. */
public interface Observations {

  /** The newest report of every checker that watches the check; empty for an unknown id. */
  List<Evidence> evidence(String checkId);

  /** Since when a checker of that name has been watching, for people. */
  Instant watchingSince(String checker);

  /** The networks that checkers probe from, in CIDR notation. */
  List<String> checkerRanges();
}
