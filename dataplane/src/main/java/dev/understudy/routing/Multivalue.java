package dev.understudy.routing;

import dev.understudy.health.HealthView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Multivalue answers: up to eight of the healthy record sets, or of all when none is healthy. Until
 * they are drawn at random, the first eight in stored order are taken.
 */
final class Multivalue {
  private Multivalue() {}

  static void draw(
      Candidates group,
      int level,
      HealthView health,
      RandomGenerator draw,
      @Nullable Witness witness,
      Choice choice) {
    choice.kind = Choice.Kind.ANSWER;
    choice.pickCount = 0;
    int count = group.count();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      boolean healthy = health.healthy(group.healthSlot(ordinal));
      if (witness != null) {
        witness.considered(level, group, ordinal, healthy, healthy);
      }
      if (healthy && choice.pickCount < Choice.MULTIVALUE_MAX) {
        choice.picks[choice.pickCount++] = ordinal;
      }
    }
    choice.healthy = choice.pickCount > 0;
    if (choice.healthy) {
      return;
    }
    while (choice.pickCount < Math.min(count, Choice.MULTIVALUE_MAX)) {
      choice.picks[choice.pickCount] = choice.pickCount;
      choice.pickCount++;
    }
    if (witness != null) {
      witness.failedOpen(level, group);
    }
  }
}
