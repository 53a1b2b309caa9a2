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
    if (maxItems == null) {
      return otherwise;
    }
    if (!maxItems.matches("[0-9]{1,9}") || Integer.parseInt(maxItems) < 1) {
      throw Errors.invalidInput("MaxItems '" + maxItems + "' is not a number of 1 or more.");
    }
    return Math.min(most, Integer.parseInt(maxItems));
  }
}
