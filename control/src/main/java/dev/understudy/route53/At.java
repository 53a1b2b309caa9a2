package dev.understudy.route53;

import org.jspecify.annotations.Nullable;

/**
 * A place in a request, written only when something is wrong there: {@code
 * changeBatch.changes.1.member.resourceRecordSet.tTL}. As AWS writes it, the first letter of each
 * member is lowered and nothing else, and list elements count from 1.
 */
record At(@Nullable At parent, String step) {

  static At member(@Nullable At parent, String name) {
    return new At(parent, Character.toLowerCase(name.charAt(0)) + name.substring(1));
  }

  static At element(At parent, int indexFromOne) {
    return new At(parent, indexFromOne + ".member");
  }

  @Override
  public String toString() {
    return parent == null ? step : parent + "." + step;
  }
}
