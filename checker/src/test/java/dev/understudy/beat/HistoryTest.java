package dev.understudy.beat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Street (ii) as a seeded simulation: an observation flips an answer (issue A, point 5).
 *
 * <p>A failing seed is printed. Replay it with {@code -Dsimulation.seed=N}; play more with {@code
 * -Dsimulation.histories=N}.
 */
class HistoryTest {
  private static final int HISTORIES = Integer.getInteger("simulation.histories", 2000);

  @Test
  void invariantsHoldInEveryHistory() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      new History(only).play();
      return;
    }
    var total = new History.Totals();
    for (long seed = 0; seed < HISTORIES; seed++) {
      try {
        total.add(new History(seed).play());
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "replay with -Dsimulation.seed=" + seed + ": " + e.getMessage(), e);
      }
    }
    System.out.println(HISTORIES + " histories: " + total);
    assertThat(total.flips()).as("histories in which nothing happens prove nothing").isPositive();
    assertThat(total.judgedFalls()).isPositive();
    assertThat(total.judgedRises()).isPositive();
    assertThat(total.judgedCrashes()).isPositive();
  }
}
