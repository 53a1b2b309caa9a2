package dev.understudy.history;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some events, oldest first.
 *
 * @param next what to ask for after these, if there may be more: {@link EventQuery#after}; may be
 *     given with few events or none, where many were looked at
 */
public record EventPage(List<Entry> events, @Nullable String next) {
  public EventPage {
    events = List.copyOf(events);
  }

  /**
   * An event as it is recorded.
   *
   * @param id in order of recording
   * @param recorded when; never before that of an earlier id
   */
  public record Entry(String id, Instant recorded, Event event) {}
}
