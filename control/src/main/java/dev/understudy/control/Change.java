package dev.understudy.control;

import org.jspecify.annotations.Nullable;

/** One change of a batch, its texts already read (API Reference, Change). */
sealed interface Change {
  Identity id();

  /** Adds a record set that must be absent. */
  record Create(RecordSet set) implements Change {
    @Override
    public Identity id() {
      return set.identity();
    }
  }

  /** Adds a record set or replaces it whole. */
  record Upsert(RecordSet set) implements Change {
    @Override
    public Identity id() {
      return set.identity();
    }
  }

  /**
   * Removes a record set that must be as described.
   *
   * @param expected null where the description cannot be read: then nothing matches it
   * @param policyGiven whether the description named a routing policy; a multivalue set may be
   *     deleted without
   */
  record Delete(Identity id, @Nullable RecordSet expected, boolean policyGiven) implements Change {}
}
