package dev.understudy.control;

import org.jspecify.annotations.Nullable;

/** How many items a page of a list has. */
final class Pages {
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
}
