package dev.understudy.delivery;

import dev.understudy.delivery.Outcome.GivenUp;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts outcomes on record: in the log, the counters, and the store, where the entry goes in the
 * same commit. What the store cannot be told now it is told later, and until then the entry counts
 * as done: a full disk sends no mail twice.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration DELAY_FIRST = Duration.ofSeconds(1);
  private static final Duration DELAY_MAX = Duration.ofMinutes(1);

  private final Store store;
  private final OutcomeListener listener;
  private final Pace pace;
  private final LongAdder sent = new LongAdder();
  private final LongAdder retried = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private volatile @Nullable GivenUp lastGivenUp;

  /** Done, but the store was not told yet; never to be sent again. */
  private final Set<Key> unsettled = ConcurrentHashMap.newKeySet();

  Settlement(Store store, OutcomeListener listener, Pace pace) {
    this.store = store;
    this.listener = listener;
    this.pace = pace;
  }

  long sent() {
    return sent.sum();
  }

  long retried() {
    return retried.sum();
  }

  long givenUp() {
    return givenUp.sum();
  }

  @Nullable GivenUp lastGivenUp() {
    return lastGivenUp;
  }

  /** From here on the entry counts as done. */
  void begin(Key key) {
    unsettled.add(key);
  }

  /** Whether the entry is done although the store may still hold it. */
  boolean pending(Key key) {
    return unsettled.contains(key);
  }

  void tellDelay(Outcome.Delayed outcome) {
    retried.increment();
    Notification notification = outcome.notification();
    if (outcome.attempts() == 1) {
      LOG.warn("{} is delayed: {}", notification, outcome.detail());
    } else {
      LOG.debug(
          "{} is delayed again, try {}: {}", notification, outcome.attempts(), outcome.detail());
    }
    List<Mutation> writes = onRecord(outcome);
    if (!writes.isEmpty()) {
      try {
        store.commit(List.of(), writes);
      } catch (StoreUnavailableException e) {
        LOG.debug("a delay is not on record: {}", e.getMessage()); // the final outcome will be
      }
    }
  }

  /** Deletes the entry and puts the outcome on record, now or as soon as the store can. */
  void settle(Key key, Outcome outcome) {
    switch (outcome) {
      case Outcome.Delivered _ -> {
        sent.increment();
        LOG.info("{} is delivered: {}", outcome.notification(), outcome.detail());
      }
      case GivenUp gone -> {
        givenUp.increment();
        lastGivenUp = gone;
        LOG.error("{} is given up: {}", outcome.notification(), outcome.detail());
      }
      case Outcome.Delayed _ -> throw new IllegalStateException("a delay settles nothing");
    }
    begin(key);
    var writes = new ArrayList<Mutation>();
    writes.add(new Mutation.Delete(key));
    writes.addAll(onRecord(outcome));
    commit(key, writes, DELAY_FIRST);
  }

  private List<Mutation> onRecord(Outcome outcome) {
    try {
      return listener.mutations(outcome);
    } catch (RuntimeException e) { // a record that fails must not send a mail twice
      LOG.error("an outcome is not on record because of a bug; please report it", e);
      return List.of();
    }
  }

  private void commit(Key key, List<Mutation> writes, Duration next) {
    try {
      CommitOutcome _ = store.commit(List.of(new Condition.Present(key)), writes);
      unsettled.remove(key);
    } catch (StoreUnavailableException e) {
      LOG.warn("cannot put on record what was sent, trying again: {}", e.getMessage());
      Duration doubled = next.multipliedBy(2);
      Duration after = doubled.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : doubled;
      pace.after(next, () -> commit(key, writes, after));
    }
  }
}
