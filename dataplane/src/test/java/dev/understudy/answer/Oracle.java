package dev.understudy.answer;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.DeleteCidrCollection;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.DeleteZone;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutCidrCollection;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The specification again, in the plainest way: maps of intent, recursion, no octets. What it
 * answers is compared with what the data plane answers.
 */
final class Oracle {
  /** Records as {@code owner ttl TYPE data-in-hex}, without order. */
  record Reply(
      int rcode, boolean aa, Set<String> answer, Set<String> authority, Set<String> extra) {}

  private record Key(DomainName name, int type, String rank, String identifier) {}

  private record Zone(HostedZone hosted, TreeMap<Key, ResourceRecordSet> sets) {}

  private record Found(List<ResourceRecordSet> sets, boolean healthy, boolean tooDeep) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::name)
          .thenComparingInt(Key::type)
          .thenComparing(Key::rank)
          .thenComparing(Key::identifier);

  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final Set<String> checks = new LinkedHashSet<>();
  private final Map<String, CidrCollection> collections = new LinkedHashMap<>();
  private final Map<String, Boolean> statuses = new HashMap<>();

  void apply(Mutation mutation) {
    switch (mutation) {
      case PutZone(HostedZone zone) ->
          zones.putIfAbsent(zone.id(), new Zone(zone, new TreeMap<>(ORDER)));
      case DeleteZone(String id) -> zones.remove(id);
      case PutRecordSet(String id, ResourceRecordSet set) -> {
        remove(id, set.name(), set.type(), set.setIdentifier());
        sets(id).put(key(set), set);
      }
      case DeleteRecordSet(String id, DomainName name, RecordType type, String identifier) ->
          remove(id, name, type, identifier);
      case PutCheck(var check) -> checks.add(check.id());
      case DeleteCheck(String id) -> {
        checks.remove(id);
        statuses.remove(id);
      }
      case PutCidrCollection(CidrCollection collection) ->
          collections.put(collection.id(), collection);
      case DeleteCidrCollection(String id) -> collections.remove(id);
    }
  }

  void status(String check, boolean healthy) {
    statuses.put(check, healthy);
  }

  boolean hasZone(String id) {
    return zones.containsKey(id);
  }

  /** Everything, in the order in which a restart tells it. */
  List<Mutation> everything() {
    var all = new ArrayList<Mutation>();
    for (String check : checks) {
      all.add(new PutCheck(Lab.checkNamed(check)));
    }
    collections.values().forEach(collection -> all.add(new PutCidrCollection(collection)));
    zones.values().forEach(zone -> all.add(new PutZone(zone.hosted())));
    for (Zone zone : zones.values()) {
      zone.sets().values().forEach(set -> all.add(new PutRecordSet(zone.hosted().id(), set)));
    }
    return all;
  }

  Reply ask(DomainName question, int type) {
    var answer = new LinkedHashSet<String>();
    var seen = new ArrayList<DomainName>();
    DomainName name = question;
    boolean aa = true;
    while (true) {
      Zone zone = owner(name);
      boolean first = seen.isEmpty();
      boolean parentSide = false;
      if (zone == null) {
        return new Reply(first ? 5 : 0, !first, answer, Set.of(), Set.of());
      }
      if (type == RecordType.DS.code() && name.equals(zone.hosted().name())) {
        Zone above = name.lengthOctets() == 1 ? null : owner(name.parent());
        zone = above == null ? zone : above;
        parentSide = above != null;
      }
      DomainName cut = cut(zone, name, type);
      if (cut != null) {
        return referral(zone, cut, first, answer);
      }
      DomainName source = source(zone, name);
      if (source == null) {
        return new Reply(3, aa, answer, soa(zone), Set.of());
      }
      List<ResourceRecordSet> group = group(zone, source, type);
      boolean cname = group.isEmpty() && type != 255 && !parentSide;
      if (cname) {
        group = group(zone, source, RecordType.CNAME.code());
      }
      Found found = resolve(zone, group, 1);
      if (found.tooDeep()) {
        return new Reply(2, aa, Set.of(), Set.of(), Set.of());
      }
      if (found.sets().isEmpty()) {
        return new Reply(0, aa, answer, soa(zone), Set.of());
      }
      write(name, found.sets(), answer);
      if (!cname) {
        return new Reply(0, aa, answer, Set.of(), additional(zone, found.sets()));
      }
      seen.add(name);
      name = DomainName.ofWire(found.sets().getFirst().records().getFirst().octets());
      if (seen.contains(name) || seen.size() == Responder.CHAIN_MAX) {
        return new Reply(0, aa, answer, Set.of(), Set.of());
      }
    }
  }

  private Reply referral(Zone zone, DomainName cut, boolean first, Set<String> answer) {
    var servers = group(zone, cut, RecordType.NS.code());
    var authority = new LinkedHashSet<String>();
    write(cut, servers, authority);
    return new Reply(0, !first, answer, authority, additional(null, servers));
  }

  private Set<String> soa(Zone zone) {
    var group = group(zone, zone.hosted().name(), RecordType.SOA.code());
    var records = new LinkedHashSet<String>();
    if (!group.isEmpty()) {
      ResourceRecordSet soa = group.getFirst();
      byte[] data = soa.records().getFirst().octets();
      int minimum =
          new java.math.BigInteger(java.util.Arrays.copyOfRange(data, data.length - 4, data.length))
              .intValue();
      record(soa.name(), Math.min(soa.ttlSeconds(), minimum), soa.type(), data, records);
    }
    return records;
  }

  /** Addresses of the hosts named; of one zone, or of any. */
  private Set<String> additional(@Nullable Zone only, List<ResourceRecordSet> sets) {
    var records = new LinkedHashSet<String>();
    for (ResourceRecordSet set : sets) {
      int skip =
          switch (set.type()) {
            case NS -> 0;
            case MX -> 2;
            case SRV -> 6;
            default -> -1;
          };
      for (Rdata data : set.records()) {
        if (skip >= 0) {
          byte[] octets = data.octets();
          var host = DomainName.ofWire(java.util.Arrays.copyOfRange(octets, skip, octets.length));
          Zone zone = owner(host);
          if (zone != null && (only == null || only.hosted().equals(zone.hosted()))) {
            write(host, resolve(zone, group(zone, host, 1), 1).sets(), records);
            write(host, resolve(zone, group(zone, host, 28), 1).sets(), records);
          }
        }
      }
    }
    return records;
  }

  private @Nullable Zone owner(DomainName name) {
    return zones.values().stream()
        .filter(zone -> name.isAtOrBelow(zone.hosted().name()))
        .max(
            Comparator.<Zone>comparingInt(zone -> zone.hosted().name().lengthOctets())
                .thenComparingLong(zone -> -zone.hosted().created()))
        .orElse(null);
  }

  private @Nullable DomainName cut(Zone zone, DomainName name, int type) {
    DomainName cut = null;
    for (DomainName at = name; !at.equals(zone.hosted().name()); at = at.parent()) {
      boolean delegated = !at.isWildcard() && !group(zone, at, RecordType.NS.code()).isEmpty();
      if (delegated && !(type == RecordType.DS.code() && at.equals(name))) {
        cut = at;
      }
    }
    return cut;
  }

  /** The name whose record sets answer: itself, or the wildcard of the closest encloser. */
  private @Nullable DomainName source(Zone zone, DomainName name) {
    if (exists(zone, name)) {
      return name;
    }
    DomainName encloser = name.parent();
    while (!exists(zone, encloser)) {
      encloser = encloser.parent();
    }
    byte[] wire = new byte[encloser.lengthOctets() + 2];
    wire[0] = 1;
    wire[1] = '*';
    encloser.copyTo(wire, 2);
    DomainName wildcard = DomainName.ofWire(wire);
    return exists(zone, wildcard) ? wildcard : null;
  }

  private boolean exists(Zone zone, DomainName name) {
    return name.equals(zone.hosted().name())
        || zone.sets().keySet().stream().anyMatch(key -> key.name().isAtOrBelow(name))
        || zones.values().stream().anyMatch(other -> other.hosted().name().isAtOrBelow(name));
  }

  private static List<ResourceRecordSet> group(Zone zone, DomainName name, int type) {
    var sets = new ArrayList<ResourceRecordSet>();
    int wanted = type;
    for (var entry : zone.sets().entrySet()) {
      if (entry.getKey().name().equals(name)) {
        if (wanted == 255) {
          wanted = entry.getKey().type();
        }
        if (entry.getKey().type() == wanted) {
          sets.add(entry.getValue());
        }
      }
    }
    return sets;
  }

  /** The reference algorithm of the routing specification, section 3.1. */
  private Found resolve(Zone zone, List<ResourceRecordSet> group, int depth) {
    if (group.isEmpty()) {
      return new Found(List.of(), false, false);
    }
    if (group.getFirst().policy() instanceof Multivalue) {
      var healthy = group.stream().filter(set -> checkPart(set)).toList();
      var picked = healthy.isEmpty() ? group : healthy;
      return new Found(picked.stream().limit(8).toList(), !healthy.isEmpty(), false);
    }
    var opened = new ArrayList<Found>();
    for (ResourceRecordSet set : group) {
      Found found = open(zone, set, depth);
      if (found.healthy() || found.tooDeep()) {
        return found;
      }
      opened.add(found);
    }
    return opened.getFirst();
  }

  private Found open(Zone zone, ResourceRecordSet set, int depth) {
    boolean own = checkPart(set);
    AliasTarget alias = set.alias();
    if (alias == null) {
      return new Found(List.of(set), own, false);
    }
    if (depth == 16) {
      return new Found(List.of(), false, true);
    }
    Zone there = zone.hosted().id().equals(alias.hostedZoneId()) ? zone : owner(alias.name());
    if (there == null || (!there.hosted().equals(zone.hosted()) && !exists(there, alias.name()))) {
      return new Found(List.of(), own, false);
    }
    Found target = resolve(there, group(there, alias.name(), set.type().code()), depth + 1);
    boolean healthy = own && (!alias.evaluateTargetHealth() || target.healthy());
    return new Found(target.sets(), healthy, target.tooDeep());
  }

  private boolean checkPart(ResourceRecordSet set) {
    String check = set.healthCheckId();
    return check == null || !checks.contains(check) || statuses.getOrDefault(check, true);
  }

  private static void write(DomainName owner, List<ResourceRecordSet> sets, Set<String> to) {
    int ttl = sets.stream().mapToInt(ResourceRecordSet::ttlSeconds).min().orElse(0);
    for (ResourceRecordSet set : sets) {
      set.records().forEach(data -> record(owner, ttl, set.type(), data.octets(), to));
    }
  }

  private static void record(
      DomainName owner, int ttl, RecordType type, byte[] data, Set<String> to) {
    to.add(owner + " " + ttl + " " + Message.text(type, data));
  }

  private Map<Key, ResourceRecordSet> sets(String id) {
    return java.util.Objects.requireNonNull(zones.get(id)).sets();
  }

  private void remove(String id, DomainName name, RecordType type, String identifier) {
    sets(id)
        .keySet()
        .removeIf(key ->
            key.name().equals(name)
                && key.type() == type.code()
                && key.identifier().equals(identifier));
  }

  private static Key key(ResourceRecordSet set) {
    boolean primary = set.policy() instanceof Failover(boolean first) && first;
    return new Key(set.name(), set.type().code(), primary ? "0" : "1", set.setIdentifier());
  }
}
