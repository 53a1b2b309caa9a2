package dev.understudy.health;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one probe saw (Route 53 API, StatusReport).
 *
 * @param checkedTime wall time at the end of the probe; for people, never for decisions
 * @param status text with Route 53's prefix {@code Success: } or {@code Failure: }
 * @param latency how long its parts took, or null where they were not measured
 */
public record Observation(
    boolean success, Instant checkedTime, String status, @Nullable Latency latency) {

  /** Times of one probe; a part that did not happen is null. */
  public record Latency(
      @Nullable Duration connect, @Nullable Duration tls, @Nullable Duration firstByte) {}
}
