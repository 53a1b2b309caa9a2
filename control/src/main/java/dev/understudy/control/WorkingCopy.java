package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zone's record sets while a batch acts on them: names are loaded when first looked at, and the
 * state before is kept beside the state now.
 */
final class WorkingCopy {
  private final ZoneRecords records;
  private final Map<DomainName, Map<Identity, RecordSet>> names = new HashMap<>();
  private final Map<Identity, @Nullable RecordSet> touched = new LinkedHashMap<>();

  WorkingCopy(ZoneRecords records) {
    this.records = records;
  }

  /** All record sets of a name as they are now. */
  List<RecordSet> at(DomainName name) {
    return List.copyOf(loaded(name).values());
  }

  /** The record sets of one name and type as they are now. */
  List<RecordSet> group(DomainName name, RecordType type) {
    var group = new ArrayList<RecordSet>();
    for (RecordSet set : loaded(name).values()) {
      if (set.meaning().type() == type) {
        group.add(set);
      }
    }
    return group;
  }

  @Nullable RecordSet find(Identity id) {
    return loaded(id.name()).get(id);
  }

  boolean collectionExists(String cidrCollectionId) {
    return records.collectionExists(cidrCollectionId);
  }

  void put(RecordSet set) {
    Identity id = set.identity();
    remember(id);
    loaded(id.name()).put(id, set);
  }

  void remove(Identity id) {
    remember(id);
    loaded(id.name()).remove(id);
  }

  /** Identities written or removed, in the order of their first change. */
  Set<Identity> touched() {
    return touched.keySet();
  }

  /** What differs from the state before. */
  List<Edit> edits() {
    var edits = new ArrayList<Edit>();
    touched.forEach((id, before) -> {
      RecordSet after = find(id);
      if (before == null ? after != null : !before.equals(after)) {
        edits.add(new Edit(id, before, after));
      }
    });
    return edits;
  }

  private void remember(Identity id) {
    if (!touched.containsKey(id)) {
      touched.put(id, find(id));
    }
  }

  private Map<Identity, RecordSet> loaded(DomainName name) {
    return names.computeIfAbsent(
        name,
        key -> {
          var sets = new LinkedHashMap<Identity, RecordSet>();
          records.at(key).forEach(set -> sets.put(set.identity(), set));
          return sets;
        });
  }

  /** A record set before and after; null is absent. Never null on both sides. */
  record Edit(Identity id, @Nullable RecordSet before, @Nullable RecordSet after) {}
}
