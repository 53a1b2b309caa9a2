package dev.understudy.control;

import dev.understudy.control.Change.Create;
import dev.understudy.control.Change.Delete;
import dev.understudy.control.Change.Upsert;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a zone can take a batch of changes, and what it is afterwards: all or nothing, and every
 * problem told at once (API Reference, ChangeResourceRecordSets).
 *
 * <p>Changes act in their order on a working copy, so a record set may be deleted and created anew,
 * and an alias may follow its target. What only the end can tell is asked at the end: the apex
 * keeps its NS and SOA, no alias has lost its target, aliases do not run in circles. So a batch may
 * delete targets before their aliases, as a list of a zone turned into deletions does.
 *
 * <p>A pure function of the zone, the records it reads and the changes.
 */
final class ChangeBatch {
  private final Zone zone;
  private final ZoneRecords records;
  private final WorkingCopy copy;
  private final PutRules rules;
  private final List<String> messages = new ArrayList<>();
  private final Map<Group, Integer> weightedTtls = new LinkedHashMap<>();

  private ChangeBatch(Zone zone, ZoneRecords records) {
    this.zone = zone;
    this.records = records;
    this.copy = new WorkingCopy(records);
    this.rules = new PutRules(zone, copy);
  }

  /**
   * Applies the changes.
   *
   * @param growthMax by how many record sets the zone may grow at most
   */
  static BatchOutcome apply(Zone zone, ZoneRecords records, List<Change> changes, long growthMax) {
    String unknown = unknownCheck(records, changes);
    if (unknown != null) {
      return new BatchOutcome.UnknownCheck(unknown);
    }
    var batch = new ChangeBatch(zone, records);
    Set<Identity> repeated = repeated(changes);
    for (Change change : changes) {
      batch.act(change, repeated.contains(change.id()));
    }
    batch.finish(changes);
    var accepted = new BatchOutcome.Accepted(batch.copy.edits());
    if (accepted.growth() > Math.max(0, growthMax)) {
      batch.messages.add("The hosted zone would hold more resource record sets than its quota.");
    }
    return batch.messages.isEmpty() ? accepted : new BatchOutcome.Rejected(batch.messages);
  }

  private static @Nullable String unknownCheck(ZoneRecords records, List<Change> changes) {
    var known = new HashSet<String>();
    for (Change change : changes) {
      String id =
          switch (change) {
            case Create(RecordSet set) -> set.meaning().healthCheckId();
            case Upsert(RecordSet set) -> set.meaning().healthCheckId();
            case Delete _ -> null;
          };
      if (id != null && known.add(id) && !records.checkExists(id)) {
        return id;
      }
    }
    return null;
  }

  /** Identities that occur more than once, other than as one CREATE and one DELETE. */
  private static Set<Identity> repeated(List<Change> changes) {
    var distinct = HashSet.<Identity>newHashSet(changes.size());
    for (Change change : changes) {
      distinct.add(change.id());
    }
    return distinct.size() == changes.size() ? Set.of() : repeatedAmong(changes);
  }

  private static Set<Identity> repeatedAmong(List<Change> changes) {
    var creates = new HashMap<Identity, Integer>();
    var deletes = new HashMap<Identity, Integer>();
    var all = new HashMap<Identity, Integer>();
    for (Change change : changes) {
      all.merge(change.id(), 1, Integer::sum);
      switch (change) {
        case Create _ -> creates.merge(change.id(), 1, Integer::sum);
        case Delete _ -> deletes.merge(change.id(), 1, Integer::sum);
        case Upsert _ -> {}
      }
    }
    all.entrySet()
        .removeIf(entry ->
            entry.getValue() == 1
                || (entry.getValue() == 2
                    && creates.getOrDefault(entry.getKey(), 0) == 1
                    && deletes.getOrDefault(entry.getKey(), 0) == 1));
    return all.keySet();
  }

  private void act(Change change, boolean repeated) {
    List<String> problems =
        switch (change) {
          case Create(RecordSet set) when copy.find(set.identity()) != null ->
              List.of(
                  "Tried to create resource record set "
                      + set.identity().bracketed()
                      + " but it already exists");
          case Create(RecordSet set) -> put(set);
          case Upsert(RecordSet set) -> put(set);
          case Delete delete -> delete(delete);
        };
    messages.addAll(
        repeated
            ? List.of(
                "The request contains an invalid set of changes for a resource record set '"
                    + change.id().type()
                    + " "
                    + NameText.format(change.id().name())
                    + "'")
            : problems);
  }

  private List<String> put(RecordSet set) {
    List<String> problems = rules.problems(set);
    if (problems.isEmpty()) {
      copy.put(set);
      if (set.policy() instanceof Weighted && set.meaning().alias() == null) {
        weightedTtls.put(Group.of(set), set.meaning().ttlSeconds());
      }
    }
    return problems;
  }

  private List<String> delete(Delete delete) {
    RecordSet current = copy.find(delete.id());
    String tried = "Tried to delete resource record set " + delete.id().bracketed() + " but ";
    if (current == null) {
      return List.of(tried + "it was not found");
    }
    if (!matches(delete, current)) {
      return List.of(tried + "the values provided do not match the current values");
    }
    copy.remove(delete.id());
    return List.of();
  }

  /** Values in any order; a multivalue set also without saying that it is one. */
  private static boolean matches(Delete delete, RecordSet current) {
    RecordSet expected = delete.expected();
    if (expected == null) {
      return false;
    }
    ResourceRecordSet is = current.meaning();
    ResourceRecordSet should = expected.meaning();
    boolean samePolicy =
        delete.policyGiven()
            ? is.policy().equals(should.policy())
            : is.policy() instanceof Multivalue || is.setIdentifier().isEmpty();
    return samePolicy
        && is.ttlSeconds() == should.ttlSeconds()
        && is.records().size() == should.records().size()
        && new HashSet<>(is.records()).equals(new HashSet<>(should.records()))
        && Objects.equals(is.alias(), should.alias())
        && Objects.equals(is.healthCheckId(), should.healthCheckId());
  }

  private void finish(List<Change> changes) {
    unifyWeightedTtls();
    if (changes.stream().anyMatch(change -> change.id().name().equals(zone.name()))) {
      keepApex();
    }
    messages.addAll(AliasRules.problemsAtEnd(zone, records, copy));
  }

  /** The last TTL written to a weighted group is the TTL of all of it. */
  private void unifyWeightedTtls() {
    weightedTtls.forEach((group, ttl) -> {
      for (RecordSet set : copy.group(group.name(), group.type())) {
        ResourceRecordSet is = set.meaning();
        if (is.alias() == null && is.ttlSeconds() != ttl) {
          copy.put(withTtl(set, ttl));
        }
      }
    });
  }

  private static RecordSet withTtl(RecordSet set, int ttl) {
    ResourceRecordSet is = set.meaning();
    return new RecordSet(
        new ResourceRecordSet(
            is.name(),
            is.type(),
            is.setIdentifier(),
            is.policy(),
            ttl,
            is.records(),
            is.alias(),
            is.healthCheckId()),
        set.values(),
        set.place());
  }

  private void keepApex() {
    if (copy.group(zone.name(), RecordType.NS).isEmpty()) {
      messages.add("A HostedZone must contain at least one NS record for the zone itself.");
    }
    if (copy.group(zone.name(), RecordType.SOA).size() != 1) {
      messages.add("A HostedZone must contain exactly one SOA record.");
    }
  }
}
