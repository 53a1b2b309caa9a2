package dev.understudy.incident;

import static dev.understudy.incident.JsonWords.array;
import static dev.understudy.incident.JsonWords.field;
import static dev.understudy.incident.JsonWords.object;
import static dev.understudy.incident.JsonWords.string;

import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Message;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import dev.understudy.incident.Page.Row;
import dev.understudy.incident.Page.Section;
import dev.understudy.recipient.Recipient;
import dev.understudy.recipient.Recipient.Mailbox;
import dev.understudy.recipient.Recipient.Webhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The daily message that says that somebody watches.
 *
 * @param tally what happened since the last
 * @param undelivered what was given up since the last
 */
record Heartbeat(Instant at, Watch watch, Tally tally, Undelivered.Count undelivered) {
  private static final int SHOWN = 50;

  /** One to each; none to PagerDuty, where it would wake somebody. */
  List<Notification> notifications(AlertSettings settings) {
    var all = new ArrayList<Notification>();
    for (Recipient recipient : settings.everyCheck()) {
      String id = "heartbeat-" + at.toEpochMilli() + "." + all.size();
      message(recipient, id, settings)
          .ifPresent(message -> all.add(Notification.of(id, "heartbeat", at, subject(), message)));
    }
    return all;
  }

  private Optional<Message> message(Recipient recipient, String id, AlertSettings settings) {
    return switch (recipient) {
      case Mailbox(var address) -> {
        Page page = page(settings.publicUrl().get());
        yield Optional.of(
            new Mail(
                address,
                subject(),
                page.text(),
                page.html(),
                "<" + id + "@" + settings.mailDomain() + ">",
                List.of(),
                null));
      }
      case Webhook webhook ->
          body(webhook).map(body -> new Post(webhook.target(), "application/json", body, Map.of()));
    };
  }

  private Optional<String> body(Webhook webhook) {
    return switch (webhook.form()) {
      case JSON -> Optional.of(json());
      case SLACK ->
          Optional.of(
              object(field("text", string(subject() + "\n" + happened() + "\n" + givenUp()))));
      case PAGERDUTY -> Optional.empty();
    };
  }

  String subject() {
    int down = watch.unhealthy().size();
    return "Understudy watches "
        + watch.checks()
        + (watch.checks() == 1 ? " health check: " : " health checks: ")
        + (down == 0 ? "none unhealthy" : down + " unhealthy");
  }

  private String happened() {
    return "Since "
        + Phrases.time(tally.since())
        + ": "
        + tally.fell()
        + " turned unhealthy, "
        + tally.rose()
        + " turned healthy, "
        + tally.answers()
        + " answers changed.";
  }

  /** Whoever reads this gets mail; of others it may be the only word. */
  private String givenUp() {
    long count = undelivered.count();
    if (count == 0) {
      return "No message was given up.";
    }
    String last = undelivered.last() == null ? "" : "; the last: " + words(undelivered.last());
    return (count >= Undelivered.KEPT_MAX ? "At least " + count : String.valueOf(count))
        + (count == 1 ? " message was" : " messages were")
        + " given up undelivered"
        + last;
  }

  private static String words(Undelivered.Last last) {
    return Phrases.time(last.at())
        + ", to "
        + last.recipient()
        + (last.about().isEmpty() ? "" : ", about " + last.about())
        + ": "
        + last.detail();
  }

  Page page(String publicUrl) {
    var sections = new ArrayList<Section>();
    sections.add(new Section("What happened", List.of(plain(happened()), plain(givenUp()))));
    if (!watch.unhealthy().isEmpty()) {
      var rows = new ArrayList<Row>();
      watch.unhealthy().stream().limit(SHOWN).forEach(id -> rows.add(plain(id)));
      if (watch.unhealthy().size() > SHOWN) {
        rows.add(plain("and " + (watch.unhealthy().size() - SHOWN) + " more"));
      }
      sections.add(new Section("Unhealthy now", rows));
    }
    return new Page(
        subject() + ".",
        sections,
        List.of(
            new Row("Status", publicUrl + "/status", true),
            plain("This comes once a day (--heartbeat). When it does not come, look why.")));
  }

  private String json() {
    return object(
        field("version", "1"),
        field("event", string("heartbeat")),
        field("at", string(at.toString())),
        field("since", string(tally.since().toString())),
        field("summary", string(subject())),
        field("checks", String.valueOf(watch.checks())),
        field(
            "unhealthy",
            array(watch.unhealthy().stream().limit(SHOWN).toList(), JsonWords::string)),
        field("unhealthy_count", String.valueOf(watch.unhealthy().size())),
        field("fell", String.valueOf(tally.fell())),
        field("rose", String.valueOf(tally.rose())),
        field("answers", String.valueOf(tally.answers())),
        field("given_up", String.valueOf(undelivered.count())),
        field(
            "last_given_up",
            undelivered.last() == null ? "null" : string(words(undelivered.last()))));
  }

  private static Row plain(String value) {
    return new Row("", value, false);
  }
}
