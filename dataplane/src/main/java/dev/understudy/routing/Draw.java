package dev.understudy.routing;

import java.util.random.RandomGenerator;

/** Draws without division or rejection, so each costs the same. */
public final class Draw {
  private Draw() {}

  /**
   * A number from 0 to below {@code bound}, each nearly as likely: shares differ by less than
   * {@code bound} in 2 to the 32.
   *
   * @param bound 1 or more; of 1 nothing is drawn
   */
  public static int below(RandomGenerator random, int bound) {
    return bound == 1 ? 0 : (int) (((random.nextInt() & 0xffff_ffffL) * bound) >>> 32);
  }
}
