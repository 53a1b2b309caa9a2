package dev.understudy.zone;

import dev.understudy.wire.Octets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A node table being changed: shards are copied when first touched and frozen together. Writer
 * thread only.
 */
final class TableDraft {
  /**
   * Nodes in a shard, on average, before their number is doubled. Few, because the shard of every
   * name that is changed is copied.
   */
  private static final int AVERAGE_MAX = 32;

  private byte[][] frozen;
  private @Nullable ShardDraft[] drafts;
  private int count;

  TableDraft(NodeTable table) {
    this.frozen = table.shards().clone();
    this.drafts = new ShardDraft[frozen.length];
    this.count = table.count();
  }

  int count() {
    return count;
  }

  /** The draft that holds nodes of this hash. */
  ShardDraft draft(int hash) {
    return draftAt(hash & (frozen.length - 1));
  }

  /** Adds or replaces a node. */
  void put(byte[] from, int at, int length) {
    ShardDraft draft = draft(Octets.get32(from, at));
    count -= draft.count();
    draft.put(from, at, length);
    count += draft.count();
    if (count > AVERAGE_MAX * frozen.length) {
      grow();
    }
  }

  /** Adds nodes of which none is in the table, all at once. */
  void addAll(NodeRun run) {
    if (run.count() == 0) {
      return;
    }
    byte[][] before = freeze().shards();
    count += run.count();
    int shards = before.length;
    while (count > AVERAGE_MAX * shards) {
      shards *= 2;
    }
    var packer = new ShardPacker(shards);
    for (int pass = 0; pass < 2; pass++) {
      for (byte[] shard : before) {
        packer.take(shard, Shard.INDEX + 4 * (Octets.get32(shard, Shard.MASK) + 1), shard.length);
      }
      run.forEachPiece(packer::take);
      packer.next();
    }
    frozen = packer.shards();
    drafts = new ShardDraft[shards];
  }

  void remove(int hash, int zone, byte[] name) {
    ShardDraft draft = draft(hash);
    count -= draft.count();
    draft.remove(hash, zone, name);
    count += draft.count();
  }

  /** Told of a node and whether it stays. */
  interface Sieve {
    boolean leaves(byte[] octets, int node);
  }

  /** Removes every node of the zone for which the sieve says so; reads the whole table. */
  void removeIf(int zone, Sieve sieve) {
    for (int i = 0; i < frozen.length; i++) {
      if (!mentions(i, zone)) {
        continue;
      }
      ShardDraft draft = draftAt(i);
      count -= draft.count();
      byte[] octets = draft.octets();
      draft.removeIf(node -> Node.zone(octets, node) == zone && sieve.leaves(octets, node));
      count += draft.count();
    }
  }

  /** The finished table; this draft goes on from it. */
  NodeTable freeze() {
    for (int i = 0; i < frozen.length; i++) {
      ShardDraft draft = drafts[i];
      if (draft != null) {
        frozen[i] = draft.freeze();
        drafts[i] = null;
      }
    }
    return new NodeTable(frozen.clone());
  }

  private ShardDraft draftAt(int i) {
    ShardDraft draft = drafts[i];
    if (draft == null) {
      draft = new ShardDraft(frozen[i]);
      drafts[i] = draft;
    }
    return draft;
  }

  private boolean mentions(int i, int zone) {
    if (drafts[i] != null) {
      return true;
    }
    byte[] shard = frozen[i];
    int slots = Octets.get32(shard, Shard.MASK) + 1;
    for (int slot = 0; slot < slots; slot++) {
      int node = Shard.node(shard, slot);
      if (node != 0 && Node.zone(shard, node) == zone) {
        return true;
      }
    }
    return false;
  }

  /** Twice the shards; every node moves to one of the two that its old shard became. */
  private void grow() {
    int before = frozen.length;
    byte[][] old = freeze().shards();
    frozen = new byte[2 * before][];
    Arrays.fill(frozen, Shard.empty());
    drafts = new ShardDraft[2 * before];
    for (byte[] shard : old) {
      int at = Shard.INDEX + 4 * (Octets.get32(shard, Shard.MASK) + 1);
      while (at < shard.length) {
        int end = Node.end(shard, at);
        draft(Octets.get32(shard, at)).put(shard, at, end - at);
        at = end;
      }
    }
  }
}
