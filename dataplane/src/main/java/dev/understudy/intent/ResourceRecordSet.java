package dev.understudy.intent;

import dev.understudy.wire.RecordType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One resource record set: values, or an alias.
 *
 * @param setIdentifier empty for the simple policy, otherwise unique among one name and type
 * @param ttlSeconds 0 to 2147483647; 0 and without meaning for an alias
 * @param records in the order submitted; empty for an alias
 * @param alias null unless this is an alias
 * @param healthCheckId null when nothing is attached
 */
public record ResourceRecordSet(
    DomainName name,
    RecordType type,
    String setIdentifier,
    RoutingPolicy policy,
    int ttlSeconds,
    List<Rdata> records,
    @Nullable AliasTarget alias,
    @Nullable String healthCheckId) {
  public ResourceRecordSet {
    records = List.copyOf(records);
    if (ttlSeconds < 0) {
      throw new IllegalArgumentException("TTL " + ttlSeconds + " is outside 0..2147483647");
    }
    if (records.isEmpty() == (alias == null)) {
      throw new IllegalArgumentException("a record set has either records or an alias target");
    }
  }
}
