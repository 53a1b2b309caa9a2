package dev.understudy.probe;

/**
 * At what age an endpoint usually closes a connection on which nothing is said.
 *
 * @param ageNanos the age at the last close that turned out harmless, or -1 before the first
 */
record IdleHabit(long ageNanos) {
  static final IdleHabit UNKNOWN = new IdleHabit(-1);

  /** Closing this much earlier or later is still the habit; timers of servers are coarse. */
  private static final long SLACK_NANOS = 100_000_000L;

  boolean usual(long age) {
    return ageNanos >= 0 && Math.abs(age - ageNanos) <= Math.max(SLACK_NANOS, ageNanos / 8);
  }

  /** After a close at this age behind which the endpoint was alive. */
  IdleHabit learn(long age) {
    return new IdleHabit(age);
  }
}
