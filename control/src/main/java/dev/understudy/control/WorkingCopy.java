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
  private final Map<DomainName, List<RecordSet>> names = new HashMap<>();
  private final Map<Identity, @Nullable RecordSet> touched = new LinkedHashMap<>();

  WorkingCopy(ZoneRecords records) {
    this.records = records;
  }

  /** All record sets of a name as they are now. */
  List<RecordSet> at(DomainName name) {
    return List.copyOf(loaded(name));
  }

  /** The record sets of one name and type as they are now. */
  List<RecordSet> group(DomainName name, RecordType type) {
    var group = new ArrayList<RecordSet>();
    for (RecordSet set : loaded(name)) {
      if (set.meaning().type() == type) {
        group.add(set);
      }
    }
    return group;
  }

  @Nullable RecordSet find(Identity id) {
    List<RecordSet> sets = loaded(id.name());
    int at = indexOf(sets, id);
    return at < 0 ? null : sets.get(at);
  }

  boolean collectionExists(String cidrCollectionId) {
    return records.collectionExists(cidrCollectionId);
  }

  void put(RecordSet set) {
    Identity id = set.identity();
    remember(id);
    List<RecordSet> sets = loaded(id.name());
    int at = indexOf(sets, id);
    if (at < 0) {
      sets.add(set);
    } else {
      sets.set(at, set);
    }
  }

  void remove(Identity id) {
    remember(id);
    loaded(id.name()).removeIf(set -> is(set, id));
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

  /** In the order of the store, then of the batch; a name has few. */
  private List<RecordSet> loaded(DomainName name) {
    return names.computeIfAbsent(name, key -> new ArrayList<>(records.at(key)));
  }

  private static int indexOf(List<RecordSet> sets, Identity id) {
    for (int i = 0; i < sets.size(); i++) {
      if (is(sets.get(i), id)) {
        return i;
      }
    }
    return -1;
  }

  /** Of one name. */
  private static boolean is(RecordSet set, Identity id) {
    return set.meaning().type() == id.type()
        && set.meaning().setIdentifier().equals(id.setIdentifier());
  }

  /** A record set before and after; null is absent. Never null on both sides. */
  record Edit(Identity id, @Nullable RecordSet before, @Nullable RecordSet after) {}
}
