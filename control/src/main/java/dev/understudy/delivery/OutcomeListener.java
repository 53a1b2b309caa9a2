package dev.understudy.delivery;

import dev.understudy.store.Store;
import java.util.List;

/** Told of outcomes. */
public interface OutcomeListener {
  /** Remembers nothing. */
  OutcomeListener NONE = _ -> List.of();

  /**
   * What to write into the store for an outcome; a last outcome is written in the commit that
   * deletes the entry. Called once per outcome, on any thread, also concurrently.
   */
  List<Store.Mutation> mutations(Outcome outcome);
}
