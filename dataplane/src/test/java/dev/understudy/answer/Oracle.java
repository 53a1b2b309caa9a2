package dev.understudy.answer;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrBlock;
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
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Atlas;
import dev.understudy.routing.Rules;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.util.ArrayList;
import java.util.Collection;
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
  /**
   * Records as {@code owner ttl TYPE data}, without order.
   *
   * @param extra for each owner and type in the additional section, the sets it may be
   */
  record Reply(
      int rcode,
      boolean aa,
      Set<String> answer,
      Set<String> authority,
      Map<String, Set<Set<String>>> extra) {}

  private record Key(DomainName name, int type, String rank, String identifier) {}

  private record Zone(HostedZone hosted, TreeMap<Key, ResourceRecordSet> sets) {}

  /** One thing that a group may come to. */
  private record Found(
      Set<ResourceRecordSet> sets, boolean healthy, boolean tooDeep, @Nullable Outside outside) {
    Found(Set<ResourceRecordSet> sets, boolean healthy, boolean tooDeep) {
      this(sets, healthy, tooDeep, null);
    }

    /** An alias whose target outside has nothing to give. */
    static Found nothing(Outside why) {
      return new Found(Set.of(), false, false, why);
    }

    boolean givesNothing() {
      return outside != null;
    }

    boolean ends() {
      return healthy || tooDeep;
    }
  }

  /** Why a target outside has nothing to give. */
  private enum Outside {
    /** Nobody has resolved it. */
    UNRESOLVED,
    /** It has no such records. */
    DENIED
  }

  private record Question(String zone, DomainName name, int type, int depth) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::name)
          .thenComparingInt(Key::type)
          .thenComparing(Key::rank)
          .thenComparing(Key::identifier);

  private static final CidrBlock EVERYWHERE = CidrBlock.of(new byte[4], 0);

  private final Map<String, Zone> zones = new LinkedHashMap<>();
  private final Set<String> checks = new LinkedHashSet<>();
  private final Map<String, CidrCollection> collections = new LinkedHashMap<>();
  private final Map<String, Boolean> statuses = new HashMap<>();
  private final Map<OutsideTarget, OutsideRecords> outside = new HashMap<>();

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
      case Mutation.PutZoneSigning _, Mutation.DeleteZoneSigning _ -> {} // tells what, not how
    }
  }

  /** What was resolved for the question being asked; random worlds have many ways to one group. */
  private final Map<Question, Set<Found>> resolved = new HashMap<>();

  private Atlas.Asker asker = new Atlas(Map.of(), Map.of(), null).asker(EVERYWHERE);
  private boolean located;

  /** What was resolved of a target outside; there is no way back to knowing nothing. */
  void resolved(OutsideTarget target, OutsideRecords records) {
    outside.put(target, records);
  }

  Map<OutsideTarget, OutsideRecords> resolved() {
    return outside;
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

  /** Every reply that may be given to a client. */
  Set<Reply> ask(DomainName question, int type, Atlas.Asker from) {
    asker = from;
    located = false;
    resolved.clear();
    var replies = new LinkedHashSet<Reply>();
    ask(question, type, Set.of(), List.of(), replies);
    return replies;
  }

  /** Whether a policy that looks at the client may have been on the way to the last replies. */
  boolean located() {
    return located;
  }

  private void ask(
      DomainName name, int type, Set<String> answer, List<DomainName> seen, Set<Reply> replies) {
    Zone zone = owner(name);
    boolean first = seen.isEmpty();
    boolean parentSide = false;
    if (zone == null) {
      replies.add(new Reply(first ? 5 : 0, !first, answer, Set.of(), Map.of()));
      return;
    }
    if (type == RecordType.DS.code() && name.equals(zone.hosted().name())) {
      Zone above = name.lengthOctets() == 1 ? null : owner(name.parent());
      zone = above == null ? zone : above;
      parentSide = above != null;
    }
    DomainName cut = cut(zone, name, type);
    if (cut != null) {
      replies.add(referral(zone, cut, first, answer));
      return;
    }
    DomainName source = source(zone, name);
    if (source == null) {
      replies.add(new Reply(3, true, answer, soa(zone), Map.of()));
      return;
    }
    int answered = type;
    boolean cname = group(zone, source, type).isEmpty() && type != 255 && !parentSide;
    if (cname) {
      answered = RecordType.CNAME.code();
    }
    for (Found found : resolve(zone, source, answered, 1)) {
      if (found.tooDeep() || found.outside() == Outside.UNRESOLVED) {
        replies.add(new Reply(2, true, Set.of(), Set.of(), Map.of()));
      } else if (found.outside() == Outside.DENIED) {
        replies.add(new Reply(0, true, answer, soa(zone, 60), Map.of()));
      } else if (found.sets().isEmpty()) {
        replies.add(new Reply(0, true, answer, soa(zone), Map.of()));
      } else {
        var written = new LinkedHashSet<>(answer);
        write(name, found.sets(), written);
        if (cname) {
          chase(name, type, written, seen, found.sets(), replies);
        } else {
          replies.add(new Reply(0, true, written, Set.of(), additional(zone, found.sets())));
        }
      }
    }
  }

  private void chase(
      DomainName from,
      int type,
      Set<String> answer,
      List<DomainName> seen,
      Set<ResourceRecordSet> cname,
      Set<Reply> replies) {
    var chain = new ArrayList<>(seen);
    chain.add(from);
    var target = DomainName.ofWire(cname.iterator().next().records().getFirst().octets());
    if (chain.contains(target) || chain.size() == Responder.CHAIN_MAX) {
      replies.add(new Reply(0, true, answer, Set.of(), Map.of()));
    } else {
      ask(target, type, answer, chain, replies);
    }
  }

  private Reply referral(Zone zone, DomainName cut, boolean first, Set<String> answer) {
    var servers = group(zone, cut, RecordType.NS.code());
    var authority = new LinkedHashSet<String>();
    write(cut, servers, authority);
    return new Reply(0, !first, answer, authority, additional(null, servers));
  }

  private Set<String> soa(Zone zone) {
    return soa(zone, Integer.MAX_VALUE);
  }

  private Set<String> soa(Zone zone, int ttlMax) {
    var group = group(zone, zone.hosted().name(), RecordType.SOA.code());
    var records = new LinkedHashSet<String>();
    if (!group.isEmpty()) {
      ResourceRecordSet soa = group.getFirst();
      byte[] data = soa.records().getFirst().octets();
      int minimum =
          new java.math.BigInteger(java.util.Arrays.copyOfRange(data, data.length - 4, data.length))
              .intValue();
      int ttl = Math.min(ttlMax, Math.min(soa.ttlSeconds(), minimum));
      record(soa.name(), ttl, soa.type(), data, records);
    }
    return records;
  }

  /** Addresses of the hosts named; of one zone, or of any. */
  private Map<String, Set<Set<String>>> additional(
      @Nullable Zone only, Collection<ResourceRecordSet> sets) {
    var records = new LinkedHashMap<String, Set<Set<String>>>();
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
            records.put(host + " A", written(host, resolve(zone, host, 1, 1)));
            records.put(host + " AAAA", written(host, resolve(zone, host, 28, 1)));
          }
        }
      }
    }
    return records;
  }

  private static Set<Set<String>> written(DomainName owner, Set<Found> found) {
    var all = new LinkedHashSet<Set<String>>();
    for (Found each : found) {
      var records = new LinkedHashSet<String>();
      write(owner, each.sets(), records);
      all.add(records);
    }
    return all;
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

  private Set<Found> resolve(Zone zone, DomainName name, int type, int depth) {
    var question = new Question(zone.hosted().id(), name, type, depth);
    Set<Found> known = resolved.get(question);
    if (known == null) {
      known = resolve(zone, group(zone, name, type), depth);
      resolved.put(question, known);
    }
    return known;
  }

  /** The reference algorithm of the routing specification, section 3.1, for every draw at once. */
  private Set<Found> resolve(Zone zone, List<ResourceRecordSet> group, int depth) {
    if (group.isEmpty()) {
      return Set.of(new Found(Set.of(), false, false));
    }
    if (group.getFirst().policy() instanceof Multivalue) {
      var healthy = group.stream().filter(set -> checkPart(set)).toList();
      var samples = new LinkedHashSet<Set<ResourceRecordSet>>();
      samples(healthy.isEmpty() ? group : healthy, 0, Set.of(), samples);
      var found = new LinkedHashSet<Found>();
      samples.forEach(sample -> found.add(new Found(sample, !healthy.isEmpty(), false)));
      return found;
    }
    var possible = new LinkedHashSet<Found>();
    boolean reached = true;
    boolean nothingYet = true;
    var lastResorts = new ArrayList<Found>();
    var nothing = new LinkedHashSet<Found>();
    List<List<ResourceRecordSet>> tiers = tiers(group);
    if (tiers.isEmpty()) {
      return Set.of(new Found(Set.of(), false, false)); // no match for this client
    }
    for (List<ResourceRecordSet> tier : tiers) {
      boolean allFail = true;
      var opened = new ArrayList<Set<Found>>();
      for (ResourceRecordSet set : tier) {
        opened.add(open(zone, set, depth));
      }
      for (Set<Found> each : opened) {
        if (reached) {
          each.stream().filter(Found::ends).forEach(possible::add);
        }
        allFail &= each.stream().anyMatch(found -> !found.ends());
      }
      if (nothingYet) {
        opened.forEach(each ->
            each.stream()
                .filter(found -> !found.ends() && !found.givesNothing())
                .forEach(lastResorts::add));
      }
      opened.forEach(each -> each.stream().filter(Found::givesNothing).forEach(nothing::add));
      nothingYet &= opened.stream().allMatch(each -> each.stream().anyMatch(Found::givesNothing));
      reached &= allFail;
    }
    if (reached) {
      possible.addAll(lastResorts);
      if (nothingYet) {
        possible.addAll(nothing);
      }
    }
    return possible;
  }

  /** The candidates in the order in which they are offered; those of one tier in any order. */
  private List<List<ResourceRecordSet>> tiers(List<ResourceRecordSet> group) {
    return switch (group.getFirst().policy()) {
      case Weighted _ ->
          List.of(
                  group.stream().filter(set -> weight(set) > 0).toList(),
                  group.stream().filter(set -> weight(set) == 0).toList())
              .stream()
              .filter(tier -> !tier.isEmpty())
              .toList();
      case Simple _, Failover _ -> group.stream().map(List::of).toList();
      case Latency _, Geolocation _, Geoproximity _, IpBased _ -> {
        located = true;
        List<RoutingPolicy> policies = group.stream().map(ResourceRecordSet::policy).toList();
        yield Rules.order(policies, asker, collections).stream()
            .map(at -> List.of(group.get(at)))
            .toList();
      }
      case Multivalue _ -> throw new IllegalArgumentException("draws several at once");
    };
  }

  private static int weight(ResourceRecordSet set) {
    return ((Weighted) set.policy()).weight();
  }

  private static void samples(
      List<ResourceRecordSet> from,
      int at,
      Set<ResourceRecordSet> taken,
      Set<Set<ResourceRecordSet>> samples) {
    if (taken.size() == Math.min(8, from.size())) {
      samples.add(taken);
    } else if (at < from.size()) {
      var with = new LinkedHashSet<>(taken);
      with.add(from.get(at));
      samples(from, at + 1, with, samples);
      samples(from, at + 1, taken, samples);
    }
  }

  private Set<Found> open(Zone zone, ResourceRecordSet set, int depth) {
    boolean own = checkPart(set);
    AliasTarget alias = set.alias();
    if (alias == null) {
      return Set.of(new Found(Set.of(set), own, false));
    }
    if (depth == 16) {
      return Set.of(new Found(Set.of(), false, true));
    }
    boolean ownZone = zone.hosted().id().equals(alias.hostedZoneId());
    Zone there = ownZone ? zone : owner(alias.name());
    if (there == null || (!ownZone && cut(there, alias.name(), 1) != null)) {
      return Set.of(outside(set, alias, own));
    }
    var found = new LinkedHashSet<Found>();
    for (Found target : resolve(there, alias.name(), set.type().code(), depth + 1)) {
      boolean healthy =
          own && !target.givesNothing() && (!alias.evaluateTargetHealth() || target.healthy());
      found.add(new Found(target.sets(), healthy, target.tooDeep(), target.outside()));
    }
    return found;
  }

  /** What is there is healthy; what is not stands in nobody's way. */
  private Found outside(ResourceRecordSet set, AliasTarget alias, boolean own) {
    OutsideRecords known = outside.get(new OutsideTarget(alias.name(), set.type()));
    if (known == null) {
      return Found.nothing(Outside.UNRESOLVED);
    }
    if (known.records().isEmpty()) {
      return Found.nothing(Outside.DENIED);
    }
    var there =
        new ResourceRecordSet(
            alias.name(),
            set.type(),
            "",
            new Simple(),
            known.ttlSeconds(),
            known.records(),
            null,
            null);
    return new Found(Set.of(there), own, false);
  }

  private boolean checkPart(ResourceRecordSet set) {
    String check = set.healthCheckId();
    return check == null || !checks.contains(check) || statuses.getOrDefault(check, true);
  }

  private static void write(DomainName owner, Collection<ResourceRecordSet> sets, Set<String> to) {
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
