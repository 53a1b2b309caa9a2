package dev.understudy.control;

import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.model.Tag;
import dev.understudy.model.TagResourceType;
import dev.understudy.store.Key;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of the store and what it holds, as far as those who answer and probe care. In the order
 * of keys, zones, checks, tags, collections and keys come before all record sets, and {@link
 * Nothing} of what comes after record sets concerns them.
 */
public sealed interface StoredIntent {

  /**
   * A hosted zone.
   *
   * @param zone null where it was deleted
   * @param isPrivate whether it must not be answered from
   */
  record OfZone(String zoneId, @Nullable HostedZone zone, boolean isPrivate)
      implements StoredIntent {}

  /** A health check; null where it was deleted. */
  record OfCheck(String checkId, @Nullable Settings settings) implements StoredIntent {}

  /** The tags of a health check; null where they were deleted. */
  record OfCheckTags(String checkId, @Nullable Extensions extensions) implements StoredIntent {}

  /** A CIDR collection with its blocks; null where it was deleted. */
  record OfCidrCollection(String collectionId, @Nullable CidrCollection collection)
      implements StoredIntent {}

  /** The keys of a zone; null where its answers are not to be signed. */
  record OfZoneKeys(String zoneId, @Nullable ZoneSigning signing) implements StoredIntent {}

  /** A record set. */
  record OfRecordSet(
      String zoneId,
      dev.understudy.intent.DomainName name,
      dev.understudy.wire.RecordType type,
      String setIdentifier,
      @Nullable ResourceRecordSet set)
      implements StoredIntent {}

  /**
   * Something only the API reads.
   *
   * @param afterRecordSets whether only such keys follow
   */
  record Nothing(boolean afterRecordSets) implements StoredIntent {}

  /**
   * Reads a key and its value.
   *
   * @param value null where the key was deleted
   * @throws UnreadableStateException if the octets are not of this version's making
   */
  static StoredIntent read(Key key, @Nullable Value value) {
    byte[] octets = key.shared();
    byte[] held = value == null ? null : value.shared();
    if (Keys.in(Space.RECORD_SET, octets)) {
      return recordSet(octets, held);
    }
    if (Keys.in(Space.ZONE, octets)) {
      return zone(Keys.lastText(octets), held);
    }
    if (Keys.in(Space.CHECK, octets)) {
      String id = Keys.lastText(octets);
      return new OfCheck(id, held == null ? null : new Settings(CheckCodec.read(id, held)));
    }
    if (Keys.in(Space.TAGS, octets)
        && Keys.taggedType(octets).equals(TagResourceType.HEALTHCHECK.value())) {
      return new OfCheckTags(
          Keys.taggedId(octets), held == null ? null : new Extensions(SmallCodecs.readTags(held)));
    }
    if (Keys.in(Space.CIDR_COLLECTION, octets)) {
      String id = Keys.lastText(octets);
      return new OfCidrCollection(id, held == null ? null : CidrCodec.read(id, held).meaning());
    }
    if (Keys.in(Space.ZONE_KEYS, octets)) {
      return new OfZoneKeys(
          Keys.lastText(octets), held == null ? null : ZoneKeysCodec.read(held).meaning());
    }
    return new Nothing(octets.length > 0 && octets[0] > Space.RECORD_SET.octet());
  }

  /** Whether a key is that of a record set; says no more, and costs nothing. */
  static boolean isRecordSet(Key key) {
    return key.startsWith(Keys.RECORD_SETS);
  }

  /** What the keys of a zone's record sets begin with. */
  static Key recordSetsOf(String zoneId) {
    return Keys.recordSets(zoneId);
  }

  private static StoredIntent recordSet(byte[] key, byte @Nullable [] held) {
    Identity id = Keys.identityOfRecordSet(key);
    return new OfRecordSet(
        Keys.zoneIdOfRecordSet(key),
        id.name(),
        id.type(),
        id.setIdentifier(),
        held == null ? null : RecordSetCodec.readMeaning(id, held));
  }

  private static StoredIntent zone(String id, byte @Nullable [] held) {
    if (held == null) {
      return new OfZone(id, null, false);
    }
    Zone zone = ZoneCodec.read(id, held);
    return new OfZone(id, new HostedZone(id, zone.name(), zone.created()), zone.privateZone());
  }

  /** A health check's own settings, which mean something only together with its tags. */
  final class Settings {
    private final Check check;

    private Settings(Check check) {
      this.check = check;
    }

    /**
     * What is to be probed and how.
     *
     * @param extensions null where the check has no tags
     */
    public HealthCheck with(@Nullable Extensions extensions) {
      return CheckMeaning.of(
          check, extensions == null ? CheckTags.NONE : extensions.read(check.config().type()));
    }
  }

  /** The tags of a health check that change how it is probed. */
  final class Extensions {
    private final List<Tag> tags;

    private Extensions(List<Tag> tags) {
      this.tags = tags;
    }

    private CheckTags read(dev.understudy.model.HealthCheckType type) {
      try {
        return CheckTags.read(type, tags);
      } catch (ApiException e) {
        throw new UnreadableStateException("a tag in the store is not valid: " + e.message());
      }
    }
  }
}
