package dev.understudy.control;

import dev.understudy.health.Evidence;
import java.util.List;

/** What the checkers last said, for people to read. */
public interface Observations {

  /** The newest report of every checker that watches the check; empty for an unknown id. */
  List<Evidence> evidence(String checkId);

  /** The networks that checkers probe from, in CIDR notation. */
  List<String> checkerRanges();
}
