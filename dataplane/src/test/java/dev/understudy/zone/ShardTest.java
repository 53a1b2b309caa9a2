package dev.understudy.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wire.Octets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The index of a shard, whatever its size, which decides how many bits of an entry are an offset.
 */
class ShardTest {
  private static final int ZONE = 7;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 31, 32, 100, 128, 129, 1_000, 20_000})
  void everyNodeIsFoundAndNothingElse(int nodes) {
    byte[] shard = shard(nodes);
    byte[] again = new ShardDraft(shard).freeze();
    assertThat(Shard.count(shard)).isEqualTo(nodes);
    for (byte[] each : List.of(shard, again)) {
      for (int i = 0; i < nodes; i++) {
        assertThat(find(each, name(i))).as("node %s", i).isPositive();
      }
      for (int i = nodes; i < nodes + 500; i++) {
        assertThat(find(each, name(i))).as("no node %s", i).isZero();
      }
    }
  }

  /** Equal in all that the entries hold of them, or in all 32 bits: only the name tells. */
  @Test
  void nodesWithTheSameHashAreToldApartByTheirNames() {
    var draft = new ShardDraft(Shard.empty());
    for (int i = 0; i < 50; i++) {
      put(draft, node(i % 2 == 0 ? 0 : 0x8000_0000, ZONE, name(i)));
    }
    byte[] shard = draft.freeze();
    for (int i = 0; i < 60; i++) {
      byte[] name = name(i);
      int hash = i % 2 == 0 ? 0 : 0x8000_0000;
      int node = Shard.find(shard, hash, name, 0, name.length);
      assertThat(node != 0).as("node %s", i).isEqualTo(i < 50);
      assertThat(node != 0 && Node.isNamed(shard, node, name, 0, name.length)).isEqualTo(i < 50);
      assertThat(Shard.find(shard, hash, ZONE, name, 0, name.length)).isEqualTo(node);
      assertThat(Shard.find(shard, hash, ZONE + 1, name, 0, name.length)).isZero();
      assertThat(Shard.find(shard, hash ^ 0x0100_0000, name, 0, name.length)).isZero();
    }
  }

  @Test
  void nodesThatWereRemovedAreNotFound() {
    var draft = new ShardDraft(shard(100));
    for (int i = 0; i < 100; i += 2) {
      byte[] name = name(i);
      draft.remove(NameHash.of(name, 0, name.length), ZONE, name);
    }
    byte[] shard = draft.freeze();
    for (int i = 0; i < 100; i++) {
      assertThat(find(shard, name(i)) != 0).as("node %s", i).isEqualTo(i % 2 == 1);
    }
  }

  private static int find(byte[] shard, byte[] name) {
    return Shard.find(shard, NameHash.of(name, 0, name.length), name, 0, name.length);
  }

  private static byte[] shard(int nodes) {
    var draft = new ShardDraft(Shard.empty());
    var order = new ArrayList<Integer>();
    for (int i = 0; i < nodes; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(1));
    for (int i : order) {
      byte[] name = name(i);
      put(draft, node(NameHash.of(name, 0, name.length), ZONE, name));
    }
    return draft.freeze();
  }

  private static void put(ShardDraft draft, byte[] node) {
    draft.put(node, 0, node.length);
  }

  /** A node without records. */
  private static byte[] node(int hash, int zone, byte[] name) {
    byte[] node = new byte[Node.NAME + name.length + 1];
    Octets.put32(node, Node.HASH, hash);
    Octets.put32(node, Node.ZONE, zone);
    Octets.put8(node, Node.NAME_LENGTH, name.length);
    System.arraycopy(name, 0, node, Node.NAME, name.length);
    return node;
  }

  private static byte[] name(int i) {
    String label = "n" + i;
    return ((char) label.length() + label + "\0").getBytes(StandardCharsets.US_ASCII);
  }
}
