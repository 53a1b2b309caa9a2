package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.wire.Octets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of all zones, each in the table where it belongs: among the names that are answered, or
 * aside. Keeps parents, children and pins in step. Writer thread only.
 */
final class NodeStore {
  private static final int STAYS_WITHOUT_RECORDS = Node.APEX | Node.PINNED;

  private final ZoneBook zones;
  private final Slots slots;
  private final NodeEncoder encoder;
  private final TableDraft names = new TableDraft(NodeTable.empty());
  private final TableDraft aside = new TableDraft(NodeTable.empty());
  private final Set<ZoneState> recut = new LinkedHashSet<>();

  /** Nodes of a first load that are not in the tables yet; null once they are. */
  private @Nullable NodeRun run;

  private long written;

  NodeStore(ZoneBook zones, Slots slots, NodeEncoder encoder) {
    this.zones = zones;
    this.slots = slots;
    this.encoder = encoder;
    this.run = new NodeRun(zones, encoder);
  }

  /** Puts what was loaded in one run where it belongs; from here on every node is looked for. */
  void endRun() {
    NodeRun ended = run;
    if (ended == null) {
      return;
    }
    run = null;
    ended
        .begun()
        .forEach((zone, below) -> {
          byte[] wire = zone.zone.name().wire();
          int hash = NameHash.of(wire, 0, wire.length);
          ShardDraft shard = names.draft(hash);
          int apex = shard.find(hash, zone.ordinal, wire);
          Node.addChildren(shard.octets(), apex, below.children, below.wildcard);
        });
    names.addAll(ended);
  }

  /** A zone comes, which may change who answers for names in the run. */
  void zoneComes() {
    if (run != null && !run.begun().isEmpty()) {
      endRun();
    }
  }

  NodeTable freezeNames() {
    return names.freeze();
  }

  NodeTable freezeAside() {
    return aside.freeze();
  }

  /** Nodes encoded so far. */
  long written() {
    return written;
  }

  /** Zones whose number of cuts changed since the last call. */
  List<ZoneState> recut() {
    List<ZoneState> zonesRecut = List.copyOf(recut);
    recut.clear();
    return zonesRecut;
  }

  /** A node decoded, to be changed and given back to {@link #close}. */
  NodeDraft open(ZoneState zone, DomainName name) {
    var draft = new NodeDraft(zone, name);
    if (run != null && !name.equals(zone.zone.name())) {
      if (run.takes(zone, name)) {
        draft.inRun = true;
        return draft;
      }
      if (run.holds(zone)) {
        endRun();
      }
    }
    int key = key(zone, name, draft.hash);
    ShardDraft shard = table(zone, name).draft(key);
    int node = shard.find(key, zone.ordinal, draft.wire);
    if (node != 0) {
      draft.load(shard.octets(), node, NodeDecoder.sets(shard.octets(), node, slots::id));
    }
    return draft;
  }

  /** Writes a node back, or removes it when nothing holds it any more. */
  void close(NodeDraft draft) {
    boolean stays =
        !draft.sets.inOrder().isEmpty()
            || draft.children > 0
            || (draft.flags & STAYS_WITHOUT_RECORDS) != 0;
    if (draft.inRun) {
      if (stays) {
        putInRun(draft);
      }
    } else if (stays) {
      put(draft);
      if (!draft.existed && (draft.flags & Node.APEX) == 0) {
        link(draft.zone, draft.name);
      }
    } else if (draft.existed) {
      remove(draft);
      unlink(draft.zone, draft.name);
    }
  }

  /** Removes every node of a zone; {@code sets} is handed the record sets that go with them. */
  void removeAll(ZoneState zone, Consumer<ResourceRecordSet> sets) {
    endRun();
    NodeDraft apex = open(zone, zone.zone.name());
    if (apex.children == 0) {
      apex.sets.inOrder().forEach(sets);
      remove(apex);
      return;
    }
    TableDraft.Sieve all =
        (octets, node) -> {
          NodeDecoder.sets(octets, node, slots::id).forEach(sets);
          return true;
        };
    names.removeIf(zone.ordinal, all);
    aside.removeIf(zone.ordinal, all);
  }

  /** Another zone now answers for {@code apex} and below: what this zone has there goes aside. */
  void moveAside(ZoneState zone, DomainName apex) {
    for (byte[] node : take(names, zone, apex, true)) {
      recut(zone, -cuts(node));
      zone.asideCount++;
      Octets.put32(node, Node.HASH, NameHash.aside(Octets.get32(node, Node.HASH), zone.ordinal));
      aside.put(node, 0, node.length);
    }
  }

