package dev.understudy.routing;

import java.util.random.RandomGenerator;

/** Draws, each announced by its bound, so that a test can try every one of them. */
public final class Draw {
  private Draw() {}

  /**
   * A number from 0 to below {@code bound}, each as likely.
   *
   * @param bound 1 or more; of 1 nothing is drawn
   */
  public static int below(RandomGenerator random, int bound) {
    return bound == 1 ? 0 : random.nextInt(bound);
  }
}
