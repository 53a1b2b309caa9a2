package dev.understudy.possibility;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.presentation.RdataText;
import dev.understudy.routing.LocationTable.Place;
import dev.understudy.routing.Regions;
import dev.understudy.routing.Router;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.AnswerTree;
import dev.understudy.zone.Group;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a name and type may hang on: everything that its record sets mention, and
 * those of every name that its aliases and CNAMEs lead to. Reads, decides nothing.
 */
final class Reach {
  /** Groups looked at; a tree as large as Route 53 allows has fewer names than this. */
  private static final int GROUPS_MAX = 2_000;

  /** The rule for clients in China (Developer Guide, "Values specific for latency records"). */
  private static final String CHINESE_REGION = "cn-north-1";

  /** Slots of health checks and their ids, in the order in which they were met. */
  final Map<Integer, String> checks = new LinkedHashMap<>();

  final Set<Place> areas = new LinkedHashSet<>();

  /** Places on the ground and what they are called. */
  final Map<Coordinates, String> points = new LinkedHashMap<>();

  /** Blocks and the location each belongs to; only of locations that some record set names. */
  final Map<CidrBlock, String> blocks = new LinkedHashMap<>();

  private final AnswerTree tree;
  private final RecordType type;
  private final Function<String, @Nullable CidrCollection> collections;
  private final Set<String> seen = new HashSet<>();

  private Reach(
      AnswerTree tree, RecordType type, Function<String, @Nullable CidrCollection> collections) {
    this.tree = tree;
    this.type = type;
    this.collections = collections;
  }

  static Reach of(
      AnswerTree tree,
      DomainName name,
      RecordType type,
      Function<String, @Nullable CidrCollection> collections) {
    var reach = new Reach(tree, type, collections);
    reach.find(name);
    return reach;
  }

  /** Whether the tree was too large to be looked at whole. */
  boolean isCut() {
    return seen.size() >= GROUPS_MAX;
  }

  private void find(DomainName name) {
    var lookup = new Lookup();
    byte[] wire = name.wire();
    Outcome outcome = lookup.find(tree, wire, 0, wire.length, type.code());
    switch (outcome) {
      case RRSET, ALIAS -> walk(lookup.group(), name, type, 0);
      case CNAME -> {
        if (seen.contains("CNAME " + name)) {
          return;
        }
        var targets = new ArrayList<DomainName>();
        for (Rdata data : walk(lookup.group(), name, RecordType.CNAME, 0)) {
          targets.add(Decisions.target(RdataText.format(RecordType.CNAME, data)));
        }
        targets.forEach(this::find);
      }
      case REFERRAL, NODATA, NXDOMAIN, NOT_OURS -> {}
    }
  }

  /** Notes a group and all below it; returns the data found. */
  private List<Rdata> walk(Group group, DomainName name, RecordType of, int depth) {
    var data = new ArrayList<Rdata>();
    if (depth == Router.GROUPS_MAX || seen.size() >= GROUPS_MAX || !seen.add(of + " " + name)) {
      return data;
    }
    for (int ordinal = 0; ordinal < group.count(); ordinal++) {
      ResourceRecordSet set = group.recordSet(name, ordinal);
      note(set, group.healthSlot(ordinal));
      data.addAll(set.records());
      AliasTarget alias = set.alias();
      Group target = alias == null ? null : group.target(ordinal);
      if (alias != null && target != null) {
        data.addAll(walk(target, alias.name(), of, depth + 1));
      }
    }
    return data;
  }

  private void note(ResourceRecordSet set, int slot) {
    String check = set.healthCheckId();
    if (check != null) {
      checks.put(slot, check);
    }
    switch (set.policy()) {
      case RoutingPolicy.Geolocation(var continent, var country, var subdivision) -> {
        if (!"*".equals(country)) {
          areas.add(new Place(continent, country, subdivision, null));
        }
      }
      case RoutingPolicy.Latency(String region) -> {
        point(Regions.place(region), region);
        if (region.equals(CHINESE_REGION)) {
          areas.add(new Place(null, "CN", null, null));
        }
      }
      case RoutingPolicy.Geoproximity near -> point(near);
      case RoutingPolicy.IpBased(String collection, String location) ->
          blocks(collection, location);
      case RoutingPolicy.Simple _,
          RoutingPolicy.Failover _,
          RoutingPolicy.Weighted _,
          RoutingPolicy.Multivalue _ -> {}
    }
  }

  private void point(RoutingPolicy.Geoproximity near) {
    Coordinates at = near.coordinates();
    String region = near.region();
    String group = near.localZoneGroup();
    if (at != null) {
      point(at, at.latitude() + "," + at.longitude());
    } else if (region != null) {
      point(Regions.place(region), region);
    } else if (group != null) {
      point(Regions.placeOfGroup(group), group);
    }
  }

  private void point(@Nullable Coordinates at, String name) {
    if (at != null) {
      points.merge(at, name, (one, other) -> one.equals(other) ? one : one + "/" + other);
    }
  }

  private void blocks(String collectionId, String location) {
    CidrCollection collection = collections.apply(collectionId);
    if (collection == null) {
      return;
    }
    for (CidrCollection.Location each : collection.locations()) {
      if (each.name().equals(location)) {
        each.blocks().forEach(block -> blocks.put(block, location));
      }
    }
  }

  /** What both mention. */
  static Reach union(Reach one, Reach other) {
    var both = new Reach(one.tree, one.type, one.collections);
    for (Reach each : List.of(one, other)) {
      both.areas.addAll(each.areas);
      both.points.putAll(each.points);
      both.blocks.putAll(each.blocks);
      both.seen.addAll(each.seen);
    }
    return both;
  }

  /** Ids of health checks, sorted, with their slots. */
  Map<String, Integer> slots() {
    var slots = new TreeMap<String, Integer>();
    checks.forEach((slot, id) -> slots.put(id, slot));
    return slots;
  }
}
