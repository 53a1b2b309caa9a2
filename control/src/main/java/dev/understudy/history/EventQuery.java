package dev.understudy.history;

import dev.understudy.intent.DomainName;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted, oldest first.
 *
 * @param since not before; null for the oldest
 * @param until before; null for the newest
 * @param name only those about that very name; null for all
 * @param checkId only those about that health check; null for all
 * @param kinds only those; empty for all
 * @param after only those after the event of that id; null for all
 * @param limit at most so many, 1 to {@link #LIMIT_MAX}
 */
public record EventQuery(
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable DomainName name,
    @Nullable String checkId,
    Set<Event.Kind> kinds,
    @Nullable String after,
    int limit) {
  /** Most events of a page. */
  public static final int LIMIT_MAX = 1_000;

  private static final int CHECK_ID_MAX = 64;

  public EventQuery {
    kinds = Set.copyOf(kinds);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("limit " + limit + " is outside 1.." + LIMIT_MAX);
    }
    if (checkId != null && (checkId.isEmpty() || checkId.length() > CHECK_ID_MAX)) {
      throw new IllegalArgumentException("the id of a check has 1 to 64 characters");
    }
    if (after != null) {
      EventKeys.parse(after);
    }
  }

  /** All that is recorded, page by page. */
  public static EventQuery everything(@Nullable String after) {
    return new EventQuery(null, null, null, null, Set.of(), after, LIMIT_MAX);
  }
}
