package dev.understudy.history;

import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.store.Store;
import java.util.List;

/**
 * Told of health checks that turned and of the answers that changed with them; what it wants
 * written is written in the commit that records them. So after a crash either both are there or
 * neither is, and then the turn is found at the next start and told again.
 *
 * <p>Called on one thread, which stands in no query's and no flip's way, but records everything: it
 * may read the store, and must not wait for anything slower.
 */
public interface AnswerChanges {

  /** Wants nothing written. */
  AnswerChanges NONE = _ -> List.of();

  /**
   * What to write along with it. Called once for each turn, before the commit, which is repeated
   * until the store takes it.
   */
  List<Store.Mutation> mutations(Turn turn);

  /** The commit was made: what was written may be acted on. */
  default void committed(Turn turn) {}

  /**
   * What happened at once.
   *
   * @param flips checks that turned, each at most once; empty where a configuration change alone
   *     changed answers
   * @param answers that changed, by name, type and class of clients
   * @param omitted how many more names may have changed answers, but were too many to look at
   */
  record Turn(List<HealthTransition> flips, List<AnswerChange> answers, int omitted) {
    public Turn {
      flips = List.copyOf(flips);
      answers = List.copyOf(answers);
    }
  }
}
