package dev.understudy.launch;

import dev.understudy.history.Event;
import dev.understudy.history.EventForm;
import dev.understudy.history.EventLog;
import dev.understudy.history.EventQuery;
import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.route53.Page;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /events?since=&until=&name=&check=&kind=&after=&limit=}: what happened, oldest first,
 * page by page. Parameters and fields are listed in docs/history.md.
 */
final class EventsPage implements Page {
  private static final Set<String> PARAMETERS =
      Set.of("since", "until", "name", "check", "kind", "after", "limit");
  private static final int LIMIT_DEFAULT = 100;

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
        Moment.read(one(request, "since"), clock.instant()),
        Moment.read(one(request, "until"), clock.instant()),
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
