package dev.understudy.launch;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them: ago, a day, or with an offset from UTC (ISO 8601). */
final class Moment {
  private static final Pattern AGO = Pattern.compile("-?(\\d{1,6})(s|m|h|d)");
  private static final Instant LAST = Instant.EPOCH.plus(Duration.ofDays(365_000));

  private Moment() {}

  /**
   * Reads {@code 2h} and {@code -2h}, which is two hours ago, {@code 2026-11-21}, which is its
   * first moment in UTC, {@code 2026-11-21T05:00Z} or {@code 2026-11-21T06:00:30+01:00}.
   *
   * @return null for null
   * @throws IllegalArgumentException that says how
   */
  static @Nullable Instant read(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      return now.minus(
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          });
    }
    Instant time;
    try {
      time = OffsetDateTime.parse(text.length() == 10 ? text + "T00:00Z" : text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 2h, 2026-11-21 or 2026-11-21T05:00Z.", e);
    }
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LAST)) {
      throw new IllegalArgumentException("'" + text + "' is no time of this history.");
    }
    return time;
  }
}
