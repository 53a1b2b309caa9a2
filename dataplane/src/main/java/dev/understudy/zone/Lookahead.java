package dev.understudy.zone;

import dev.understudy.wire.Octets;

/**
 * Touches what a batch of lookups is about to read. In a large tree each of them would wait for
 * memory three times, one after the other; here the processor waits for all of them at once.
 *
 * <p>One object for each serving thread. It promises nothing: whatever is asked next, in whatever
 * edition, is answered from {@link Lookup} alone.
 */
public final class Lookahead {
  /** Fewer shards than this, some 6,000 names, stay in the cache without help. */
  private static final int SHARDS_MIN = 256;

  /** Two octets so far apart in a node lie in the two lines in which most answers are. */
  private static final int LINE = 64;

  private final int[] hashes;
  private final int[] entries;
  private int count;
  private int touched;

  /**
   * Expects nothing yet.
   *
   * @param capacity names expected at a time, at most; of more the first ones are touched
   */
  public Lookahead(int capacity) {
    this.hashes = new int[capacity];
    this.entries = new int[capacity];
  }

  /** Whether the tree is so large that touching it first is worth it. */
  public boolean helps(AnswerTree tree) {
    return tree.names().shards().length >= SHARDS_MIN;
  }

  /**
   * Takes note of a name in whatever case.
   *
   * @param octets holds the name uncompressed from {@code at}, well-formed
   * @param length 1 to 255
   */
  public void expect(byte[] octets, int at, int length) {
    if (count < hashes.length) {
      hashes[count++] = NameHash.ofAnyCase(octets, at, length);
    }
  }

  /** Touches what is read of the names expected, and forgets them. */
  public void touch(AnswerTree tree) {
    if (helps(tree)) {
      NodeTable table = tree.names();
      touchHeads(table);
      touchSlots(table);
      touchNodes(table);
    }
    count = 0;
  }

  /** What was read, so that nobody finds the reading to be in vain. */
  int touched() {
    return touched;
  }

  private void touchHeads(NodeTable table) {
    int read = 0;
    for (int i = 0; i < count; i++) {
      read += table.shard(hashes[i]).length;
    }
    touched += read;
  }

  private void touchSlots(NodeTable table) {
    for (int i = 0; i < count; i++) {
      byte[] shard = table.shard(hashes[i]);
      int slot = hashes[i] >>> Shard.INDEX_SHIFT & Octets.get32(shard, Shard.MASK);
      entries[i] = Octets.get32(shard, Shard.INDEX + 4 * slot);
    }
  }

  private void touchNodes(NodeTable table) {
    int read = 0;
    for (int i = 0; i < count; i++) {
      byte[] shard = table.shard(hashes[i]);
      int offsets = Shard.offsetBits(shard);
      int entry = entries[i];
      if (entry != 0 && ((entry ^ hashes[i]) & ~offsets) == 0) {
        int node = entry & offsets;
        read += shard[node] + shard[Math.min(node + LINE, shard.length - 1)];
      }
    }
    touched += read;
  }
}
