package dev.understudy.zone;

import org.jspecify.annotations.Nullable;

/** One target outside as a tree holds it, in the slot that aliases know it by. Immutable. */
final class Outside {
  /** Where the group starts in {@link #octets}; 0 would be none. */
  static final int GROUP = 1;

  private static final byte[] NONE = new byte[0];

  private final OutsideTarget target;
  private final @Nullable OutsideRecords records;
  private final byte[] octets;

  /**
   * Takes the octets over.
   *
   * @param octets as in a shard, from {@link #GROUP}: the records as one simple record set; empty
   *     where there are none
   */
  Outside(OutsideTarget target, @Nullable OutsideRecords records, byte[] octets) {
    this.target = target;
    this.records = records;
    this.octets = octets;
  }

  static Outside unknown(OutsideTarget target) {
    return new Outside(target, null, NONE);
  }

  OutsideTarget target() {
    return target;
  }

  /** Null while nothing is known. */
  @Nullable OutsideRecords records() {
    return records;
  }

  boolean hasRecords() {
    return octets.length > 0;
  }

  /** Never written to. */
  byte[] octets() {
    return octets;
  }
}
