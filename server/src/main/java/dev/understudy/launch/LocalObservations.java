package dev.understudy.launch;

import dev.understudy.control.Observations;
import dev.understudy.health.Evidence;
import dev.understudy.health.Verdicts;
import java.time.Instant;
import java.util.List;

/** What this process's own verdicts rest on. */
record LocalObservations(Verdicts verdicts, Instant started) implements Observations {
  @Override
  public List<Evidence> evidence(String checkId) {
    return verdicts.evidence(checkId);
  }

  /** This process's only checker started with it. */
  @Override
  public Instant watchingSince(String checker) {
    return started;
  }

  @Override
  public List<String> checkerRanges() {
    return OwnAddresses.ranges();
  }
}
