package dev.understudy.zone;

import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.DeleteCidrCollection;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.DeleteZone;
import dev.understudy.intent.Mutation.DeleteZoneSigning;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutCidrCollection;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Mutation.PutZoneSigning;

/**
 * A change that the {@link Compiler} could not take.
 *
 * @param about what it would have changed and stays as it was, for people
 */
public record Untaken(String about, RuntimeException problem) {

  /** One of a change. */
  public static Untaken of(Mutation mutation, RuntimeException problem) {
    return new Untaken(about(mutation), problem);
  }

  private static String about(Mutation mutation) {
    return switch (mutation) {
      case PutRecordSet(String zoneId, var set) ->
          set.name() + " " + set.type() + " " + set.setIdentifier() + " in zone " + zoneId;
      case DeleteRecordSet(String zoneId, var name, var type, String setIdentifier) ->
          name + " " + type + " " + setIdentifier + " in zone " + zoneId;
      case PutZone(var zone) -> "zone " + zone.id();
      case DeleteZone(String zoneId) -> "zone " + zoneId;
      case PutZoneSigning(String zoneId, _) -> "keys of zone " + zoneId;
      case DeleteZoneSigning(String zoneId) -> "keys of zone " + zoneId;
      case PutCheck(var check) -> "health check " + check.id();
      case DeleteCheck(String checkId) -> "health check " + checkId;
      case PutCidrCollection(var collection) -> "CIDR collection " + collection.id();
      case DeleteCidrCollection(String id) -> "CIDR collection " + id;
    };
  }
}
