package dev.understudy.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.incident.Page.Row;
import dev.understudy.incident.Page.Section;
import dev.understudy.incident.Telling.Report;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a mail says of an incident: first the answers, then the first checks in full, many in a
 * line.
 */
final class MailWording {
  private static final int IN_FULL = 20;
  private static final int IN_A_LINE = 200;
  private static final int ANSWERS = 30;
  private static final int EXPLAINED = 3;

  private MailWording() {}

  static Page page(Telling telling, String publicUrl) {
    List<Report> ordered =
        telling.reports().stream()
            .sorted(
                Comparator.comparing((Report report) -> !report.news())
                    .thenComparing(report -> report.member().checkId()))
            .toList();
    var sections = new ArrayList<Section>();
    answers(telling, publicUrl).ifPresent(sections::add);
    ordered.stream()
        .limit(IN_FULL)
        .map(report -> section(report, telling, publicUrl))
        .forEach(sections::add);
    if (ordered.size() > IN_FULL) {
      sections.add(rest(ordered.subList(IN_FULL, ordered.size())));
    }
    return new Page(title(telling), sections, footer(telling, publicUrl));
  }

  private static String title(Telling telling) {
    return switch (telling.kind()) {
      case OPENED -> "Health checks turned unhealthy: " + Phrases.counts(telling) + ".";
      case UPDATED -> "What changed since the last message: now " + Phrases.counts(telling) + ".";
      case REMINDER -> "Nothing changed since the last message: " + Phrases.counts(telling) + ".";
      case CLOSED -> "All health checks of this incident are healthy again.";
    };
  }

  private static Optional<Section> answers(Telling telling, String publicUrl) {
    List<AnswerNews> answers = Phrases.answers(telling);
    int omitted = Phrases.answersOmitted(telling);
    if (answers.isEmpty() && omitted == 0) {
      return Optional.empty();
    }
    var rows = new ArrayList<Row>();
    answers.stream().limit(ANSWERS).forEach(news -> rows.add(plain("", answer(news))));
    if (answers.size() > ANSWERS) {
      rows.add(plain("", "and " + (answers.size() - ANSWERS) + " more"));
    }
    if (omitted > 0) {
      rows.add(plain("", "and perhaps others: " + omitted + " were too many to look at"));
    }
    answers.stream()
        .limit(EXPLAINED)
        .map(news -> explain(publicUrl, news))
        .distinct()
        .forEach(url -> rows.add(new Row("Why", url, true)));
    return Optional.of(new Section("Answers that changed", rows));
  }

  private static String answer(AnswerNews news) {
    return Phrases.bare(news.name())
        + " "
        + news.type()
        + ": "
        + news.from()
        + " → "
        + news.to()
        + (news.clients().equals(AnswerNews.ANY_CLIENT) ? "" : " for clients " + news.clients())
        + (news.ttlSeconds() == 0
            ? ""
            : "; clients may keep the old answer for up to " + news.ttlSeconds() + " s");
  }

  private static String explain(String publicUrl, AnswerNews news) {
    return publicUrl
        + "/explain?name="
        + URLEncoder.encode(news.name(), UTF_8)
        + "&type="
        + URLEncoder.encode(news.type(), UTF_8)
        + "&format=text";
  }

  private static Section section(Report report, Telling telling, String publicUrl) {
    Member member = report.member();
    var rows = new ArrayList<Row>();
    rows.add(plain("State", Phrases.state(report, telling.at())));
    Phrases.measured(member).forEach(line -> rows.add(plain("Measured", line)));
    String target = Phrases.facts(member).target();
    if (!target.isEmpty()) {
      rows.add(plain("Target", target));
    }
    Phrases.turn(member).evidence().forEach(line -> rows.add(plain("Checker", line)));
    if (member.healthy()) {
      member.wentDown().evidence().forEach(line -> rows.add(plain("When it was down", line)));
    }
    rows.add(plain("Health check", member.checkId()));
    String record =
        publicUrl + "/events?check=" + URLEncoder.encode(member.checkId(), UTF_8) + "&since=1d";
    rows.add(new Row("Record", record, true));
    return new Section(Phrases.label(member), rows);
  }

  private static Section rest(List<Report> reports) {
    var rows = new ArrayList<Row>();
    for (Report report : reports.subList(0, Math.min(IN_A_LINE, reports.size()))) {
      Member member = report.member();
      String state =
          switch (report.now()) {
            case UNTOLD, DOWN -> "unhealthy since ";
            case UP -> "healthy again since ";
            case FLAPPING -> "flapping, last turned ";
          };
      rows.add(plain("", Phrases.label(member) + ", " + state + Phrases.time(member.lastTurn())));
    }
    if (reports.size() > IN_A_LINE) {
      rows.add(plain("", "and " + (reports.size() - IN_A_LINE) + " more"));
    }
    return new Section("And " + reports.size() + " more", rows);
  }

  private static List<Row> footer(Telling telling, String publicUrl) {
    return List.of(
        new Row("Status", publicUrl + "/status", true),
        plain("Incident", telling.incident().id()),
        plain(
            "", "You get this because a tag understudy:notify or the setting --notify names you."));
  }

  private static Row plain(String label, String value) {
    return new Row(label, value, false);
  }
}
