package dev.understudy.control;

import dev.understudy.control.Rehearsal.Asked;
import dev.understudy.control.WorkingCopy.Edit;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a zone that edits concern: the names touched, those whose aliases or CNAMEs lead to
 * them, those below a delegation that comes or goes, whatever all of these lead to, and above each
 * of them what decides whether it exists. The work is bounded; it does not grow with the zone but
 * for one look at the types of its record sets, to find CNAMEs.
 */
final class ZoneExcerpt {
  /** Questions compared at most. */
  static final int ASKED_MAX = 2_000;

  /** Record sets looked at for CNAMEs. */
  private static final int SCANNED_MAX = 100_000;

  private static final int PAGE = 10_000;

  /** Names below one that has no record sets, kept so that it exists. */
  private static final int BELOW = 50;

  private final Store store;
  private final Zone zone;
  private final ZoneRecords records;
  private final Map<Identity, Edit> edits = new LinkedHashMap<>();
  private final Map<DomainName, Set<DomainName>> cnamesTo = new HashMap<>();
  private final Set<Asked> asked = new LinkedHashSet<>();
  private final Map<DomainName, List<ResourceRecordSet>> held = new LinkedHashMap<>();
  private final Deque<DomainName> open = new ArrayDeque<>();
  private boolean complete = true;

  ZoneExcerpt(Store store, Zone zone, ZoneRecords records, List<Edit> edits) {
    this.store = store;
    this.zone = zone;
    this.records = records;
    edits.forEach(edit -> this.edits.put(edit.id(), edit));
  }

  Rehearsal rehearsal() {
    if (!edits.isEmpty()) {
      findCnames();
      edits.values().forEach(this::askTouched);
      askWhatLeadsThere();
    }
    for (Asked each : asked) {
      open.add(each.name());
    }
    while (!open.isEmpty()) {
      hold(open.remove());
    }
    return new Rehearsal(intent(false), intent(true), List.copyOf(asked), complete);
  }

  private void ask(DomainName name, RecordType type) {
    if (asked.size() < ASKED_MAX) {
      asked.add(new Asked(name, type));
    } else if (!asked.contains(new Asked(name, type))) {
      complete = false;
    }
  }

  /** A CNAME stands for every type; addresses are what is asked most. */
  private void askTouched(Edit edit) {
    Identity id = edit.id();
    if (id.type() != RecordType.CNAME) {
      ask(id.name(), id.type());
    } else {
      ask(id.name(), RecordType.A);
      ask(id.name(), RecordType.AAAA);
    }
    if (id.type() == RecordType.NS && !id.name().equals(zone.name())) {
      below(id.name(), ASKED_MAX).forEach(hidden -> ask(hidden.name(), hidden.type()));
    }
  }

  /** Every alias and CNAME that leads to a name asked for, and those that lead to them. */
  private void askWhatLeadsThere() {
    var todo = new ArrayDeque<Asked>(asked);
    while (!todo.isEmpty()) {
      Asked to = todo.remove();
      var leading = new LinkedHashSet<Asked>();
      for (Identity alias : records.aliasesOf(to.name(), to.type())) {
        leading.add(new Asked(alias.name(), alias.type()));
      }
      for (Edit edit : edits.values()) {
        RecordSet after = edit.after();
        AliasTarget target = after == null ? null : AliasRules.targetInZone(zone, after);
        if (target != null && target.name().equals(to.name()) && edit.id().type() == to.type()) {
          leading.add(new Asked(edit.id().name(), to.type()));
        }
      }
      for (DomainName cname : cnames(to.name())) {
        leading.add(new Asked(cname, to.type()));
      }
      for (Asked from : leading) {
        if (!asked.contains(from)) {
          ask(from.name(), from.type());
          if (asked.contains(from)) {
            todo.add(from);
          }
        }
      }
    }
  }

  private Set<DomainName> cnames(DomainName to) {
    if (!to.isWildcard()) {
      return cnamesTo.getOrDefault(to, Set.of());
    }
    var names = new LinkedHashSet<DomainName>();
    cnamesTo.forEach((target, from) -> {
      if (target.isAtOrBelow(to.parent())) {
        names.addAll(from);
      }
    });
    return names;
  }

