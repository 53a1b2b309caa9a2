package dev.understudy.incident;

import static dev.understudy.incident.JsonWords.array;
import static dev.understudy.incident.JsonWords.field;
import static dev.understudy.incident.JsonWords.object;
import static dev.understudy.incident.JsonWords.string;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.incident.Telling.Kind;
import dev.understudy.incident.Telling.Report;
import dev.understudy.recipient.Recipient.Webhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The bodies of posts. Documented with examples in docs/alerts.md. */
final class WebhookForms {
  /** So many checks are in one post; the others are counted. */
  private static final int CHECKS_MAX = 200;

  /** No check begins behind that; PagerDuty takes 512 KB. */
  private static final int CHECKS_OCTETS = 128 << 10;

  private static final int LINES_MAX = 20;

  /** PagerDuty's limit of a summary. */
  private static final int SUMMARY_MAX = 1024;

  private WebhookForms() {}

  static String body(Telling telling, Webhook webhook, String publicUrl) {
    return switch (webhook.form()) {
      case JSON -> json(telling, publicUrl);
      case SLACK -> slack(telling, publicUrl);
      case PAGERDUTY -> pagerDuty(telling, webhook.routingKey(), publicUrl);
    };
  }

  private static String json(Telling telling, String publicUrl) {
    Incident incident = telling.incident();
    List<String> checks = checks(telling);
    return object(
        field("version", "1"),
        field("event", string(Phrases.event(telling.kind()))),
        field("incident", string(incident.id())),
        field("sequence", String.valueOf(incident.messages())),
        field("at", string(telling.at().toString())),
        field("opened", string(incident.opened().toString())),
        field("summary", string(Phrases.subject(telling))),
        field("checks", array(checks, Function.identity())),
        field("omitted", String.valueOf(telling.reports().size() - checks.size())),
        field("answers_omitted", String.valueOf(Phrases.answersOmitted(telling))),
        field("status", string(publicUrl + "/status")));
  }

  private static String check(Report report) {
    Member member = report.member();
    CheckFacts facts = Phrases.facts(member);
    return object(
        field("id", string(member.checkId())),
        field("name", string(facts.name())),
        field("target", string(facts.target())),
        field("state", string(report.now().name().toLowerCase(Locale.ROOT))),
        field("new", String.valueOf(report.news())),
        field("since", string(member.lastTurn().toString())),
        field("down_since", string(member.downSince().toString())),
        field("seen_since", time(Phrases.turn(member).seenSince())),
        field("evidence", array(Phrases.turn(member).evidence(), JsonWords::string)),
        field("answers", array(Phrases.answers(report), WebhookForms::answer)));
  }

  private static String time(@Nullable Instant at) {
    return at == null ? "null" : string(at.toString());
  }

  private static String answer(AnswerNews news) {
    return object(
        field("name", string(news.name())),
        field("type", string(news.type())),
        field("clients", string(news.clients())),
        field("from", string(news.from())),
        field("to", string(news.to())),
        field("ttl", String.valueOf(news.ttlSeconds())));
  }

  /** Slack's mrkdwn has three characters to escape. */
  private static String slack(Telling telling, String publicUrl) {
    String sign = telling.kind() == Kind.CLOSED ? ":large_green_circle: " : ":red_circle: ";
    var text = new StringBuilder(sign).append('*');
    text.append(slackText(Phrases.subject(telling))).append("*\n");
    telling.reports().stream()
        .filter(report -> report.news() || telling.kind() == Kind.REMINDER)
        .limit(LINES_MAX)
        .forEach(report -> slackLines(report, telling, text));
    text.append('<').append(publicUrl).append("/status|Status> · incident ");
    return object(field("text", string(text.append(telling.incident().id()).toString())));
  }

  private static void slackLines(Report report, Telling telling, StringBuilder text) {
    text.append("• ")
        .append(slackText(Phrases.label(report.member())))
        .append(": ")
        .append(slackText(Phrases.state(report, telling.at())))
        .append('\n');
    Phrases.answers(report).stream()
        .limit(3)
        .forEach(news ->
            text.append("    ")
                .append(
                    slackText(
                        Phrases.bare(news.name())
                            + " "
                            + news.type()
                            + ": "
                            + news.from()
                            + " → "
                            + news.to()))
                .append('\n'));
    Phrases.turn(report.member()).evidence().stream()
        .limit(3)
        .forEach(line -> text.append("    ").append(slackText(line)).append('\n'));
  }

  private static String slackText(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String pagerDuty(Telling telling, String routingKey, String publicUrl) {
    boolean over = telling.kind() == Kind.CLOSED;
    String source =
        telling.reports().isEmpty()
            ? "understudy"
            : Phrases.label(telling.reports().getFirst().member());
    return object(
        field("routing_key", string(routingKey)),
        field("event_action", string(over ? "resolve" : "trigger")),
        field("dedup_key", string(telling.incident().id())),
        field("client", string("Understudy")),
        field("client_url", string(publicUrl + "/status")),
        field(
            "payload",
            object(
                field("summary", string(Texts.cut(Phrases.subject(telling), SUMMARY_MAX))),
                field("source", string(source)),
                field("severity", string("critical")),
                field("timestamp", string(telling.at().toString())),
                field("custom_details", json(telling, publicUrl)))));
  }

  /** The first checks, as many as have room. */
  private static List<String> checks(Telling telling) {
    var checks = new ArrayList<String>();
    int octets = 0;
    for (Report report : telling.reports()) {
      if (checks.size() == CHECKS_MAX || octets > CHECKS_OCTETS) {
        break;
      }
      String check = check(report);
      octets += check.getBytes(UTF_8).length;
      checks.add(check);
    }
    return checks;
  }
}
