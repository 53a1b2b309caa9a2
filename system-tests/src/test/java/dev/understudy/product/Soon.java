package dev.understudy.product;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for what must come, with room for slow machines, and passes as soon as it is there. */
final class Soon {
  private static final Duration LIMIT = Product.LIMIT;

  private Soon() {}

  /** Looks until there is something other than null. */
  static <T> T get(String what, Look<T> look) throws Exception {
    return get(what, LIMIT, look);
  }

  /** The same for what takes long on every machine. */
  static <T> T get(String what, Duration limit, Look<T> look) throws Exception {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      @Nullable T found = look.look();
      if (found != null) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("not in " + limit + ": " + what);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Looks until it is so. */
  static void until(String what, Fact fact) throws Exception {
    until(what, LIMIT, fact);
  }

  /** The same for what takes long on every machine. */
  static void until(String what, Duration limit, Fact fact) throws Exception {
    boolean _ = get(what, limit, () -> fact.isSo() ? true : null);
  }

  /** A look that may find nothing yet. */
  interface Look<T> {
    @Nullable T look() throws Exception;
  }

  /** Something that may not be so yet. */
  interface Fact {
    boolean isSo() throws Exception;
  }
}
