package dev.understudy.answer;

import dev.understudy.intent.Mutation;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Editions that are never served: other records under the same sky, for those who ask what would be
 * answered.
 */
public final class Aside {
  private Aside() {}

  /**
   * What {@code everything} would be answered like now: where clients are and what was resolved of
   * targets outside is taken from an edition in force.
   *
   * @param everything zones before their record sets
   * @param statuses the verdict on a health check, where there is one
   * @throws RuntimeException if something in it does not fit together
   */
  public static Edition of(
      List<Mutation> everything, Edition now, Function<String, Optional<Boolean>> statuses) {
    var alone = new CurrentEdition();
    var publisher = new Publisher(alone);
    publisher.geography(now.geography());
    publisher.outside(now.tree().outsideKnown());
    publisher.reset(now.revision(), everything);
    var known = new HashMap<String, Boolean>();
    for (Mutation mutation : everything) {
      if (mutation instanceof Mutation.PutCheck(var check)) {
        statuses.apply(check.id()).ifPresent(healthy -> known.put(check.id(), healthy));
      }
    }
    publisher.statuses(known);
    return alone.get();
  }
}
