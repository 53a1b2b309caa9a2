package dev.understudy.incident;

import dev.understudy.control.CheckLabels;
import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Testimony;
import dev.understudy.recipient.Recipient;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.UnreadableStateException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of checks that turn: from their tags and from the record.
 *
 * @param tags what the tags of a check say; empty if there is no such check
 * @param everyCheck who hears of every check
 */
record CheckSource(Function<String, Optional<CheckLabels>> tags, List<Recipient> everyCheck) {
  private static final Logger LOG = LoggerFactory.getLogger(CheckSource.class);

  /**
   * In the order of the turn.
   *
   * @throws StoreUnavailableException if tags cannot be read
   */
  List<Flip> flips(Turn turn) {
    var answers = new HashMap<String, List<AnswerNews>>();
    for (AnswerChange change : turn.answers()) {
      AnswerNews news = AnswerNews.of(change);
      change
          .checks()
          .forEach(check -> answers.computeIfAbsent(check, _ -> new ArrayList<>()).add(news));
    }
    return turn.flips().stream().map(flip -> flip(flip, answers, turn.omitted())).toList();
  }

  /** The end of a check that was deleted, for those who were told that it is down; else empty. */
  Optional<Flip> gone(String checkId, Instant now) {
    if (labels(checkId).isPresent()) {
      return Optional.empty();
    }
    CheckFacts facts =
        new CheckFacts("", "", false, null, List.of("The health check was deleted."), List.of(), 0);
    return Optional.of(new Flip(checkId, true, now, facts, List.of()));
  }

  private Flip flip(HealthTransition turned, Map<String, List<AnswerNews>> answers, int omitted) {
    CheckLabels labels = labels(turned.checkId()).orElse(new CheckLabels("", List.of()));
    var recipients = new LinkedHashSet<>(everyCheck);
    recipients.addAll(labels.notified());
    var facts =
        new CheckFacts(
            labels.name(),
            turned.target(),
            turned.found(),
            seenSince(turned),
            turned.evidence().stream().map(CheckSource::line).toList(),
            answers.getOrDefault(turned.checkId(), List.of()),
            omitted);
    return new Flip(turned.checkId(), turned.to(), turned.at(), facts, List.copyOf(recipients));
  }

  /** Of those checkers whose opinion is the new status; of an inverted check the others. */
  private static @Nullable Instant seenSince(HealthTransition turned) {
    List<Testimony> counted = turned.evidence().stream().filter(Testimony::counted).toList();
    boolean plain = counted.stream().anyMatch(said -> said.healthy() == turned.to());
    return counted.stream()
        .filter(said -> (said.healthy() == turned.to()) == plain)
        .map(Testimony::alikeSince)
        .filter(Objects::nonNull)
        .map(since -> since.truncatedTo(ChronoUnit.MILLIS)) // as the record keeps the turn
        .filter(since -> !since.isAfter(turned.at()))
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** A tag that cannot be read any more must not silence those who hear of every check. */
  private Optional<CheckLabels> labels(String checkId) {
    try {
      return tags.apply(checkId);
    } catch (UnreadableStateException e) {
      LOG.error("health check {} is told of without its tags: {}", checkId, e.getMessage());
      return Optional.of(new CheckLabels("", List.of()));
    }
  }

  /** {@code local in us-east-1: Failure: connection refused, at 2026-11-21 08:00:00 UTC}. */
  private static String line(Testimony said) {
    @Nullable String last = said.last();
    @Nullable Instant time = said.lastTime();
    return said.checker()
        + " in "
        + said.region()
        + ": "
        + (last == null ? "nothing seen yet" : last)
        + (time == null ? "" : ", at " + Phrases.time(time))
        + (said.counted() ? "" : " (does not count)");
  }
}
