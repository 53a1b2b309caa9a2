package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of a first load, one behind the other as they come, without an index: where the names of a
 * zone are told in the order of {@link NamePath}, none has to be looked for to know that it is new,
 * and what is above it is what came last. {@link TableDraft#addAll} puts all of them where they
 * belong at once. Apexes are not in it. Writer thread only.
 *
 * <p>Takes only zones that answer for all of their names.
 */
final class NodeRun {
  private static final int PIECE_OCTETS = 1 << 20;

  private final ZoneBook zones;
  private final NodeEncoder encoder;
  private final List<byte[]> full = new ArrayList<>();
  private final List<Integer> fullUsed = new ArrayList<>();
  private final Map<ZoneState, Apex> begun = new HashMap<>();
  private byte[] piece = new byte[0];
  private int used;
  private int count;

  private NamePath last = new NamePath();
  private NamePath next = new NamePath();
  private @Nullable ZoneState zone;
  private Apex apex = new Apex();

  /** How many labels the name of the zone has. */
  private int top;

  /** Where the nodes of the last name and of those above it are, by their number of labels. */
  private final byte[][] pieces = new byte[128][];

  private final int[] places = new int[128];

  NodeRun(ZoneBook zones, NodeEncoder encoder) {
    this.zones = zones;
    this.encoder = encoder;
  }

  /** What the apex of a zone has to be told when the nodes below it are put into the table. */
  static final class Apex {
    int children;
    boolean wildcard;
  }

  /** Whether a name, which is not the apex, can be the next one. */
  boolean takes(ZoneState of, DomainName name) {
    if (of != zone) {
      return !begun.containsKey(of) && zones.isWhole(of);
    }
    next.set(name);
    return next.isAfter(last);
  }

  /** Whether names of this zone are in here. */
  boolean holds(ZoneState of) {
    return begun.containsKey(of);
  }

  Map<ZoneState, Apex> begun() {
    return begun;
  }

  int count() {
    return count;
  }

  /** Tells of every stretch of octets that holds nodes. */
  void forEachPiece(Pieces action) {
    for (int i = 0; i < full.size(); i++) {
      action.take(full.get(i), 0, fullUsed.get(i));
    }
    action.take(piece, 0, used);
  }

  /** Takes nodes that lie one behind the other. */
  interface Pieces {
    void take(byte[] octets, int from, int to);
  }

  /**
   * Adds a node that {@link #takes} said yes to, and those between it and what is there already.
   *
   * @return how many nodes that were
   */
  int add(NodeDraft draft) {
    int length = encode(draft.zone, draft.hash, draft.name, draft.flags, draft.sets.inOrder());
    if (draft.zone != zone) {
      begin(draft.zone);
    }
    next.set(draft.name);
    int known = Math.max(top, next.common(last));
    if (known + 1 < next.depth()) {
      byte[] node = Arrays.copyOf(encoder.octets(), length);
      for (int depth = known + 1; depth < next.depth(); depth++) {
        DomainName name = next.ancestor(depth);
        int hash = NameHash.of(next.wire(), next.startOf(depth), name.lengthOctets());
        encode(draft.zone, hash, name, 0, List.of());
        append(encoder.octets(), Node.end(encoder.octets(), 0), depth);
      }
      append(node, length, next.depth());
    } else { // as most names: what is above it is there
      append(encoder.octets(), length, next.depth());
    }
    int added = next.depth() - known;
    count += added;
    NamePath free = last;
    last = next;
    next = free;
    return added;
  }

  /** Whether a zone is cut at the name added last. */
  boolean lastIsCut() {
    return (Node.flags(pieces[last.depth()], places[last.depth()]) & Node.CUT) != 0;
  }

  private void begin(ZoneState of) {
    zone = of;
    apex = new Apex();
    begun.put(of, apex);
    last.set(of.zone.name());
    top = last.depth();
  }

  private int encode(
      ZoneState of, int hash, DomainName name, int flags, List<ResourceRecordSet> sets) {
    return encoder.encode(hash, of.ordinal, of.zone.id(), 0, flags, name, sets);
  }

  /** Adds a node with so many labels, a child of the one that has a label less. */
  private void append(byte[] node, int length, int depth) {
    if (used + length > piece.length) {
      full.add(piece);
      fullUsed.add(used);
      piece = new byte[Math.max(PIECE_OCTETS, length)];
      used = 0;
    }
    System.arraycopy(node, 0, piece, used, length);
    places[depth] = used;
    pieces[depth] = piece;
    used += length;
    boolean wildcard = next.isWildcard(depth);
    if (depth - 1 > top) {
      Node.addChildren(pieces[depth - 1], places[depth - 1], 1, wildcard);
    } else {
      apex.children++;
      apex.wildcard |= wildcard;
    }
  }
}
