package dev.understudy.zone;

import dev.understudy.dnssec.SigningKeys;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.DeleteCidrCollection;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.DeleteZone;
import dev.understudy.intent.Mutation.DeleteZoneSigning;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutCidrCollection;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Mutation.PutZoneSigning;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.wire.RecordType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns intent into answer trees, one change at a time. Holds nothing of the records but the tree:
 * a node is read back, changed and written anew. One thread at a time.
 *
 * <p>What a change costs does not depend on how much is served: the shards of the touched names are
 * copied. Only zones that come or go above or below names that other zones hold cost a walk over
 * all names.
 */
public final class Compiler {
  private final Slots slots = new Slots();
  private final ZoneBook zones = new ZoneBook();
  private final CidrBook cidrs = new CidrBook();
  private final OutsideBook outside = new OutsideBook();
  private final NodeEncoder encoder = new NodeEncoder(slots, cidrs, outside);
  private final NodeStore nodes = new NodeStore(zones, slots, encoder);
  private final ServedZones served = new ServedZones();
  private final Set<String> checks = new HashSet<>();

  private AnswerTree tree = AnswerTree.empty();
  private @Nullable NodeDraft open;
  private boolean zonesChanged;

  private final Consumer<Untaken> untaken;

  /** Starts with no zone, and takes every change or throws. */
  public Compiler() {
    this(change -> {
      throw change.problem();
    });
  }

  /**
   * Starts with no zone.
   *
   * @param untaken told of each change that cannot be taken; what it is about stays as it was and
   *     everything else goes on, unless this throws
   */
  public Compiler(Consumer<Untaken> untaken) {
    this.untaken = untaken;
  }

  /** Starts with no zone, but with what another compiler knows of targets outside. */
  public Compiler(Compiler other) {
    this(other.untaken);
    other.outside.known().forEach(outside::put);
  }

