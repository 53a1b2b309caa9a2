package dev.understudy.zone;

import dev.understudy.wire.Octets;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A shard being changed. Nodes are appended; replaced ones leave holes, which {@link #freeze}
 * closes. Writer thread only.
 */
final class ShardDraft {
  private static final int GONE = -1;

  /** What this is a copy of. */
  private final byte[] before;

  /** Whether nodes were only added: those of before are where they were, one behind the other. */
  private boolean onlyAdded = true;

  /** Nodes start at 1, so that 0 means none. */
  private byte[] nodes;

  private int used;
  private int[] index;
  private int taken;
  private int count;

  /** A copy of a shard. */
  ShardDraft(byte[] shard) {
    this.before = shard;
    int slots = Octets.get32(shard, Shard.MASK) + 1;
    int base = Shard.INDEX + 4 * slots;
    int shift = base - 1;
    this.count = Shard.count(shard);
    this.taken = count;
    this.index = new int[slots];
    for (int i = 0; i < slots; i++) {
      int node = Shard.node(shard, i);
      index[i] = node == 0 ? 0 : node - shift;
    }
    this.used = shard.length - shift;
    this.nodes = new byte[used + 256];
    System.arraycopy(shard, base, nodes, 1, shard.length - base);
  }

  int count() {
    return count;
  }

  /** Nodes may be patched in place through this; a {@link #put} invalidates it. */
  byte[] octets() {
    return nodes;
  }

  int find(int hash, int zone, byte[] name) {
    int at = slotOf(hash, zone, name);
    return at < 0 ? 0 : index[at];
  }

  /** Adds a node, or replaces the one of the same zone and name. */
  void put(byte[] from, int at, int length) {
    int hash = Octets.get32(from, at);
    int zone = Node.zone(from, at);
    byte[] name =
        Arrays.copyOfRange(from, at + Node.NAME, at + Node.NAME + Node.nameLength(from, at));
    int slot = slotOf(hash, zone, name);
    int node = append(from, at, length);
    if (slot >= 0) {
      index[slot] = node;
      onlyAdded = false;
      return;
    }
    if (2 * (taken + 1) > index.length) {
      reindex(Math.max(4, Integer.highestOneBit(count + 1) * 4));
    }
    insert(index, hash, node);
    taken++;
    count++;
  }

  void remove(int hash, int zone, byte[] name) {
    int slot = slotOf(hash, zone, name);
    if (slot >= 0) {
      index[slot] = GONE;
      count--;
      onlyAdded = false;
    }
  }

  /** Removes every node for which {@code leaves} is true of its offset in {@link #octets}. */
  void removeIf(IntPredicate leaves) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] > 0 && leaves.test(index[i])) {
        index[i] = GONE;
        count--;
        onlyAdded = false;
      }
    }
  }

  /** The finished shard, without holes. */
  byte[] freeze() {
    int slots = Shard.slots(count);
    int base = Shard.INDEX + 4 * slots;
    if (onlyAdded) {
      return frozen(slots, base);
    }
    int length = base;
    for (int node : index) {
      if (node > 0) {
        length += Node.end(nodes, node) - node;
      }
    }
    byte[] shard = new byte[length];
    Octets.put32(shard, Shard.MASK, slots - 1);
    Octets.put32(shard, Shard.COUNT, count);
    int at = base;
    for (int node : index) {
      if (node > 0) {
        int size = Node.end(nodes, node) - node;
        System.arraycopy(nodes, node, shard, at, size);
        Shard.index(shard, Octets.get32(nodes, node), at);
        at += size;
      }
    }
    return shard;
  }

  /** The same where nodes were only added, which needs no look at those that were there. */
  private byte[] frozen(int slots, int base) {
    byte[] shard = new byte[base + used - 1];
    System.arraycopy(nodes, 1, shard, base, used - 1);
    int indexed = 1;
    if (slots == Octets.get32(before, Shard.MASK) + 1
        && Shard.offsetBits(shard) == Shard.offsetBits(before)) {
      System.arraycopy(before, 0, shard, 0, base);
      indexed = before.length - base + 1;
    }
    Octets.put32(shard, Shard.MASK, slots - 1);
    Octets.put32(shard, Shard.COUNT, count);
    for (int node = indexed; node < used; node = Node.end(nodes, node)) {
      Shard.index(shard, Octets.get32(nodes, node), base + node - 1);
    }
    return shard;
  }

  private int slotOf(int hash, int zone, byte[] name) {
    int mask = index.length - 1;
    int slot = hash >>> Shard.INDEX_SHIFT & mask;
    while (index[slot] != 0) {
      int node = index[slot];
      if (node != GONE
          && Octets.get32(nodes, node) == hash
          && Node.zone(nodes, node) == zone
          && Node.isNamed(nodes, node, name, 0, name.length)) {
        return slot;
      }
      slot = slot + 1 & mask;
    }
    return -1;
  }

  private int append(byte[] from, int at, int length) {
    if (used + length > nodes.length) {
      nodes = Arrays.copyOf(nodes, Math.addExact(used, length) + (used >> 1));
    }
    System.arraycopy(from, at, nodes, used, length);
    int node = used;
    used += length;
    return node;
  }

  private void reindex(int slots) {
    int[] next = new int[slots];
    for (int node : index) {
      if (node > 0) {
        insert(next, Octets.get32(nodes, node), node);
      }
    }
    index = next;
    taken = count;
  }

  private static void insert(int[] index, int hash, int node) {
    int mask = index.length - 1;
    int slot = hash >>> Shard.INDEX_SHIFT & mask;
    while (index[slot] != 0) {
      slot = slot + 1 & mask;
    }
    index[slot] = node;
  }
}
