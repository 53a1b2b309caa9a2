package dev.understudy.zone;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.CidrCollection.Location;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.routing.Candidates;
import dev.understudy.routing.NetworkTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The CIDR collections, each compiled into a table of its own. Record sets know collections and
 * locations by slots, as they know health checks, so a change of a collection leaves them as they
 * are. Writer thread only.
 */
final class CidrBook {
  private static final String EVERYWHERE_ELSE_NAME = "*";

  private final Slots collectionSlots = new Slots();
  private final Slots locationSlots = new Slots();
  private final Map<String, CidrCollection> collections = new HashMap<>();

  private NetworkTable[] tables = new NetworkTable[0];
  private boolean frozen = true;

  void put(CidrCollection collection) {
    collectionSlots.take(collection.id());
    var table = new NetworkTable.Builder();
    for (Location location : collection.locations()) {
      int slot = locationSlots.take(key(collection.id(), location.name()));
      for (CidrBlock block : location.blocks()) {
        table.add(block.octets(), block.prefixLength(), slot);
      }
    }
    replace(collectionSlots.slot(collection.id()), table.build());
    CidrCollection before = collections.put(collection.id(), collection);
    if (before != null) {
      release(before);
    }
  }

  void delete(String id) {
    CidrCollection before = collections.remove(id);
    if (before != null) {
      replace(collectionSlots.slot(id), NetworkTable.EMPTY);
      release(before);
    }
  }

  /** A record set refers to a collection and a location. */
  void take(IpBased policy) {
    collectionSlots.take(policy.collectionId());
    if (!isEverywhereElse(policy)) {
      locationSlots.take(key(policy.collectionId(), policy.location()));
    }
  }

  /** It does so no more. */
  void release(IpBased policy) {
    collectionSlots.release(policy.collectionId());
    if (!isEverywhereElse(policy)) {
      locationSlots.release(key(policy.collectionId(), policy.location()));
    }
  }

  /** The slot of a collection that was taken. */
  int collectionSlot(IpBased policy) {
    return collectionSlots.slot(policy.collectionId());
  }

  /** The slot of a location that was taken, or {@link Candidates#EVERYWHERE_ELSE}. */
  int locationSlot(IpBased policy) {
    return isEverywhereElse(policy)
        ? Candidates.EVERYWHERE_ELSE
        : locationSlots.slot(key(policy.collectionId(), policy.location()));
  }

  /** Tables by slot of collection; slots past the end have none. */
  NetworkTable[] freeze() {
    frozen = true;
    return tables;
  }

  private void release(CidrCollection collection) {
    for (Location location : collection.locations()) {
      locationSlots.release(key(collection.id(), location.name()));
    }
    collectionSlots.release(collection.id());
  }

  private void replace(int slot, NetworkTable table) {
    if (frozen || slot >= tables.length) {
      int before = tables.length;
      tables = Arrays.copyOf(tables, Math.max(before, slot + 1));
      Arrays.fill(tables, before, tables.length, NetworkTable.EMPTY);
      frozen = false;
    }
    tables[slot] = table;
  }

  private static boolean isEverywhereElse(IpBased policy) {
    return policy.location().equals(EVERYWHERE_ELSE_NAME);
  }

  private static String key(String collection, String location) {
    return collection + "/" + location;
  }
}
