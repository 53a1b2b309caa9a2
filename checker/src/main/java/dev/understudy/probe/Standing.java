package dev.understudy.probe;

import dev.understudy.health.Observation;
import dev.understudy.health.Streak;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one checker knows of one endpoint.
 *
 * @param last the newest observation, null before the first
 * @param lastFailure the newest failed one, null if none failed
 * @param alikeSince when the first of the newest observations was made that all passed or all
 *     failed, null before the first
 */
public record Standing(
    Streak streak,
    @Nullable Observation last,
    @Nullable Observation lastFailure,
    @Nullable Instant alikeSince) {
  /** Before the first probe. */
  public static final Standing NEW = new Standing(Streak.NEW, null, null, null);

  /** After one more probe, whose result has led to {@code next}. */
  public Standing after(Streak next, Observation seen) {
    boolean alike = last != null && last.success() == seen.success();
    return new Standing(
        next, seen, seen.success() ? lastFailure : seen, alike ? alikeSince : seen.checkedTime());
  }
}
