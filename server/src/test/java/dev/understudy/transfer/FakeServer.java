package dev.understudy.transfer;

import dev.understudy.control.ApiException;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.Change;
import dev.understudy.model.ChangeInfo;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.ChangeResourceRecordSetsResponse;
import dev.understudy.model.ChangeStatus;
import dev.understudy.model.ListResourceRecordSetsRequest;
import dev.understudy.model.ListResourceRecordSetsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.Request;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.Response;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One zone with those rules of change batches that their order and size have to keep. */
final class FakeServer implements Caller {
  static final String ZONE_ID = "Z0FAKE";
  private static final int PAGE = 7;

  private record Key(String name, RRType type, String identifier) {
    static Key of(ResourceRecordSet set) {
      return new Key(set.name(), set.type(), Objects.requireNonNullElse(set.setIdentifier(), ""));
    }
  }

  private Map<Key, ResourceRecordSet> sets = new LinkedHashMap<>();
  private final List<List<Change>> batches = new ArrayList<>();
  private int failsAfter = Integer.MAX_VALUE;

  void holds(List<ResourceRecordSet> held) {
    sets.clear();
    held.forEach(set -> sets.put(Key.of(set), set));
  }

  /** No connection after so many more batches. */
  void failsAfter(int more) {
    failsAfter = more == Integer.MAX_VALUE ? more : batches.size() + more;
  }

  List<ResourceRecordSet> sets() {
    return List.copyOf(sets.values());
  }

  List<List<Change>> batches() {
    return batches;
  }

  @Override
  public Response call(Request request) throws ApiException, IOException {
    return switch (request) {
      case ListResourceRecordSetsRequest list -> page(list);
      case ChangeResourceRecordSetsRequest change -> change(change.changeBatch().changes());
      default -> throw new IllegalStateException("not asked in these tests: " + request);
    };
  }

  /** The start is the number of those before it. */
  private Response page(ListResourceRecordSetsRequest list) {
    String start = list.startRecordName();
    int from = start == null ? 0 : Integer.parseInt(start);
    List<ResourceRecordSet> all = sets();
    int to = Math.min(all.size(), from + PAGE);
    boolean more = to < all.size();
    return ListResourceRecordSetsResponse.builder()
        .resourceRecordSets(all.subList(from, to))
        .isTruncated(more)
        .nextRecordName(more ? Integer.toString(to) : null)
        .nextRecordType(more ? RRType.A : null)
        .maxItems("300")
        .build();
  }

  private Response change(List<Change> changes) throws ApiException, IOException {
    if (batches.size() >= failsAfter) {
      throw new IOException("no connection");
    }
    limits(changes);
    var next = new LinkedHashMap<>(sets);
    for (Change change : changes) {
      ResourceRecordSet set = change.resourceRecordSet();
      ResourceRecordSet old = next.get(Key.of(set));
      switch (change.action()) {
        case CREATE -> demand(old == null, "exists", change);
        case UPSERT -> {}
        case DELETE -> demand(set.equals(old), "does not match " + old, change);
      }
      next.remove(Key.of(set));
      if (change.action() != dev.understudy.model.ChangeAction.DELETE) {
        alone(set, next, change);
        demand(hasTarget(set, next), "target missing", change);
        next.put(Key.of(set), set);
      }
    }
    for (ResourceRecordSet set : next.values()) {
      demand(hasTarget(set, next), "target lost", set);
    }
    sets = next;
    batches.add(changes);
    return new ChangeResourceRecordSetsResponse(
        new ChangeInfo("C1", ChangeStatus.PENDING, Instant.EPOCH, null));
  }

  private static void limits(List<Change> changes) throws ApiException {
    int records = 0;
    int characters = 0;
    for (Change change : changes) {
      int times = change.action() == dev.understudy.model.ChangeAction.UPSERT ? 2 : 1;
      List<ResourceRecord> values = change.resourceRecordSet().resourceRecords();
      records += times * (values == null ? 1 : values.size());
      for (ResourceRecord value : values == null ? List.<ResourceRecord>of() : values) {
        characters += times * value.value().length();
      }
    }
    demand(records <= 1000 && characters <= 32_000, "over the limits", changes.size());
  }

  private static void alone(ResourceRecordSet set, Map<Key, ResourceRecordSet> next, Change change)
      throws ApiException {
    for (ResourceRecordSet other : next.values()) {
      boolean neighbour = other.name().equals(set.name());
      demand(
          !neighbour || (other.type() == RRType.CNAME) == (set.type() == RRType.CNAME),
          "CNAME beside others",
          change);
      boolean sibling = neighbour && other.type() == set.type();
      demand(
          !sibling || (other.failover() == null) == (set.failover() == null),
          "another policy",
          change);
      demand(
          !sibling || set.failover() == null || other.failover() != set.failover(),
          "role taken",
          change);
    }
  }

  private static boolean hasTarget(ResourceRecordSet set, Map<Key, ResourceRecordSet> next) {
    AliasTarget alias = set.aliasTarget();
    return alias == null
        || next.containsKey(new Key(alias.dnsName(), set.type(), ""))
        || next.containsKey(new Key(alias.dnsName(), set.type(), "a"));
  }

  private static void demand(boolean holds, String problem, Object of) throws ApiException {
    if (!holds) {
      throw new ApiException(400, "InvalidChangeBatch", problem + ": " + of);
    }
  }
}
