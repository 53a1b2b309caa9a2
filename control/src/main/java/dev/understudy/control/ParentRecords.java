package dev.understudy.control;

import dev.understudy.dnssec.DnsKey;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.model.ErrorCode;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import java.util.Arrays;

/**
 * Whether the zone above names a key: then the key must not go, or the zone below is taken for
 * forged. Only public zones of this store are looked at; no parent elsewhere is asked.
 */
final class ParentRecords {
  /** Hosted zones of one name that are looked at. */
  private static final int SAME_NAME_MAX = 100;

  private static final int DIGEST_AT = 4;

  private final Store store;

  ParentRecords(Store store) {
    this.store = store;
  }

  /**
   * Refuses where a DS record names the key.
   *
   * @throws ApiException KeySigningKeyInParentDSRecord
   */
  void checkUnnamed(Zone zone, KeySigningKey key) throws ApiException {
    DnsKey record = DnsKey.of(key.key());
    byte[] digest = record.digest(zone.name());
    for (DomainName at = zone.name(); at.lengthOctets() > 1; ) {
      at = at.parent();
      for (Entry entry : store.scan(Keys.zoneName(at, null), null, SAME_NAME_MAX)) {
        if (names(SmallCodecs.readText(entry.value().octets()), zone.name(), record, digest)) {
          throw new ApiException(
              ErrorCode.KEY_SIGNING_KEY_IN_PARENT_DS_RECORD,
              "The key-signing key (KSK) is specified in a parent DS record.");
        }
      }
    }
  }

  private boolean names(String parentId, DomainName child, DnsKey record, byte[] digest) {
    Entry parent = store.get(Keys.zone(parentId));
    Identity id = new Identity(child, RecordType.DS, "");
    Entry ds = store.get(Keys.recordSet(parentId, id));
    if (parent == null
        || ds == null
        || ZoneCodec.read(parentId, parent.value().octets()).privateZone()) {
      return false;
    }
    ResourceRecordSet set = RecordSetCodec.readMeaning(id, ds.value().octets());
    for (Rdata data : set.records()) {
      byte[] octets = data.octets();
      if (octets.length > DIGEST_AT
          && Octets.get16(octets, 0) == record.tag()
          && Arrays.equals(octets, DIGEST_AT, octets.length, digest, 0, digest.length)) {
        return true;
      }
    }
    return false;
  }
}
