package dev.understudy.answer;

import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import java.util.List;
import java.util.Map;

/** The only writer of {@link CurrentEdition}. Synchronized; off the hot path. */
public final class Publisher implements IntentListener {
  private final CurrentEdition current;

  public Publisher(CurrentEdition current) {
    this.current = current;
  }

  @Override
  public synchronized void reset(long revision, Iterable<Mutation> everything) {
    current.publish(new Edition(revision, current.get().tree(), current.get().health()));
  }

  @Override
  public synchronized void apply(long revision, List<Mutation> mutations) {
    current.publish(new Edition(revision, current.get().tree(), current.get().health()));
  }

  /** Remembers and publishes verdicts by check id. Recompiles nothing. */
  public synchronized void statuses(Map<String, Boolean> changed) {}
}