  private void findCnames() {
    int scanned = 0;
    Key from = null;
    Key prefix = Keys.recordSets(zone.id());
    while (true) {
      List<Entry> page = store.scan(prefix, from, PAGE);
      for (Entry entry : page) {
        Identity id = Keys.identityOfRecordSet(entry.key().octets());
        if (id.type() == RecordType.CNAME) {
          note(RecordSetCodec.readMeaning(id, entry.value().octets()));
        }
      }
      scanned += page.size();
      if (page.size() < PAGE) {
        break;
      }
      if (scanned >= SCANNED_MAX) {
        complete = false;
        break;
      }
      from = page.getLast().key();
    }
    for (Edit edit : edits.values()) {
      RecordSet after = edit.after();
      if (after != null && edit.id().type() == RecordType.CNAME) {
        note(after.meaning());
      }
    }
  }

  private void note(ResourceRecordSet cname) {
    for (Rdata data : cname.records()) {
      cnamesTo
          .computeIfAbsent(DomainName.ofWire(data.octets()), _ -> new LinkedHashSet<>())
          .add(cname.name());
    }
  }

  /** Takes in a name, what it leads to, and what decides about it. */
  private void hold(DomainName name) {
    if (held.containsKey(name) || !name.isAtOrBelow(zone.name())) {
      return;
    }
    var sets = new ArrayList<ResourceRecordSet>();
    records.at(name).forEach(set -> sets.add(set.meaning()));
    held.put(name, sets);
    sets.forEach(this::openTargets);
    for (Edit edit : edits.values()) {
      RecordSet after = edit.after();
      if (after != null && edit.id().name().equals(name)) {
        openTargets(after.meaning());
      }
    }
    for (Identity id : below(name, BELOW)) {
      held.computeIfAbsent(id.name(), this::read);
    }
    if (!name.equals(zone.name())) {
      open.add(name.parent());
      DomainName wildcard = wildcard(name.parent());
      if (wildcard != null) {
        open.add(wildcard);
      }
    }
  }

  private List<ResourceRecordSet> read(DomainName name) {
    return records.at(name).stream().map(RecordSet::meaning).toList();
  }

  private void openTargets(ResourceRecordSet set) {
    AliasTarget alias = set.alias();
    if (alias != null && alias.hostedZoneId().equals(zone.id())) {
      open.add(alias.name());
    }
    if (set.type() == RecordType.CNAME) {
      set.records().forEach(data -> open.add(DomainName.ofWire(data.octets())));
    }
  }

  private static @Nullable DomainName wildcard(DomainName parent) {
    if (parent.lengthOctets() + 2 > DomainName.LENGTH_MAX_OCTETS) {
      return null;
    }
    var wire = new ByteArrayOutputStream();
    wire.write(1);
    wire.write('*');
    wire.writeBytes(parent.wire());
    return DomainName.ofWire(wire.toByteArray());
  }

  /** Record sets of names below one, in the order of the store. */
  private List<Identity> below(DomainName name, int max) {
    Key at = Keys.recordSetsFrom(zone.id(), name, null, null);
    byte[] octets = at.octets();
    byte[] start = java.util.Arrays.copyOf(octets, octets.length + 1);
    start[octets.length] = 1; // after those of the name itself, which go on with 0
    return store.scan(at, Key.of(start), max).stream()
        .map(entry -> Keys.identityOfRecordSet(entry.key().octets()))
        .toList();
  }

  private List<Mutation> intent(boolean after) {
    var mutations = new ArrayList<Mutation>();
    mutations.add(new Mutation.PutZone(new HostedZone(zone.id(), zone.name(), zone.created())));
    var named = new HashSet<Key>();
    held.forEach((name, sets) -> {
      for (ResourceRecordSet set : sets) {
        Edit edit = edits.get(new Identity(name, set.type(), set.setIdentifier()));
        if (!after || edit == null) {
          put(set, named, mutations);
        }
      }
    });
    if (after) {
      for (Edit edit : edits.values()) {
        if (edit.after() != null) {
          put(edit.after().meaning(), named, mutations);
        }
      }
    }
    return mutations;
  }

  private void put(ResourceRecordSet set, Set<Key> named, List<Mutation> mutations) {
    mutations.add(new Mutation.PutRecordSet(zone.id(), set));
    String check = set.healthCheckId();
    if (check != null && named.add(Keys.check(check))) {
      ZoneAlone.addNamed(store, Keys.check(check), mutations);
    }
    if (set.policy() instanceof RoutingPolicy.IpBased(String collection, _)
        && named.add(Keys.cidrCollection(collection))) {
      ZoneAlone.addNamed(store, Keys.cidrCollection(collection), mutations);
    }
  }
}
