package dev.understudy.resolution;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;
import dev.understudy.zone.OutsideRecords;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one target and when to ask again. Times in nanoseconds of one monotonic clock.
 *
 * <p>Reasons are in docs/adr/0086-when-to-resolve-again.md.
 *
 * @param known null until something was found or denied
 * @param confirmedNanos when {@code known} was last confirmed; without meaning while it is null
 * @param dueNanos when to ask again
 * @param failures in a row
 * @param deniedNanos when records that are still answered were first denied, or {@link #NEVER}
 */
record Standing(
    @Nullable OutsideRecords known,
    long confirmedNanos,
    long dueNanos,
    int failures,
    long deniedNanos) {
  static final long NEVER = Long.MIN_VALUE;

  /** The longest TTL that answers carry: what Route 53's own targets have (routing.md, 5.1). */
  static final int WIRE_TTL_MAX_SECONDS = 60;

  static final int KEEP_MAX_SECONDS = 3600;
  static final int DENIED_KEEP_MAX_SECONDS = 60;

  /** Records that are denied are answered this long, in case the denial is a mistake. */
  static final int GRACE_SECONDS = 60;

  static final int GRACE_STEP_SECONDS = 10;
  static final int BACK_OFF_MAX_SECONDS = 60;

  /** Nothing known; asked for at once. */
  static Standing fresh(long now) {
    return new Standing(null, 0, now, 0, NEVER);
  }

  /** Known from before a restart; asked for at once. */
  static Standing remembered(OutsideRecords records, long confirmedNanos, long now) {
    return new Standing(records, confirmedNanos, now, 0, NEVER);
  }

  /**
   * After one outcome.
   *
   * @param jitter from 0 to 1
   */
  Standing next(Outcome outcome, long now, double jitter) {
    return switch (outcome) {
      case Found(int ttl, var records) -> {
        int onTheWire = Math.clamp(ttl, 1, WIRE_TTL_MAX_SECONDS);
        var found = new OutsideRecords(onTheWire, records);
        double keep = Math.clamp(ttl, 1, KEEP_MAX_SECONDS) * (1 + jitter / 20);
        yield new Standing(found, now, after(now, keep), 0, NEVER);
      }
      case Nothing(int ttl) -> denied(ttl, now);
      case Failed _ -> {
        double wait = Math.min(BACK_OFF_MAX_SECONDS, Math.pow(2, Math.min(failures, 30)));
        long due = after(now, wait * (1 + jitter) / 2);
        yield new Standing(known, confirmedNanos, due, failures + 1, deniedNanos);
      }
    };
  }

  private Standing denied(int ttl, long now) {
    boolean answered = known != null && !known.records().isEmpty();
    long since = deniedNanos == NEVER ? now : deniedNanos;
    if (answered && now - since < TimeUnit.SECONDS.toNanos(GRACE_SECONDS)) {
      return new Standing(known, confirmedNanos, after(now, GRACE_STEP_SECONDS), 0, since);
    }
    int keep = Math.clamp(ttl, 1, DENIED_KEEP_MAX_SECONDS);
    return new Standing(OutsideRecords.NOTHING, now, after(now, keep), 0, NEVER);
  }

  private static long after(long now, double seconds) {
    return now + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }
}
