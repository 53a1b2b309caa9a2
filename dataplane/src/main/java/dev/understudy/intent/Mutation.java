package dev.understudy.intent;

import dev.understudy.wire.RecordType;

/** One step from a revision of the intent to the next. Putting what is there replaces it whole. */
public sealed interface Mutation {
  record PutZone(HostedZone zone) implements Mutation {}

  /** Deletes a zone and every record set still in it. */
  record DeleteZone(String zoneId) implements Mutation {}

  record PutRecordSet(String zoneId, ResourceRecordSet set) implements Mutation {}

  record DeleteRecordSet(String zoneId, DomainName name, RecordType type, String setIdentifier)
      implements Mutation {}

  record PutCheck(HealthCheck check) implements Mutation {}

  record DeleteCheck(String checkId) implements Mutation {}

  /** From now on the zone's answers are signed with these keys. */
  record PutZoneSigning(String zoneId, ZoneSigning signing) implements Mutation {}

  /** From now on they are not signed. */
  record DeleteZoneSigning(String zoneId) implements Mutation {}

  /** Takes effect on every record set that refers to the collection, whichever came first. */
  record PutCidrCollection(CidrCollection collection) implements Mutation {}

  /** Record sets that still refer to it match no client but by {@code *}. */
  record DeleteCidrCollection(String id) implements Mutation {}
}
