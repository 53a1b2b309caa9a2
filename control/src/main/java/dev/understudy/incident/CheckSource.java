package dev.understudy.incident;

import dev.understudy.control.CheckLabels;
import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Testimony;
import dev.understudy.recipient.Recipient;
import dev.understudy.store.Store;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.UnreadableStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of checks that turn: from their tags and from the record. */
record CheckSource(Store store, List<Recipient> everyCheck) {
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
        new CheckFacts("", "", false, List.of("The health check was deleted."), List.of(), 0);
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
            turned.evidence().stream().map(CheckSource::line).toList(),
            answers.getOrDefault(turned.checkId(), List.of()),
            omitted);
    return new Flip(turned.checkId(), turned.to(), turned.at(), facts, List.copyOf(recipients));
  }

  /** A tag that cannot be read any more must not silence those who hear of every check. */
  private Optional<CheckLabels> labels(String checkId) {
    try {
      return CheckLabels.read(store, checkId);
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
