package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGenerationTest {
  /** In MiB; a collection leaves what is alive. */
  private long used;

  private long alive;
  private long left;
  private int collections;

  @ParameterizedTest(name = "{0} MiB at the start, {1} now: collected {2} times")
  @CsvSource({
    "0, 15, 0",
    "0, 16, 1",
    "20, 35, 0",
    "20, 36, 1",
    "100, 149, 0",
    "100, 150, 1",
    "100, 40, 0",
  })
  void isCollectedWhenItHasGrownByHalfAndBy16MiB(long start, long now, int times) {
    used = start;
    alive = 10;
    try (OldGeneration heap = heap()) {
      used = now;
      heap.look();
      assertThat(collections).isEqualTo(times);
    }
  }

  @Test
  void growthIsMeasuredFromTheLastCollectionWhoeverAskedForIt() {
    used = 100;
    alive = 60;
    try (OldGeneration heap = heap()) {
      used = 145;
      collect();
      heap.look();
      assertThat(used).isEqualTo(60);
      used = 89;
      heap.look();
      assertThat(collections).isEqualTo(1);
      used = 90;
      heap.look();
      assertThat(collections).isEqualTo(2);
    }
  }

  @Test
  void whatIsAliveIsNotCollectedOverAndOver() {
    used = 20;
    alive = 200;
    try (OldGeneration heap = heap()) {
      used = 200;
      for (int i = 0; i < 100; i++) {
        heap.look();
      }
      assertThat(collections).isEqualTo(1);
    }
  }

  @Test
  void aHeapUnderSteadyChangeStaysWithinHalfAsMuchAgain() {
    used = 60;
    alive = 60;
    try (OldGeneration heap = heap()) {
      long most = 0;
      for (int i = 0; i < 10_000; i++) {
        used++;
        most = Math.max(most, used);
        heap.look();
      }
      assertThat(most).isEqualTo(90);
    }
  }

  private OldGeneration heap() {
    return new OldGeneration(() -> used << 20, () -> left << 20, this::collect);
  }

  private void collect() {
    used = alive;
    left = alive;
    collections++;
  }
}
