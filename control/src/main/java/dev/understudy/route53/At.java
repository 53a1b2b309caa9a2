package dev.understudy.route53;

import org.jspecify.annotations.Nullable;

/**
 * A place in a request, written only when something is wrong there: {@code
 * changeBatch.changes.1.member.resourceRecordSet.tTL}. As AWS writes it, the first letter of each
 * member is lowered and nothing else, and list elements count from 1.
 */
record At(@Nullable At parent, String name, int indexFromOne) {

  static At member(@Nullable At parent, String name) {
    return new At(parent, name, 0);
  }

  static At element(At parent, int indexFromOne) {
    return new At(parent, "member", indexFromOne);
  }

  @Override
  public String toString() {
    String step =
        indexFromOne > 0
            ? indexFromOne + "." + name
            : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    return parent == null ? step : parent + "." + step;
  }
}
