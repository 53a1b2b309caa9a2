package dev.understudy.launch;

import dev.understudy.history.Event;
import dev.understudy.history.EventForm;
import dev.understudy.history.EventLog;
import dev.understudy.history.EventQuery;
import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.route53.Page;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /events?since=&until=&name=&check=&kind=&after=&limit=}: what happened, oldest first,
 * page by page. Parameters and fields are listed in docs/history.md.
 */
final class EventsPage implements Page {
  private static final Set<String> PARAMETERS =
      Set.of("since", "until", "name", "check", "kind", "after", "limit");
  private static final int LIMIT_DEFAULT = 100;
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})(s|m|h|d)");

  private final EventLog log;
  private final InstantSource clock;

  EventsPage(EventLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public Reply answer(Request request) {
    EventQuery query;
    try {
      query = read(request);
    } catch (IllegalArgumentException e) {
      return Reply.json(400, Json.text(Map.of("error", String.valueOf(e.getMessage()))));
    }
    return Reply.json(200, EventForm.of(log.query(query)) + "\n");
  }

  private EventQuery read(Request request) {
    for (String name : request.names()) {
      if (!PARAMETERS.contains(name)) {
        throw new IllegalArgumentException("There is no parameter '" + name + "'.");
      }
      if (!name.equals("kind") && request.values(name).size() > 1) {
        throw new IllegalArgumentException("Give " + name + " once.");
      }
    }
    String limit = one(request, "limit");
    if (limit != null && !limit.matches("\\d{1,9}")) {
      throw new IllegalArgumentException(
          "limit is a number from 1 to " + EventQuery.LIMIT_MAX + ".");
    }
    return new EventQuery(
        time(one(request, "since"), clock.instant()),
        time(one(request, "until"), clock.instant()),
        name(one(request, "name")),
        one(request, "check"),
        kinds(request.values("kind")),
        one(request, "after"),
        limit == null ? LIMIT_DEFAULT : Integer.parseInt(limit));
  }

  private static @Nullable String one(Request request, String name) {
    List<String> values = request.values(name);
    return values.isEmpty() || values.getFirst().isEmpty() ? null : values.getFirst();
  }

  /**
   * A time as people write it: {@code 2h} ago, or {@code 2026-11-21T05:00Z}.
   *
   * @throws IllegalArgumentException that says how
   */
  static @Nullable Instant time(@Nullable String text, Instant now) {
    if (text == null) {
      return null;
    }
    Matcher ago = AGO.matcher(text);
    try {
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
      Instant time =
          java.time.OffsetDateTime.parse(text.length() == 10 ? text + "T00:00Z" : text).toInstant();
      if (time.isBefore(Instant.EPOCH)
          || time.isAfter(Instant.EPOCH.plus(Duration.ofDays(365_000)))) {
        throw new IllegalArgumentException("'" + text + "' is no time of this history.");
      }
      return time;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 2h, 2026-11-21 or 2026-11-21T05:00Z.", e);
    }
  }

  private static @Nullable DomainName name(@Nullable String text) {
    try {
      return text == null ? null : NameText.parse(text);
    } catch (PresentationException e) {
      throw new IllegalArgumentException("'" + text + "' is not a name: " + e.getMessage(), e);
    }
  }

  private static Set<Event.Kind> kinds(List<String> texts) {
    var kinds = EnumSet.noneOf(Event.Kind.class);
    for (String text : texts) {
      for (String each : text.split(",", -1)) {
        try {
          kinds.add(Event.Kind.valueOf(each.strip().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "kind is health, answer, change, notification or gap.", e);
        }
      }
    }
    return kinds;
  }
}
