package dev.understudy.control;

import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import org.jspecify.annotations.Nullable;

/** How many items a page of a list has, and where it begins. */
final class Pages {
  private static final int ID_MAX = 64;

  private Pages() {}

  /**
   * Reads MaxItems: more than the most is the most.
   *
   * @throws ApiException InvalidInput unless it is a number of 1 or more
   */
  static int size(@Nullable String maxItems, int otherwise, int most) throws ApiException {
    return size("MaxItems", maxItems, otherwise, most);
  }

  /** The same of a member with another name. */
  static int size(String member, @Nullable String given, int otherwise, int most)
      throws ApiException {
    if (given == null) {
      return otherwise;
    }
    if (!given.matches("[0-9]{1,9}") || Integer.parseInt(given) < 1) {
      throw Errors.invalidInput(member + " '" + given + "' is not a number of 1 or more.");
    }
    return Math.min(most, Integer.parseInt(given));
  }

  /**
   * The number of a marker that names nothing any more. The list goes on with what was created next
   * after it, as if it had been deleted just after its page was read.
   *
   * @param kind for the message
   * @throws ApiException InvalidInput if there never was such a thing
   */
  static long createdOfGone(Store store, String id, String kind) throws ApiException {
    Entry gone = id.length() > ID_MAX ? null : store.get(Keys.gone(id));
    if (gone == null) {
      throw Errors.invalidInput("The marker " + id + " is not the ID of a " + kind + ".");
    }
    return SmallCodecs.readNumber(gone.value().octets());
  }
}
