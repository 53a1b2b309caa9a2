package dev.understudy.zone;

import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record sets of one name, in the order in which they are stored: by type code, PRIMARY before
 * SECONDARY, regions in ASCII order, then by set identifier; so the order in which they came leaves
 * no trace.
 */
final class RecordSets {
  private static final Comparator<ResourceRecordSet> ORDER =
      Comparator.<ResourceRecordSet>comparingInt(set -> set.type().code())
          .thenComparing(RecordSets::isPrimary, Comparator.reverseOrder())
          .thenComparing(RecordSets::region)
          .thenComparing(ResourceRecordSet::setIdentifier);

  private final List<ResourceRecordSet> sets = new ArrayList<>(1);

  RecordSets() {}

  RecordSets(List<ResourceRecordSet> sets) {
    this.sets.addAll(sets);
  }

  /** Adds a set; returns the one of the same type and identifier that it replaces. */
  @Nullable ResourceRecordSet put(ResourceRecordSet set) {
    ResourceRecordSet before = remove(set.type(), set.setIdentifier());
    int at = sets.isEmpty() ? -1 : Collections.binarySearch(sets, set, ORDER);
    sets.add(at < 0 ? -at - 1 : at, set);
    return before;
  }

  /** Removes and returns the set of this type and identifier. */
  @Nullable ResourceRecordSet remove(RecordType type, String setIdentifier) {
    for (int i = 0; i < sets.size(); i++) {
      ResourceRecordSet set = sets.get(i);
      if (set.type() == type && set.setIdentifier().equals(setIdentifier)) {
        return sets.remove(i);
      }
    }
    return null;
  }

  List<ResourceRecordSet> inOrder() {
    return sets;
  }

  private static String region(ResourceRecordSet set) {
    return set.policy() instanceof RoutingPolicy.Latency(String region) ? region : "";
  }

  private static boolean isPrimary(ResourceRecordSet set) {
    return set.policy() instanceof RoutingPolicy.Failover(boolean primary) && primary;
  }
}
