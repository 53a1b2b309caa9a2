package dev.understudy.health;

import java.util.BitSet;

/**
 * The status of every health check by slot, frozen: what one query may know about health.
 *
 * <p>Slots are given out by whoever compiles the zones. A slot that nobody has spoken of is
 * healthy, so a new check never takes an answer away. Stored as one bit per unhealthy slot.
 */
public final class HealthView {
  /** The slot of a record set without a health check: always healthy. */
  public static final int UNCHECKED = -1;

  /** Every slot healthy. */
  public static final HealthView ALL_HEALTHY = new HealthView(new long[0]);

  private final long[] unhealthy;

  private HealthView(long[] unhealthy) {
    this.unhealthy = unhealthy;
  }

  /** The view in which exactly the slots set in {@code unhealthy} are unhealthy. Copies them. */
  public static HealthView ofUnhealthy(BitSet unhealthy) {
    return new HealthView(unhealthy.toLongArray());
  }

  /** Whether the check of this slot is healthy; true for {@link #UNCHECKED} and unknown slots. */
  public boolean healthy(int slot) {
    int word = slot >> 6;
    return word < 0 || word >= unhealthy.length || (unhealthy[word] & (1L << slot)) == 0;
  }

  /** This view with one slot changed. */
  public HealthView with(int slot, boolean healthy) {
    if (slot < 0) {
      throw new IllegalArgumentException("slot " + slot + " is negative");
    }
    BitSet next = BitSet.valueOf(unhealthy);
    next.set(slot, !healthy);
    return ofUnhealthy(next);
  }

  @Override
  public String toString() {
    return "HealthView[unhealthy " + BitSet.valueOf(unhealthy) + "]";
  }
}
