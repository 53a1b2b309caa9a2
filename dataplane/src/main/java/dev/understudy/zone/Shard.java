package dev.understudy.zone;

import dev.understudy.wire.Octets;

/**
 * A part of the answer tree: one octet array that holds an open-addressing index and the nodes it
 * points to. Never changed once published.
 *
 * <pre>
 *  0 index slots - 1 | 4 nodes | 8 index: an entry of four octets each | nodes
 *
 *  entry: 0, or the offset of a node; the bits that no offset in a shard so long has are its hash's
 * </pre>
 *
 * <p>One array, so that a lookup touches few cache lines: the head, one slot, one node; and no node
 * that is not the one looked for, but for one in a thousand that has the same bits.
 */
final class Shard {
  static final int MASK = 0;
  static final int COUNT = 4;
  static final int INDEX = 8;

  /** Upper bits choose the index slot, lower bits chose the shard. */
  static final int INDEX_SHIFT = 16;

  private Shard() {}

  /** A shard without nodes. */
  static byte[] empty() {
    return new byte[INDEX + 4];
  }

  /** Index slots for so many nodes: between two and four times as many. */
  static int slots(int count) {
    return Integer.highestOneBit(Math.max(1, count)) * 4;
  }

  /** Enters a node into the index of a shard that is not published yet, but as long as it stays. */
  static void index(byte[] shard, int hash, int node) {
    int mask = Octets.get32(shard, MASK);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (Octets.get32(shard, INDEX + 4 * slot) != 0) {
      slot = slot + 1 & mask;
    }
    Octets.put32(shard, INDEX + 4 * slot, entry(shard, node, hash));
  }

  static int count(byte[] shard) {
    return Octets.get32(shard, COUNT);
  }

  /** The bits of an entry that are the offset; the others are of the hash. */
  static int offsetBits(byte[] shard) {
    return -1 >>> Integer.numberOfLeadingZeros(shard.length);
  }

  private static int entry(byte[] shard, int node, int hash) {
    return node | (hash & ~offsetBits(shard));
  }

  /** Where the node of the entry in a slot starts, or 0. */
  static int node(byte[] shard, int slot) {
    return Octets.get32(shard, INDEX + 4 * slot) & offsetBits(shard);
  }

  /** Where the node of this name starts, or 0. In a table that holds each name once. */
  static int find(byte[] shard, int hash, byte[] name, int from, int length) {
    int mask = Octets.get32(shard, MASK);
    int offsets = offsetBits(shard);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (true) {
      int entry = Octets.get32(shard, INDEX + 4 * slot);
      if (entry == 0) {
        return 0;
      }
      int node = entry & offsets;
      if (((entry ^ hash) & ~offsets) == 0
          && Octets.get32(shard, node) == hash
          && Node.isNamed(shard, node, name, from, length)) {
        return node;
      }
      slot = slot + 1 & mask;
    }
  }

  /** Where the node of this zone and name starts, or 0. */
  static int find(byte[] shard, int hash, int zone, byte[] name, int from, int length) {
    int mask = Octets.get32(shard, MASK);
    int offsets = offsetBits(shard);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (true) {
      int entry = Octets.get32(shard, INDEX + 4 * slot);
      if (entry == 0) {
        return 0;
      }
      int node = entry & offsets;
      if (((entry ^ hash) & ~offsets) == 0
          && Octets.get32(shard, node) == hash
          && Node.zone(shard, node) == zone
          && Node.isNamed(shard, node, name, from, length)) {
        return node;
      }
      slot = slot + 1 & mask;
    }
  }
}