  /**
   * Takes changes, in order, and returns the tree that contains all of them.
   *
   * <p>A change is not taken if it is about a zone that does not exist or a name outside it, if its
   * keys cannot sign, or if it meets a bug of ours.
   */
  public AnswerTree apply(Iterable<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      try {
        take(mutation);
      } catch (RuntimeException e) {
        untaken.accept(Untaken.of(mutation, e));
      }
    }
    flush();
    nodes.endRun();
    tree = freeze();
    return tree;
  }

  private void take(Mutation mutation) {
    switch (mutation) {
      case PutRecordSet(String zoneId, ResourceRecordSet set) -> put(zones.byId(zoneId), set);
      case DeleteRecordSet delete -> delete(zones.byId(delete.zoneId()), delete);
      case PutZone(HostedZone zone) -> put(zone);
      case DeleteZone(String zoneId) -> delete(zones.byId(zoneId));
      case PutZoneSigning(String zoneId, ZoneSigning signing) -> sign(zoneId, signing);
      case DeleteZoneSigning(String zoneId) -> sign(zoneId, null);
      case PutCheck(var check) -> {
        if (checks.add(check.id())) {
          slots.take(check.id());
        }
      }
      case DeleteCheck(String checkId) -> {
        if (checks.remove(checkId)) {
          slots.release(checkId);
        }
      }
      case PutCidrCollection(CidrCollection collection) -> cidrs.put(collection);
      case DeleteCidrCollection(String id) -> cidrs.delete(id);
    }
  }

  /**
   * Takes what was resolved of targets outside and returns a tree that answers with it. Compiles no
   * node. What is said of a target that no alias names is kept until the next change of intent.
   */
  public AnswerTree resolved(Map<OutsideTarget, OutsideRecords> records) {
    records.forEach((target, known) -> outside.put(compile(target, known)));
    tree = tree.with(outside.freeze());
    return tree;
  }

  /**
   * The targets of aliases that have to be asked for elsewhere: no zone served holds them, or only
   * delegates them. The same object until that changes.
   */
  public Set<OutsideTarget> outside() {
    return outside.wanted();
  }

  /** The slot of a check that exists; -1 for any other, which counts as healthy. */
  public int slotOfCheck(String checkId) {
    return checks.contains(checkId) ? slots.slot(checkId) : -1;
  }

  /** Nodes compiled so far; grows with changes of records, never with changes of health. */
  public long nodesCompiled() {
    return nodes.written();
  }

  private void put(ZoneState zone, ResourceRecordSet set) {
    NodeDraft draft = open(zone, set.name());
    String check = set.healthCheckId();
    if (check != null) {
      slots.take(check);
    }
    if (set.policy() instanceof IpBased policy) {
      cidrs.take(policy);
    }
    outside.take(zone, set);
    ResourceRecordSet before = draft.sets.put(set);
    if (before != null) {
      release(zone, before);
    }
    draft.changed = true;
  }

  private void delete(ZoneState zone, DeleteRecordSet delete) {
    NodeDraft draft = open(zone, delete.name());
    ResourceRecordSet before = draft.sets.remove(delete.type(), delete.setIdentifier());
    if (before != null) {
      release(zone, before);
      draft.changed = true;
    }
  }

  private void sign(String zoneId, @Nullable ZoneSigning signing) {
    ZoneState zone = zones.byId(zoneId);
    zone.keys = signing == null ? null : SigningKeys.of(zone.zone.name(), signing);
    served.add(zone);
  }

  private void put(HostedZone zone) {
    flush();
    ZoneState known = zones.find(zone.id());
    if (known != null) {
      if (!known.zone.equals(zone)) {
        throw new IllegalStateException(known.zone + " cannot become " + zone);
      }
      return;
    }
    DomainName name = zone.name();
    nodes.zoneComes();
    ZoneState before = zones.owner(name);
    ZoneState added = zones.add(zone);
    zonesChanged = true;
    served.add(added);
    if (before != null && zones.owner(name) == added) {
      nodes.moveAside(before, name);
    }
    var apex = new NodeDraft(added, name);
    apex.flags = Node.APEX;
    nodes.close(apex);
    if (zones.named(name) == 1) {
      zones.forEachAbove(name, above -> pin(above, name, true));
    }
    zones.namesBelow(name).forEach(below -> pin(added, below, true));
  }

  private void delete(ZoneState zone) {
    flush();
    DomainName name = zone.zone.name();
    nodes.removeAll(zone, set -> release(zone, set));
    zones.remove(zone);
    zonesChanged = true;
    served.remove(zone);
    ZoneState next = zones.owner(name);
    if (next != null) {
      nodes.moveForward(next, name);
    }
    if (zones.named(name) == 0) {
      zones.forEachAbove(name, above -> pin(above, name, false));
    }
  }

  /** A hosted zone keeps its name in existence in every zone above it. */
  private void pin(ZoneState zone, DomainName name, boolean pinned) {
    NodeDraft draft = nodes.open(zone, name);
    draft.flags = pinned ? draft.flags | Node.PINNED : draft.flags & ~Node.PINNED;
    nodes.close(draft);
  }

  /** The node of a name, kept open while changes to it follow one another. */
  private NodeDraft open(ZoneState zone, DomainName name) {
    if (open != null && open.zone == zone && open.name.equals(name)) {
      return open;
    }
    flush();
    if (!name.isAtOrBelow(zone.zone.name())) {
      throw new IllegalStateException(name + " is not in " + zone.zone);
    }
    open = nodes.open(zone, name);
    return open;
  }

  private void flush() {
    NodeDraft draft = open;
    open = null;
    if (draft != null && draft.changed) {
      try {
        nodes.close(draft);
      } catch (RuntimeException e) {
        untaken.accept(new Untaken(draft.name + " in zone " + draft.zone.zone.id(), e));
      }
    }
  }

  private void release(ZoneState zone, ResourceRecordSet set) {
    String check = set.healthCheckId();
    if (check != null) {
      slots.release(check);
    }
    if (set.policy() instanceof IpBased policy) {
      cidrs.release(policy);
    }
    outside.release(zone, set);
  }

  private Outside compile(OutsideTarget target, OutsideRecords known) {
    if (known.records().isEmpty()) {
      return new Outside(target, known, new byte[0]);
    }
    var set =
        new ResourceRecordSet(
            target.name(),
            target.type(),
            "",
            new Simple(),
            known.ttlSeconds(),
            known.records(),
            null,
            null);
    return new Outside(target, known, encoder.encodeAlone(set));
  }

  /** A name that is delegated is not answered from here, whatever is held at or below the cut. */
  private static boolean isOutside(AnswerTree tree, Lookup lookup, OutsideTarget target) {
    byte[] name = target.name().wire();
    return switch (lookup.find(tree, name, 0, name.length, RecordType.A.code())) {
      case NOT_OURS, REFERRAL -> true;
      case RRSET, ALIAS, CNAME, NODATA, NXDOMAIN -> false;
    };
  }

  private AnswerTree freeze() {
    List<ZoneState> recut = nodes.recut();
    recut.forEach(served::recut);
    var names =
        new AnswerTree(
            nodes.freezeNames(),
            nodes.freezeAside(),
            served.freeze(),
            served.delegates(),
            served.signs(),
            slots.snapshot(tree.checkIds()),
            cidrs.freeze(),
            outside.freeze());
    if (!outside.stale() && !zonesChanged && recut.isEmpty()) {
      return names;
    }
    zonesChanged = false;
    var lookup = new Lookup();
    outside.classify(target -> isOutside(names, lookup, target));
    return names.with(outside.freeze());
  }
}
