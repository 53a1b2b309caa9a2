package dev.understudy.delivery;

import java.util.function.Consumer;

/** Tries once to deliver. */
public interface Carrier {
  /**
   * Begins to deliver and returns soon; tells {@code done} exactly once, on any thread, within a
   * few minutes at most.
   */
  void carry(Notification notification, Consumer<Attempt> done);
}
