package dev.understudy.explain;

import dev.understudy.explain.Explanation.Basis;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Checker;
import dev.understudy.explain.Explanation.Draw;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.Target;
import dev.understudy.explain.Explanation.Where;
import dev.understudy.intent.HealthCheck;
import dev.understudy.routing.Score;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why a candidate won or lost, and why a check is what it is, in a few words of English. */
final class Phrases {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss'Z'");
  private static final DateTimeFormatter BEFORE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'");

  private Phrases() {}

  static String status(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }

  /** What became of a candidate, and by what it was compared. */
  static String fate(Candidate candidate, Group group) {
    String compared = compared(candidate);
    String came = came(candidate, group);
    return compared.isEmpty() || came.isEmpty() ? compared + came : came + ": " + compared;
  }

  private static String came(Candidate candidate, Group group) {
    return switch (candidate.fate()) {
      case CHOSEN -> chosen(candidate, group);
      case LAST_RESORT -> "last resort";
      case UNHEALTHY_CHECK -> "lost: its check is unhealthy";
      case UNHEALTHY_TARGET -> "lost: its target is unhealthy";
      case NOTHING_TO_GIVE -> "lost: " + nothing(candidate.target());
      case OTHER_FIRST -> "not needed";
      case NOT_THIS_CLIENT -> "not for this client";
      case ZERO_WEIGHT -> "weight 0 counts only when nothing else is healthy";
      case NOT_DRAWN -> "not drawn";
      case NOT_REACHED -> "not looked at";
    };
  }

  private static String chosen(Candidate candidate, Group group) {
    return switch (group.policy()) {
      case SIMPLE -> group.candidates().size() == 1 ? "" : "chosen";
      case WEIGHTED, MULTIVALUE -> "drawn";
      case FAILOVER, LATENCY, GEOLOCATION, GEOPROXIMITY, IP_BASED ->
          candidate.offered() > 1 ? "chosen, the first healthy one" : "chosen";
    };
  }

  private static String nothing(@Nullable Target target) {
    return target != null && target.where() == Where.OUTSIDE_UNRESOLVED
        ? "its target is not resolved yet"
        : "its target has no such records";
  }

  private static String compared(Candidate candidate) {
    Draw draw = candidate.draw();
    Score score = candidate.score();
    if (draw != null) {
      return "point " + draw.point() + " of " + draw.sum();
    }
    return switch (score) {
      case null -> "";
      case Score.Weight _, Score.Elsewhere _ -> "";
      case Score.Latency(double milliseconds, Score.Basis basis) -> latency(milliseconds, basis);
      case Score.Inside(Score.Extent extent) ->
          switch (extent) {
            case SUBDIVISION, COUNTRY, CONTINENT ->
                "the client is in this " + extent.name().toLowerCase(Locale.ROOT);
            case EVERYWHERE -> "the default";
          };
      case Score.Distance(double kilometres, double biased) -> distance(kilometres, biased);
      case Score.Network(int prefixLength) ->
          "a block of " + prefixLength + " bits holds the client";
      case Score.EverywhereElse() -> "no block is asked for";
    };
  }

  private static String latency(double milliseconds, Score.Basis basis) {
    return switch (basis) {
      case MEASURED -> number(milliseconds) + " ms, measured";
      case ESTIMATED -> number(milliseconds) + " ms, by distance";
      case UNKNOWN -> "latency unknown";
      case CHINA -> "answers all of China";
    };
  }

  private static String distance(double kilometres, double biased) {
    if (Double.isNaN(kilometres)) {
      return "distance unknown";
    }
    String far = number(kilometres) + " km";
    return kilometres == biased ? far : far + ", with bias " + number(biased) + " km";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }

  /** One check on one line. */
  static String check(Check check, Instant now) {
    var text = new StringBuilder("check ").append(check.id());
    HealthCheck definition = check.definition();
    if (definition == null) {
      return text.append(" is no more: counts as ").append(status(check.healthy())).toString();
    }
    text.append(' ').append(status(check.healthy()));
    switch (check.basis()) {
      case VERDICT -> text.append(since(check, now));
      case ASSUMED -> text.append(", assumed");
      case FOLLOWS -> text.append(", as its children are assumed");
    }
    if (definition.disabled()) {
      text.append(", disabled");
    }
    if (definition.inverted()) {
      text.append(", inverted");
    }
    if (!check.children().isEmpty()) {
      return text.append(": ").append(children(check)).toString();
    }
    if (check.basis() == Basis.VERDICT && !definition.disabled()) {
      text.append(evidence(check));
    }
    return text.toString();
  }

  private static String since(Check check, Instant now) {
    Instant since = check.since();
    Duration held = check.held();
    if (since == null || held == null) {
      return "";
    }
    DateTimeFormatter form =
        Duration.between(since, now).compareTo(Duration.ofDays(1)) < 0 ? TODAY : BEFORE;
    return " since " + form.format(since.atOffset(ZoneOffset.UTC)) + " (" + length(held) + ")";
  }

  /** A duration in its two largest units. */
  static String length(Duration held) {
    long seconds = Math.max(0, held.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    return seconds < 86_400
        ? seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min"
        : seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
  }

  private static String children(Check check) {
    long healthy = check.children().stream().filter(Check::healthy).count();
    String needs = Words.subject(Objects.requireNonNull(check.definition()).subject());
    return "needs " + needs + ", has " + healthy;
  }

  /** The checkers that share the verdict, and the newest failure where it is one. */
  private static String evidence(Check check) {
    List<Checker> counted = check.checkers().stream().filter(Checker::counted).toList();
    if (counted.isEmpty()) {
      return "";
    }
    long agreeing = counted.stream().filter(each -> each.healthy() == check.verdict()).count();
    String reason =
        counted.stream()
            .filter(each -> !check.verdict() && each.lastFailureTime() != null)
            .max(Comparator.comparing(each -> Objects.requireNonNull(each.lastFailureTime())))
            .map(each ->
                ": " + Objects.requireNonNull(each.lastFailure()).replaceFirst("^Failure: ", ""))
            .orElse("");
    return ", by " + agreeing + " of " + counted.size() + " checkers" + reason;
  }
}
