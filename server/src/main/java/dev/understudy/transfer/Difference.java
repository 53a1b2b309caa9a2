package dev.understudy.transfer;

import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What has to change in a zone for it to hold what is wanted. */
final class Difference {
  /** The record sets of one name and type tell themselves apart by it. */
  private record Key(String name, RRType type, String identifier) {
    static Key of(ResourceRecordSet set) {
      String identifier = set.setIdentifier();
      return new Key(set.name(), set.type(), identifier == null ? "" : identifier);
    }
  }

  private final String zoneId;
  private final Map<String, NameChanges> names = new LinkedHashMap<>();
  private int unchanged;

  private Difference(String zoneId) {
    this.zoneId = zoneId;
  }

  /**
   * Compares.
   *
   * @param replace whether what is not wanted is deleted
   */
  static Difference of(
      String zoneId,
      List<ResourceRecordSet> current,
      List<ResourceRecordSet> wanted,
      boolean replace) {
    var difference = new Difference(zoneId);
    var left = new LinkedHashMap<Key, ResourceRecordSet>();
    current.forEach(set -> left.put(Key.of(set), set));
    for (ResourceRecordSet set : wanted) {
      difference.put(left.remove(Key.of(set)), set);
    }
    if (replace) {
      left.values().forEach(difference::delete);
    }
    return difference;
  }

  Collection<NameChanges> names() {
    return names.values();
  }

  int unchanged() {
    return unchanged;
  }

  /** All changes, in no order that the server would take. */
  List<Change> changes() {
    var all = new ArrayList<Change>();
    names.values().forEach(name -> all.addAll(name.inOrder()));
    return all;
  }

  /**
   * An UPSERT cannot change a policy; what it would replace is deleted in the same batch instead.
   */
  private void put(@Nullable ResourceRecordSet old, ResourceRecordSet set) {
    if (set.equals(old)) {
      unchanged++;
      return;
    }
    NameChanges name = changes(set.name());
    var upsert = new Change(ChangeAction.UPSERT, set);
    if (old == null) {
      name.puts().add(new Change(ChangeAction.CREATE, set));
    } else if (samePolicy(old, set) && Cost.of(upsert).fits()) {
      name.puts().add(upsert);
      note(old, name.oldTargets());
    } else {
      delete(old);
      name.puts().add(new Change(ChangeAction.CREATE, set));
    }
    note(set, name.newTargets());
  }

  private void delete(ResourceRecordSet old) {
    NameChanges name = changes(old.name());
    name.deletes().add(new Change(ChangeAction.DELETE, old));
    note(old, name.oldTargets());
  }

  private NameChanges changes(String name) {
    return names.computeIfAbsent(name, NameChanges::new);
  }

  private void note(ResourceRecordSet set, Collection<String> targets) {
    AliasTarget alias = set.aliasTarget();
    if (alias != null && alias.hostedZoneId().equals(zoneId)) {
      targets.add(alias.dnsName());
    }
  }

  /** Weights may change in place; what tells siblings apart may not, or two could change places. */
  private static boolean samePolicy(ResourceRecordSet old, ResourceRecordSet set) {
    return (old.weight() == null) == (set.weight() == null)
        && Objects.equals(old.region(), set.region())
        && Objects.equals(old.geoLocation(), set.geoLocation())
        && Objects.equals(old.failover(), set.failover())
        && Objects.equals(old.multiValueAnswer(), set.multiValueAnswer())
        && Objects.equals(old.cidrRoutingConfig(), set.cidrRoutingConfig())
        && Objects.equals(old.geoProximityLocation(), set.geoProximityLocation());
  }
}
