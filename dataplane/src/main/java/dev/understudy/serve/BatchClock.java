package dev.understudy.serve;

import java.util.function.LongSupplier;

/**
 * The wall clock as one serving thread sees it: read at most once for each batch of queries, and
 * only if one of them needs the time.
 */
final class BatchClock implements LongSupplier {
  private final LongSupplier epochSeconds;
  private boolean known;
  private long now;

  BatchClock(LongSupplier epochSeconds) {
    this.epochSeconds = epochSeconds;
  }

  /** Another batch begins. */
  void next() {
    known = false;
  }

  /** Seconds since 1970. */
  @Override
  public long getAsLong() {
    if (!known) {
      now = epochSeconds.getAsLong();
      known = true;
    }
    return now;
  }
}
