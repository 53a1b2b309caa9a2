package dev.understudy.possibility;

import dev.understudy.routing.Candidates;
import dev.understudy.routing.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chance by script: one draw among the candidates of the group asked for is as told, all others are
 * zero. Those inside branches do not matter: which candidate a group chooses hangs on whether its
 * branches are healthy, and that hangs on no draw.
 */
final class Draws implements RandomGenerator, Witness {
  private final List<Integer> opened = new ArrayList<>();
  private final List<Integer> healthy = new ArrayList<>();
  private int stage;
  private int point;
  private boolean asked;

  /** Starts a decision in which the draw after {@code stage} candidates gives {@code point}. */
  void begin(int stage, int point) {
    this.stage = stage;
    this.point = point;
    asked = false;
    opened.clear();
    healthy.clear();
  }

  /** The candidates of the group asked for, in the order in which they were opened. */
  List<Integer> opened() {
    return opened;
  }

  /** Those that counted as healthy. */
  List<Integer> healthy() {
    return healthy;
  }

  @Override
  public int nextInt(int bound) {
    boolean ours = !asked && opened.size() == stage;
    asked = true;
    if (ours && point >= bound) {
      throw new IllegalStateException("point " + point + " of a draw below " + bound);
    }
    return ours ? point : 0;
  }

  @Override
  public long nextLong() {
    throw new IllegalStateException("a draw without a bound");
  }

  @Override
  public void considered(
      int level, Candidates group, int ordinal, boolean checkHealthy, boolean isHealthy) {
    if (level == 0) {
      opened.add(ordinal);
      asked = false;
      if (isHealthy) {
        healthy.add(ordinal);
      }
    }
  }

  @Override
  public void failedOpen(int level, Candidates group) {}
}
