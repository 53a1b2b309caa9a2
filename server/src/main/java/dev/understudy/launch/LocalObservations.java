package dev.understudy.launch;

import dev.understudy.control.Observations;
import dev.understudy.health.Evidence;
import dev.understudy.health.Verdicts;
import java.util.List;

/** What this process's own verdicts rest on. */
record LocalObservations(Verdicts verdicts) implements Observations {
  @Override
  public List<Evidence> evidence(String checkId) {
    return verdicts.evidence(checkId);
  }

  @Override
  public List<String> checkerRanges() {
    return OwnAddresses.ranges();
  }
}
