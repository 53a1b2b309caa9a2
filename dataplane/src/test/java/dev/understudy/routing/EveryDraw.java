package dev.understudy.routing;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Draws that go through every possible course, one after the other: the first of each bound at
 * first, then the last one drawn is raised, until there is nothing left to raise.
 */
final class EveryDraw implements RandomGenerator {
  private int[] bounds = new int[16];
  private int[] drawn = new int[16];
  private int known;
  private int at;
  private double probability = 1;

  /** Goes back to the beginning of the course that was taken last. */
  void again() {
    at = 0;
    probability = 1;
  }

  /** Goes on to the next course; whether there is one. */
  boolean next() {
    again();
    while (known > 0 && ++drawn[known - 1] == bounds[known - 1]) {
      known--;
    }
    return known > 0;
  }

  /** Of the draws made since the beginning. */
  double probability() {
    return probability;
  }

  @Override
  public int nextInt(int bound) {
    if (at == known) {
      if (known == drawn.length) {
        bounds = Arrays.copyOf(bounds, 2 * known);
        drawn = Arrays.copyOf(drawn, 2 * known);
      }
      bounds[known] = bound;
      drawn[known] = 0;
      known++;
    } else if (bounds[at] != bound) {
      throw new AssertionError("below " + bounds[at] + " before, now " + bound);
    }
    probability /= bound;
    return drawn[at++];
  }

  @Override
  public long nextLong() {
    throw new AssertionError("a draw without a bound");
  }
}
