package dev.understudy.zone;

import dev.understudy.wire.Octets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a tree holds, as text, so that two trees can be compared whatever way they were made.
 */
public final class TreeDump {
  private TreeDump() {}

  /** One line for each node: where it is kept, whose it is, and everything in it. */
  public static List<String> of(AnswerTree tree) {
    var lines = new TreeSet<String>();
    add(tree, tree.names(), "names", lines);
    add(tree, tree.aside(), "aside", lines);
    for (ServedZone zone : tree.zones()) {
      if (zone != null) {
        lines.add("zone " + zone.zone() + " delegates " + zone.delegates());
      }
    }
    lines.add("delegates " + tree.delegates());
    return List.copyOf(lines);
  }

  private static void add(AnswerTree tree, NodeTable table, String where, Set<String> lines) {
    for (byte[] shard : table.shards()) {
      int at = Shard.INDEX + 4 * (Octets.get32(shard, Shard.MASK) + 1);
      int left = Shard.count(shard);
      while (at < shard.length) {
        left--;
        lines.add(
            where
                + " "
                + tree.zone(Node.zone(shard, at)).zone().id()
                + " "
                + NodeDecoder.name(shard, at)
                + " children "
                + Octets.get32(shard, at + Node.CHILDREN)
                + " flags "
                + Node.flags(shard, at)
                + " "
                + NodeDecoder.sets(shard, at, tree::checkId));
        at = Node.end(shard, at);
      }
      if (left != 0) {
        throw new AssertionError("a shard counts " + left + " nodes more than it holds");
      }
    }
  }
}
