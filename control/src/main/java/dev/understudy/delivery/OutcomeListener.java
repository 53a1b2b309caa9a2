package dev.understudy.delivery;

import dev.understudy.store.Store;
import java.util.List;
import java.util.stream.Stream;

/** Told of outcomes. */
public interface OutcomeListener {
  /** What both remember. */
  default OutcomeListener and(OutcomeListener other) {
    return outcome ->
        Stream.concat(mutations(outcome).stream(), other.mutations(outcome).stream()).toList();
  }

  /** Remembers nothing. */
  OutcomeListener NONE = _ -> List.of();

  /**
   * What to write into the store for an outcome; a last outcome is written in the commit that
   * deletes the entry. Called once per outcome, on any thread, also concurrently.
   */
  List<Store.Mutation> mutations(Outcome outcome);
}