  /** This zone now answers for names at and below {@code apex}: what it has there comes forward. */
  void moveForward(ZoneState zone, DomainName apex) {
    if (zone.asideCount == 0) {
      return;
    }
    for (byte[] node : take(aside, zone, apex, false)) {
      recut(zone, cuts(node));
      zone.asideCount--;
      Octets.put32(node, Node.HASH, NameHash.aside(Octets.get32(node, Node.HASH), zone.ordinal));
      names.put(node, 0, node.length);
    }
  }

  /** Takes nodes at or below a name that are in the wrong table out of it. */
  private List<byte[]> take(TableDraft from, ZoneState zone, DomainName apex, boolean answered) {
    byte[] wire = apex.wire();
    int hash = NameHash.of(wire, 0, wire.length);
    int key = answered ? hash : NameHash.aside(hash, zone.ordinal);
    ShardDraft shard = from.draft(key);
    int top = shard.find(key, zone.ordinal, wire);
    var taken = new ArrayList<byte[]>();
    if (top == 0) {
      return taken;
    }
    if (Octets.get32(shard.octets(), top + Node.CHILDREN) == 0) {
      taken.add(copy(shard.octets(), top));
      from.remove(key, zone.ordinal, wire);
      return taken;
    }
    from.removeIf(
        zone.ordinal,
        (octets, node) -> {
          DomainName name = NodeDecoder.name(octets, node);
          boolean leaves = name.isAtOrBelow(apex) && zones.answers(zone, name) != answered;
          if (leaves) {
            taken.add(copy(octets, node));
          }
          return leaves;
        });
    return taken;
  }

  private void put(NodeDraft draft) {
    boolean answered = zones.answers(draft.zone, draft.name);
    TableDraft table = answered ? names : aside;
    int key = answered ? draft.hash : NameHash.aside(draft.hash, draft.zone.ordinal);
    int length =
        encoder.encode(
            key,
            draft.zone.ordinal,
            draft.zone.zone.id(),
            draft.children,
            draft.flags,
            draft.name,
            draft.sets.inOrder());
    written++;
    if (answered) {
      recut(draft.zone, cuts(encoder.octets()) - draft.cuts());
    } else if (!draft.existed) {
      draft.zone.asideCount++;
    }
    table.put(encoder.octets(), 0, length);
  }

  private void putInRun(NodeDraft draft) {
    NodeRun at = Objects.requireNonNull(run);
    written += at.add(draft);
    recut(draft.zone, at.lastIsCut() ? 1 : 0);
  }

  private void remove(NodeDraft draft) {
    if (zones.answers(draft.zone, draft.name)) {
      names.remove(draft.hash, draft.zone.ordinal, draft.wire);
      recut(draft.zone, -draft.cuts());
    } else {
      int key = NameHash.aside(draft.hash, draft.zone.ordinal);
      aside.remove(key, draft.zone.ordinal, draft.wire);
      draft.zone.asideCount--;
    }
  }

  /** A node came into being: its parent has a child more, and exists if it did not. */
  private void link(ZoneState zone, DomainName child) {
    DomainName name = child.parent();
    byte[] wire = name.wire();
    int key = key(zone, name, NameHash.of(wire, 0, wire.length));
    ShardDraft shard = table(zone, name).draft(key);
    int node = shard.find(key, zone.ordinal, wire);
    if (node == 0) {
      var draft = new NodeDraft(zone, name);
      draft.children = 1;
      draft.flags = child.isWildcard() ? Node.WILDCARD_CHILD : 0;
      close(draft);
      return;
    }
    byte[] octets = shard.octets();
    Node.addChildren(octets, node, 1, child.isWildcard());
  }

  /** A node is gone: its parent has a child less, and goes too if that was all it was. */
  private void unlink(ZoneState zone, DomainName child) {
    NodeDraft parent = open(zone, child.parent());
    parent.children--;
    if (child.isWildcard()) {
      parent.flags &= ~Node.WILDCARD_CHILD;
    }
    close(parent);
  }

  /** The table in which a zone's node of this name belongs. */
  private TableDraft table(ZoneState zone, DomainName name) {
    return zones.answers(zone, name) ? names : aside;
  }

  /** The hash under which it is found there. */
  private int key(ZoneState zone, DomainName name, int hash) {
    return zones.answers(zone, name) ? hash : NameHash.aside(hash, zone.ordinal);
  }

  private void recut(ZoneState zone, int change) {
    if (change != 0) {
      zone.cuts += change;
      recut.add(zone);
    }
  }

  private static int cuts(byte[] node) {
    return (Node.flags(node, 0) & Node.CUT) != 0 ? 1 : 0;
  }

  private static byte[] copy(byte[] octets, int node) {
    return Arrays.copyOfRange(octets, node, Node.end(octets, node));
  }
}
