package dev.understudy.incident;

import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outbox;
import dev.understudy.store.Store.Mutation;
import java.util.List;
import java.util.function.Function;

/**
 * The way out.
 *
 * @param entries the writes that make notifications wait
 * @param wake says that they were committed
 */
record Sending(Function<List<Notification>, List<Mutation>> entries, Runnable wake) {
  static Sending by(Outbox outbox) {
    return new Sending(outbox::entries, outbox::wake);
  }
}
