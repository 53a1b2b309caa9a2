package dev.understudy.incident;

import dev.understudy.incident.Telling.Kind;
import dev.understudy.incident.Telling.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words that all forms share. */
final class Phrases {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private Phrases() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  /** What people call it: its name, else its target, else its id. */
  static String label(Member member) {
    CheckFacts facts = facts(member);
    return !facts.name().isEmpty()
        ? facts.name()
        : facts.target().isEmpty() ? member.checkId() : facts.target();
  }

  /** What was known when it turned last; when it returned without a word, what was known before. */
  static CheckFacts facts(Member member) {
    CheckFacts last = turn(member);
    return last.target().isEmpty() && last.name().isEmpty() ? member.wentDown() : last;
  }

  /** What was known when it turned last. */
  static CheckFacts turn(Member member) {
    return member.healthy() ? member.cameBack() : member.wentDown();
  }

  /** The subject of a mail. */
  static String subject(Telling telling) {
    List<Report> news = telling.reports().stream().filter(Report::news).toList();
    return switch (telling.kind()) {
      case OPENED -> opened(telling);
      case UPDATED ->
          news.stream().allMatch(report -> report.now() == Condition.FLAPPING)
              ? "FLAPPING: " + labels(news)
              : news.stream().allMatch(report -> report.before() == Condition.FLAPPING)
                  ? "CALM: " + labels(news) + "; " + counts(telling)
                  : "UPDATE: " + counts(telling) + "; " + labels(news);
      case REMINDER ->
          "STILL DOWN after "
              + Texts.duration(Duration.between(telling.incident().opened(), telling.at()))
              + ": "
              + labels(down(telling));
      case CLOSED -> "UP: " + labels(telling.reports()) + closing(telling) + answered(telling);
    };
  }

  private static String opened(Telling telling) {
    List<Report> down = down(telling);
    List<Report> shown = down.isEmpty() ? telling.reports() : down;
    return (down.isEmpty() ? "FLAPPING: " : "DOWN: ") + labels(shown) + answered(telling);
  }

  /** {@code ; www.example.com 192.0.2.1 → 192.0.2.2 and 3 more answers}. */
  private static String answered(Telling telling) {
    List<AnswerNews> answers = answers(telling);
    if (answers.isEmpty()) {
      return "";
    }
    AnswerNews first = answers.getFirst();
    return "; "
        + bare(first.name())
        + " "
        + first.from()
        + " → "
        + first.to()
        + more(answers.size() - 1, "more answer", "more answers");
  }

  private static String closing(Telling telling) {
    if (telling.reports().size() != 1) {
      return " after "
          + Texts.duration(Duration.between(telling.incident().opened(), telling.at()));
    }
    Member member = telling.reports().getFirst().member();
    return " after " + Texts.duration(Duration.between(member.downSince(), member.lastTurn()));
  }

  /** {@code 3 down, 1 flapping, 2 back}. */
  static String counts(Telling telling) {
    return telling.count(Condition.DOWN)
        + " down, "
        + (telling.count(Condition.FLAPPING) == 0
            ? ""
            : telling.count(Condition.FLAPPING) + " flapping, ")
        + telling.count(Condition.UP)
        + " back";
  }

  /** One sentence on a check. */
  static String state(Report report, Instant now) {
    Member member = report.member();
    return switch (report.now()) {
      case UNTOLD -> "";
      case DOWN ->
          (turn(member).found() ? "found unhealthy at the start, " : "unhealthy since ")
              + time(member.lastTurn())
              + " ("
              + Texts.duration(Duration.between(member.lastTurn(), now))
              + ")"
              + calmed(report);
      case UP ->
          "healthy again since "
              + time(member.lastTurn())
              + ", "
              + Texts.duration(Duration.between(member.downSince(), member.lastTurn()))
              + " after it turned unhealthy at "
              + time(member.downSince())
              + calmed(report);
      case FLAPPING ->
          "flapping: it turned "
              + member.turns().size()
              + " times or more within 10 minutes. You hear of it again when it has been calm for"
              + " 10 minutes";
    };
  }

  private static String calmed(Report report) {
    return report.before() == Condition.FLAPPING
        ? "; it flapped, and has been calm for 10 minutes"
        : "";
  }

  /**
   * How long it took to notice, measured from the first probe that failed, or for what is up again
   * from the first that passed; empty if that was not seen.
   */
  static List<String> measured(Member member) {
    var lines = new ArrayList<String>();
    CheckFacts fall = member.wentDown();
    @Nullable Instant failed = fall.seenSince();
    if (failed != null && !failed.isAfter(member.downSince())) {
      lines.add(
          "first failed probe at "
              + time(failed)
              + noticed(failed, member.downSince(), fall.answers()));
    }
    @Nullable Instant passed = member.healthy() ? member.cameBack().seenSince() : null;
    if (passed != null && !passed.isAfter(member.lastTurn())) {
      lines.add(
          "first good probe at "
              + time(passed)
              + noticed(passed, member.lastTurn(), member.cameBack().answers()));
    }
    return lines;
  }

  private static String noticed(Instant seen, Instant turned, List<AnswerNews> answers) {
    return (answers.isEmpty() ? ", noticed " : ", noticed and answers changed ")
        + Texts.duration(Duration.between(seen, turned))
        + " later";
  }

  /** Answers that changed with a check when it turned last. */
  static List<AnswerNews> answers(Report report) {
    return turn(report.member()).answers();
  }

  /** Those that this message is about, each once. */
  static List<AnswerNews> answers(Telling telling) {
    return about(telling).stream().flatMap(report -> answers(report).stream()).distinct().toList();
  }

  /** How many more may have changed. */
  static int answersOmitted(Telling telling) {
    return about(telling).stream()
        .mapToInt(report -> turn(report.member()).answersOmitted())
        .max()
        .orElse(0);
  }

  private static List<Report> about(Telling telling) {
    return telling.reports().stream()
        .filter(report ->
            telling.kind() == Kind.REMINDER ? report.now() == Condition.DOWN : report.news())
        .toList();
  }

  static String bare(String name) {
    return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static List<Report> down(Telling telling) {
    return telling.reports().stream().filter(r -> r.now() == Condition.DOWN).toList();
  }

  private static String labels(List<Report> reports) {
    if (reports.isEmpty()) {
      return "flapping health checks";
    }
    return reports.size() == 1
        ? label(reports.getFirst().member())
        : reports.size() + " health checks, " + label(reports.getFirst().member()) + " and others";
  }

  private static String more(int count, String one, String many) {
    return count == 0 ? "" : " and " + count + " " + (count == 1 ? one : many);
  }

  /** {@code incident.opened} and so on. */
  static String event(Kind kind) {
    return switch (kind) {
      case OPENED -> "incident.opened";
      case UPDATED -> "incident.updated";
      case REMINDER -> "incident.reminder";
      case CLOSED -> "incident.closed";
    };
  }
}
