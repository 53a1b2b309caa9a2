package dev.understudy.zone;

import dev.understudy.intent.Rdata;
import java.util.List;

/**
 * What is known of a target outside.
 *
 * @param ttlSeconds what answers carry, 1 to 2147483647; without meaning where there are no records
 * @param records at most {@link #RECORDS_MAX}; empty where the name has none of that type, or does
 *     not exist
 */
public record OutsideRecords(int ttlSeconds, List<Rdata> records) {
  /** As many values as a record set may have (Route 53 quotas). */
  public static final int RECORDS_MAX = 400;

  /** The target's name has no records of its type. */
  public static final OutsideRecords NOTHING = new OutsideRecords(1, List.of());

  public OutsideRecords {
    records = List.copyOf(records);
    if (ttlSeconds < 1) {
      throw new IllegalArgumentException("TTL " + ttlSeconds + " is outside 1..2147483647");
    }
    if (records.size() > RECORDS_MAX) {
      throw new IllegalArgumentException(records.size() + " records are more than " + RECORDS_MAX);
    }
  }
}
