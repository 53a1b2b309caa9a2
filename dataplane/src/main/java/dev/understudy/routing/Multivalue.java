package dev.understudy.routing;

import dev.understudy.health.HealthView;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Multivalue answers: up to eight of the healthy record sets, or of all when none is healthy; drawn
 * at random, each as likely, and in random order.
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
    int seen = 0;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      boolean healthy = health.healthy(group.healthSlot(ordinal));
      if (witness != null) {
        witness.opened(level, group, ordinal);
        witness.considered(level, group, ordinal, healthy, healthy);
      }
      if (healthy) {
        offer(ordinal, ++seen, draw, choice);
      }
    }
    choice.healthy = seen > 0;
    if (choice.healthy) {
      return;
    }
    for (int ordinal = 0; ordinal < count; ordinal++) {
      offer(ordinal, ordinal + 1, draw, choice);
    }
    if (witness != null) {
      witness.failedOpen(level, group);
    }
  }

  /**
   * One more candidate for the sample: while there is room it goes to a random place in the row;
   * then it takes the place of another, as likely as every one before it came in.
   *
   * @param seen how many were offered, this one included
   */
  private static void offer(int ordinal, int seen, RandomGenerator draw, Choice choice) {
    int place = Draw.below(draw, seen);
    if (seen <= Choice.MULTIVALUE_MAX) {
      choice.picks[choice.pickCount++] = choice.picks[place];
      choice.picks[place] = ordinal;
    } else if (place < Choice.MULTIVALUE_MAX) {
      choice.picks[place] = ordinal;
    }
  }
}
