package dev.understudy.zone;

import dev.understudy.wire.Octets;

/**
 * A part of the answer tree: one octet array that holds an open-addressing index and the nodes it
 * points to. Never changed once published.
 *
 * <pre>
 *  0 index slots - 1 | 4 nodes | 8 index: offset of a node or 0, four octets each | nodes
 * </pre>
 *
 * <p>One array, so that a lookup touches few cache lines: the head, one slot, one node.
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

  /** Enters a node into the index of a shard that is not published yet. */
  static void index(byte[] shard, int hash, int node) {
    int mask = Octets.get32(shard, MASK);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (Octets.get32(shard, INDEX + 4 * slot) != 0) {
      slot = slot + 1 & mask;
    }
    Octets.put32(shard, INDEX + 4 * slot, node);
  }

  static int count(byte[] shard) {
    return Octets.get32(shard, COUNT);
  }

  /** Where the node of this name starts, or 0. In a table that holds each name once. */
  static int find(byte[] shard, int hash, byte[] name, int from, int length) {
    int mask = Octets.get32(shard, MASK);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (true) {
      int node = Octets.get32(shard, INDEX + 4 * slot);
      if (node == 0) {
        return 0;
      }
      if (Octets.get32(shard, node) == hash && Node.isNamed(shard, node, name, from, length)) {
        return node;
      }
      slot = slot + 1 & mask;
    }
  }

  /** Where the node of this zone and name starts, or 0. */
  static int find(byte[] shard, int hash, int zone, byte[] name, int from, int length) {
    int mask = Octets.get32(shard, MASK);
    int slot = hash >>> INDEX_SHIFT & mask;
    while (true) {
      int node = Octets.get32(shard, INDEX + 4 * slot);
      if (node == 0) {
        return 0;
      }
      if (Octets.get32(shard, node) == hash
          && Node.zone(shard, node) == zone
          && Node.isNamed(shard, node, name, from, length)) {
        return node;
      }
      slot = slot + 1 & mask;
    }
  }
}
