package dev.understudy.history;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.history.Event.Answer;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Item;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.history.Event.Testimony;
import dev.understudy.presentation.NameText;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events as JSON; the fields are listed in docs/history.md and stay. */
public final class EventForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int ITEMS_TOLD = 3;

  private EventForm() {}

  /** A page: {@code events} and, where there may be more, {@code next}. */
  public static ObjectNode of(EventPage page) {
    ObjectNode node = NODES.objectNode();
    ArrayNode events = node.putArray("events");
    page.events().forEach(entry -> events.add(of(entry)));
    if (page.next() != null) {
      node.put("next", page.next());
    }
    return node;
  }

  private static ObjectNode of(EventPage.Entry entry) {
    Event event = entry.event();
    ObjectNode node = NODES.objectNode();
    node.put("id", entry.id());
    node.put("time", event.at().toString());
    node.put("recorded", Instant.ofEpochMilli(entry.recorded().toEpochMilli()).toString());
    node.put("kind", word(event.kind()));
    node.put("text", text(event));
    switch (event) {
      case HealthTransition turn -> put(turn, node);
      case AnswerChange change -> put(change, node);
      case ConfigurationChange change -> put(change, node);
      case NotificationOutcome outcome -> {
        node.put("notification", outcome.notificationId());
        node.put("recipient", outcome.recipient());
        node.put("about", outcome.about());
        node.put("outcome", word(outcome.fate()));
        node.put("attempts", outcome.attempts());
        node.put("detail", outcome.detail());
        ArrayNode checks = node.putArray("checks");
        outcome.checks().forEach(checks::add);
        ArrayNode names = node.putArray("names");
        outcome.names().forEach(name -> names.add(NameText.format(name)));
      }
      case Gap gap -> {
        node.put("reason", gap.reason());
        node.put("count", gap.count());
      }
    }
    return node;
  }

  private static void put(HealthTransition turn, ObjectNode node) {
    node.put("check", turn.checkId());
    node.put("target", turn.target());
    node.put("from", status(turn.from()));
    node.put("to", status(turn.to()));
    node.put("merged", turn.merged());
    node.put("found", turn.found());
    ArrayNode evidence = node.putArray("evidence");
    for (Testimony said : turn.evidence()) {
      ObjectNode each = evidence.addObject();
      each.put("checker", said.checker());
      each.put("region", said.region());
      each.put("status", status(said.healthy()));
      each.put("counted", said.counted());
      putText(each, "last", said.last());
      putTime(each, "lastTime", said.lastTime());
      putText(each, "lastFailure", said.lastFailure());
      putTime(each, "lastFailureTime", said.lastFailureTime());
      putTime(each, "alikeSince", said.alikeSince());
    }
  }

  private static void put(AnswerChange change, ObjectNode node) {
    node.put("name", NameText.format(change.name()));
    node.put("type", change.type().name());
    node.put("clients", change.clients());
    put(change.from(), node.putObject("from"));
    put(change.to(), node.putObject("to"));
    ArrayNode checks = node.putArray("checks");
    change.checks().forEach(checks::add);
    putText(node, "change", change.changeId());
    node.put("revision", change.revision());
  }

  private static void put(Answer answer, ObjectNode node) {
    node.put("text", answer.text());
    node.put("ttl", answer.ttlSeconds());
    node.put("healthy", answer.healthy());
  }

  private static void put(ConfigurationChange change, ObjectNode node) {
    putText(node, "change", change.changeId());
    putText(node, "comment", change.comment());
    ArrayNode items = node.putArray("items");
    for (Item item : change.items()) {
      ChangeWords.Words words = ChangeWords.of(item);
      ObjectNode each = items.addObject();
      each.put("what", words.what());
      putText(each, "before", words.before());
      putText(each, "after", words.after());
    }
  }

  /** An event in one line, for people. */
  public static String text(Event event) {
    return switch (event) {
      case HealthTransition turn ->
          "check "
              + turn.checkId()
              + (turn.target().isEmpty() ? "" : " (" + turn.target() + ")")
              + (turn.found() ? " was found " : " became ")
              + status(turn.to())
              + (turn.merged() == 0 ? "" : ", after " + turn.merged() + " turns merged into this")
              + failure(turn);
      case AnswerChange change ->
          NameText.format(change.name())
              + " "
              + change.type()
              + ": "
              + change.from().text()
              + " → "
              + change.to().text()
              + (change.clients().equals("any client") ? "" : " for clients " + change.clients())
              + because(change);
      case ConfigurationChange change -> changed(change);
      case NotificationOutcome outcome ->
          outcome.about()
              + ": "
              + word(outcome.fate()).replace('-', ' ')
              + " to "
              + outcome.recipient()
              + (outcome.detail().isEmpty() ? "" : ": " + outcome.detail());
      case Gap gap ->
          "not recorded" + (gap.count() > 0 ? " (" + gap.count() + ")" : "") + ": " + gap.reason();
    };
  }

  private static String failure(HealthTransition turn) {
    return turn.evidence().stream()
        .filter(said -> said.healthy() == turn.to() && said.last() != null)
        .findFirst()
        .map(said -> ": " + said.last())
        .orElse("");
  }

  private static String because(AnswerChange change) {
    if (!change.checks().isEmpty()) {
      return " because of check " + String.join(", ", change.checks());
    }
    return change.changeId() == null ? "" : " by change " + change.changeId();
  }

  private static String changed(ConfigurationChange change) {
    var text = new StringBuilder(change.changeId() == null ? "" : "change " + change.changeId());
    if (change.comment() != null && !change.comment().isEmpty()) {
      text.append(" (").append(line(change.comment())).append(')');
    }
    String before = text.isEmpty() ? "" : ": ";
    for (Item item : change.items().subList(0, Math.min(ITEMS_TOLD, change.items().size()))) {
      text.append(before).append(ChangeWords.of(item));
      before = "; ";
    }
    if (change.items().size() > ITEMS_TOLD) {
      text.append("; and ").append(change.items().size() - ITEMS_TOLD).append(" more");
    }
    return text.toString();
  }

  /** Control characters could write over other lines of a terminal. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String status(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void putText(ObjectNode node, String field, @Nullable String text) {
    if (text != null) {
      node.put(field, text);
    }
  }

  private static void putTime(ObjectNode node, String field, @Nullable Instant time) {
    putText(node, field, time == null ? null : time.toString());
  }
}
