package dev.understudy.zone;

import dev.understudy.wire.Octets;

/**
 * Makes shards of nodes that are shown twice: the first time they are counted, the second time
 * copied to where they stay. Writer thread only.
 */
final class ShardPacker {
  private final byte[][] shards;
  private final int[] counts;

  /** At first how many octets a shard's nodes have, then where its next node goes. */
  private final int[] ends;

  private boolean counted;

  /** For so many shards, a power of two. */
  ShardPacker(int shards) {
    this.shards = new byte[shards][];
    this.counts = new int[shards];
    this.ends = new int[shards];
  }

  /** Takes the nodes that lie one behind the other between two places. */
  void take(byte[] octets, int from, int to) {
    int at = from;
    while (at < to) {
      int end = Node.end(octets, at);
      int hash = Octets.get32(octets, at);
      int shard = hash & (shards.length - 1);
      if (counted) {
        copy(octets, at, end, hash, shard);
      } else {
        counts[shard]++;
        ends[shard] += end - at;
      }
      at = end;
    }
  }

  /** All were shown once. */
  void next() {
    for (int i = 0; i < shards.length && !counted; i++) {
      int slots = Shard.slots(counts[i]);
      int nodes = Shard.INDEX + 4 * slots;
      byte[] shard = new byte[nodes + ends[i]];
      Octets.put32(shard, Shard.MASK, slots - 1);
      Octets.put32(shard, Shard.COUNT, counts[i]);
      shards[i] = shard;
      ends[i] = nodes;
    }
    counted = true;
  }

  /** What was made, once all were shown twice. */
  byte[][] shards() {
    return shards;
  }

  private void copy(byte[] octets, int from, int to, int hash, int index) {
    byte[] shard = shards[index];
    int at = ends[index];
    System.arraycopy(octets, from, shard, at, to - from);
    ends[index] = at + to - from;
    Shard.index(shard, hash, at);
  }
}
