package dev.understudy.tape;

import java.util.random.RandomGenerator;

/**
 * Draws the queries that are taken down. The gaps are drawn, not counted, so that no rhythm of the
 * queries decides which are seen. One thread's.
 */
public final class Sample {
  /** For the query log. */
  public static final int LOG = 1;

  /** For the tap. */
  public static final int TAP = 2;

  private final int logOneIn;
  private final int tapOneIn;
  private final RandomGenerator random;
  private int untilLog;
  private int untilTap;

  Sample(int logOneIn, int tapOneIn, RandomGenerator random) {
    this.logOneIn = logOneIn;
    this.tapOneIn = tapOneIn;
    this.random = random;
    untilLog = gap(logOneIn);
    untilTap = gap(tapOneIn);
  }

  /** For whom the next query is taken down: {@link #LOG}, {@link #TAP}, both added up, or 0. */
  public int next() {
    int wanted = 0;
    if (logOneIn != 0 && --untilLog == 0) {
      untilLog = gap(logOneIn);
      wanted = LOG;
    }
    if (tapOneIn != 0 && --untilTap == 0) {
      untilTap = gap(tapOneIn);
      wanted |= TAP;
    }
    return wanted;
  }

  /** From 1 to twice the mean less 1, each as likely. */
  private int gap(int mean) {
    return mean <= 1 ? 1 : random.nextInt(1, 2 * mean);
  }
}
