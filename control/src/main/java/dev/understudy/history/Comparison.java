package dev.understudy.history;

import dev.understudy.answer.Edition;
import dev.understudy.health.HealthView;
import dev.understudy.history.Event.Answer;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.intent.CidrCollection;
import dev.understudy.possibility.Odds;
import dev.understudy.possibility.Possibilities;
import dev.understudy.zone.AnswerTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What clients get from one edition and from the next: asked of the code that answers queries, for
 * each class of clients that the record sets tell apart. Draws are compared as odds.
 */
final class Comparison {
  private static final int TEXT_MAX = 1_000;
  private static final int CLIENTS_MAX = 300;

  private final Edition before;
  private final Edition after;
  private final Function<String, @Nullable CidrCollection> collections;

  Comparison(
      Edition before, Edition after, Function<String, @Nullable CidrCollection> collections) {
    this.before = before;
    this.after = after;
    this.collections = collections;
  }

  private record Step(Answer from, Answer to) {}

  /** The changes of one answer: none, or one for all clients that see the same change. */
  List<AnswerChange> of(
      Question question, Instant at, Set<String> checks, @Nullable String changeId) {
    List<Possibilities> both =
        Possibilities.ofBoth(before, after, question.name(), question.type(), collections);
    Possibilities one = both.getFirst();
    Possibilities other = both.getLast();
    Set<String> unhealthyBefore = one.unhealthyNow();
    Set<String> unhealthyAfter = other.unhealthyNow();
    List<String> classes = one.classes();
    var steps = new LinkedHashMap<Step, List<String>>();
    for (int i = 0; i < classes.size(); i++) {
      Odds from = one.odds(unhealthyBefore, i);
      Odds to = other.odds(unhealthyAfter, i);
      if (!from.sameAs(to)) {
        steps
            .computeIfAbsent(new Step(answer(from), answer(to)), _ -> new ArrayList<>())
            .add(classes.get(i));
      }
    }
    var changes = new ArrayList<AnswerChange>();
    steps.forEach((step, clients) ->
        changes.add(
            new AnswerChange(
                at,
                question.name(),
                question.type(),
                clients.size() == classes.size()
                    ? "any client"
                    : cut(String.join(", ", clients), CLIENTS_MAX),
                step.from(),
                step.to(),
                List.copyOf(checks),
                changeId,
                after.revision())));
    return changes;
  }

  private static Answer answer(Odds odds) {
    int ttl =
        odds.chances().keySet().stream()
            .mapToInt(dev.understudy.possibility.Answer::ttlSeconds)
            .max()
            .orElse(0);
    return new Answer(cut(odds.toString(), TEXT_MAX), ttl, odds.anyHealthy() || odds.isEmpty());
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max - 1) + "…";
  }

  /** An edition as it would be with these statuses; checks not named are healthy. */
  static Edition with(Edition edition, Map<String, Boolean> statuses) {
    AnswerTree tree = edition.tree();
    var unhealthy = new BitSet();
    statuses.forEach((id, healthy) -> {
      int slot = healthy ? -1 : tree.slot(id);
      if (slot >= 0) {
        unhealthy.set(slot);
      }
    });
    return new Edition(
        edition.revision(), tree, HealthView.ofUnhealthy(unhealthy), edition.geography());
  }
}
