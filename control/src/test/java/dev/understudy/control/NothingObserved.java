package dev.understudy.control;

import dev.understudy.health.Evidence;
import java.time.Instant;
import java.util.List;

/** Checkers that have said nothing yet, for tests that are not about them. */
public final class NothingObserved implements Observations {
  @Override
  public Instant watchingSince(String checker) {
    return Instant.EPOCH;
  }

  @Override
  public List<Evidence> evidence(String checkId) {
    return List.of();
  }

  @Override
  public List<String> checkerRanges() {
    return List.of();
  }
}
