package dev.understudy.propagation;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredIntent.Extensions;
import dev.understudy.control.StoredIntent.Nothing;
import dev.understudy.control.StoredIntent.OfCheck;
import dev.understudy.control.StoredIntent.OfCheckTags;
import dev.understudy.control.StoredIntent.OfCidrCollection;
import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.control.StoredIntent.OfZone;
import dev.understudy.control.StoredIntent.OfZoneKeys;
import dev.understudy.control.StoredIntent.Settings;
import dev.understudy.dnssec.SigningKeys;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.store.Key;
import dev.understudy.store.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries of the store, damaged ones too: in place of those comes what was read last under
 * the same key, or nothing. The key tells what it was, so the rest is not concerned
 * (docs/adr/0155-damaged-entries.md).
 */
final class EntryReader {
  private static final Nothing NOTHING = new Nothing(false);

  private final Damage damage;
  private final Known last;
  private final boolean anew;

  /**
   * Reads for one reset or one commit.
   *
   * @param last what was read before
   * @param anew whether record sets that were told before are forgotten
   */
  EntryReader(Damage damage, Known last, boolean anew) {
    this.damage = damage;
    this.last = last;
    this.anew = anew;
  }

  /** Reads a key and its value; null where the key was deleted. */
  StoredIntent read(Key key, @Nullable Value value) {
    try {
      StoredIntent read = StoredIntent.read(key, value);
      if (damage.count() > 0) {
        damage.mended(what(read));
      }
      if (read instanceof OfCheck(_, var settings) && settings != null) {
        HealthCheck _ = settings.with(null); // fails here and not where it is told
      }
      return read instanceof OfZoneKeys(String zoneId, ZoneSigning signing) && signing != null
          ? working(zoneId, signing)
          : read;
    } catch (RuntimeException e) { // whatever the octets make our parsers do
      return instead(key, e);
    }
  }

  private StoredIntent instead(Key key, RuntimeException problem) {
    StoredIntent gone;
    try {
      gone = StoredIntent.read(key, null);
    } catch (RuntimeException _) {
      damage.note("key " + key, said(problem), "it is passed over");
      return NOTHING;
    }
    StoredIntent known = known(gone);
    damage.note(what(gone), said(problem), known == null ? without(gone) : with(gone));
    return known == null ? NOTHING : known;
  }

  private static String said(RuntimeException problem) {
    String message = problem.getMessage();
    return message == null ? problem.toString() : message;
  }

  /** A health check as it is meant; one whose tags make no sense is as it is without them. */
  HealthCheck check(String id, Settings settings, @Nullable Extensions extensions) {
    try {
      return settings.with(extensions);
    } catch (RuntimeException e) {
      var tags = new OfCheckTags(id, null);
      damage.note(what(tags), said(e), without(tags));
      return settings.with(null);
    }
  }

  /** What was read last under the key of something gone; null where nothing is known. */
  private @Nullable StoredIntent known(StoredIntent gone) {
    return switch (gone) {
      case OfZone(String id, _, _) -> {
        HostedZone zone = last.zones.get(id);
        boolean isPrivate = last.privateZones.contains(id);
        yield zone == null && !isPrivate ? null : new OfZone(id, zone, isPrivate);
      }
      case OfCheck(String id, _) ->
          last.checks.containsKey(id) ? new OfCheck(id, last.checks.get(id)) : null;
      case OfCheckTags(String id, _) ->
          last.extensions.containsKey(id) ? new OfCheckTags(id, last.extensions.get(id)) : null;
      case OfCidrCollection(String id, _) ->
          last.collections.containsKey(id)
              ? new OfCidrCollection(id, last.collections.get(id))
              : null;
      case OfZoneKeys(String id, _) ->
          last.signings.containsKey(id) ? new OfZoneKeys(id, last.signings.get(id)) : null;
      case OfRecordSet _, Nothing _ -> null;
    };
  }

  /** Keys that do not work are never signed with: to a validator that is worse than anything. */
  private StoredIntent working(String zoneId, ZoneSigning signing) {
    List<SigningKey> ofKeys = working(signing.keySigningKeys());
    List<SigningKey> ofZone = working(signing.zoneSigningKeys());
    var asked = new OfZoneKeys(zoneId, signing);
    if (ofKeys.equals(signing.keySigningKeys()) && ofZone.equals(signing.zoneSigningKeys())) {
      return asked;
    }
    String problem = "the halves of a signing key in the store do not belong together";
    StoredIntent known = known(asked);
    if (known != null) {
      damage.note(what(asked), problem, with(asked));
      return known;
    }
    if (ofKeys.isEmpty() || ofZone.isEmpty()) {
      damage.note(what(asked), problem, without(asked));
      return NOTHING;
    }
    damage.note(what(asked), problem, "its answers are signed with the keys that are left");
    return new OfZoneKeys(zoneId, new ZoneSigning(ofKeys, ofZone));
  }

  private static List<SigningKey> working(List<SigningKey> keys) {
    return keys.stream().filter(SigningKeys::works).toList();
  }

  /** How people call it, and a later commit that mends it. */
  static String what(StoredIntent of) {
    return switch (of) {
      case OfZone(String id, _, _) -> "zone " + id;
      case OfCheck(String id, _) -> "health check " + id;
      case OfCheckTags(String id, _) -> "tags of health check " + id;
      case OfCidrCollection(String id, _) -> "CIDR collection " + id;
      case OfZoneKeys(String id, _) -> "keys of zone " + id;
      case OfRecordSet(String zoneId, var name, var type, String setIdentifier, _) ->
          name + " " + type + " " + setIdentifier + " in zone " + zoneId;
      case Nothing _ -> "";
    };
  }

  private static String with(StoredIntent gone) {
    return gone instanceof OfZoneKeys
        ? "its answers are signed with the keys read last"
        : "what was read last stays in force";
  }

  private String without(StoredIntent gone) {
    return switch (gone) {
      case OfZone _ -> "it is not answered from";
      case OfCheck _ -> "it is not probed and counts as healthy";
      case OfCheckTags _ -> "the check is probed as if it had no tags";
      case OfCidrCollection _ -> "it holds no network";
      case OfZoneKeys _ -> "its answers are not signed";
      case OfRecordSet _ -> anew ? "it is not answered" : "it is answered as before";
      case Nothing _ -> "it is passed over";
    };
  }
}
