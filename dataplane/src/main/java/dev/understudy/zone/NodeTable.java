package dev.understudy.zone;

/**
 * Nodes by hash: an array of shards, of which an edit replaces only those it touches. Immutable.
 */
final class NodeTable {
  private final byte[][] shards;

  /** Takes the array over; its length is a power of two. */
  NodeTable(byte[][] shards) {
    this.shards = shards;
  }

  static NodeTable empty() {
    return new NodeTable(new byte[][] {Shard.empty()});
  }

  /** The shard in which nodes of this hash are. */
  byte[] shard(int hash) {
    return shards[hash & (shards.length - 1)];
  }

  /** All shards; never written to. */
  byte[][] shards() {
    return shards;
  }

  int count() {
    int count = 0;
    for (byte[] shard : shards) {
      count += Shard.count(shard);
    }
    return count;
  }
}
