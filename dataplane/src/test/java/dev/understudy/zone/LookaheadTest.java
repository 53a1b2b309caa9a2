package dev.understudy.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Lab;
import dev.understudy.answer.Text;
import dev.understudy.intent.Mutation;
import dev.understudy.wire.Names;
import dev.understudy.wire.RecordType;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LookaheadTest {
  private static final int NAMES = 10_000;

  @Test
  void namesInWhateverCaseHashAsTheirLowerCase() {
    var random = new SplittableRandom(1);
    byte[] octets = new byte[300];
    byte[] folded = new byte[256];
    for (int i = 0; i < 20_000; i++) {
      for (int j = 0; j < octets.length; j++) {
        octets[j] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 'A' + random.nextInt(58));
      }
      int at = random.nextInt(40);
      int length = 1 + random.nextInt(255);
      Names.fold(octets, at, folded, 0, length);
      int hash = NameHash.of(folded, 0, length);
      assertThat(NameHash.ofAnyCase(octets, at, length)).isEqualTo(hash);
      byte[] copied = new byte[256];
      assertThat(NameHash.fold(octets, at, copied, length)).isEqualTo(hash);
      assertThat(copied).startsWith(Arrays.copyOf(folded, length));
    }
  }

  @Test
  void whatLookupsWillReadIsTouched() {
    AnswerTree tree = tree(NAMES);
    for (int i = 0; i < NAMES; i++) {
      byte[] name = wire("h" + i + ".example.com");
      byte[] shard = tree.names().shard(NameHash.of(name, 0, name.length));
      int node = Shard.find(shard, NameHash.of(name, 0, name.length), name, 0, name.length);
      int behind = Math.min(node + 64, shard.length - 1);
      int expected = shard.length + shard[node] + shard[behind];
      byte[] asked = wire("h" + i + ".example.com");
      asked[1] = 'H';
      // Another name may come first in its run of slots; then its node is left to the lookup.
      assertThat(touched(tree, asked)).isIn(expected, shard.length);
    }
  }

  @Test
  void mostNodesAreTouchedAndNoneOfNamesThatDoNotExist() {
    AnswerTree tree = tree(NAMES);
    int nodes = 0;
    int strangers = 0;
    for (int i = 0; i < NAMES; i++) {
      nodes += nodesTouched(tree, "h" + i + ".example.com");
      strangers += nodesTouched(tree, "x" + i + ".example.com");
    }
    assertThat(nodes).isGreaterThan(NAMES / 2);
    assertThat(strangers).isLessThan(NAMES / 20);
  }

  @Test
  void aBatchIsForgottenOnceItIsTouched() {
    AnswerTree tree = tree(NAMES);
    var ahead = new Lookahead(4);
    byte[] name = wire("h1.example.com");
    ahead.expect(name, 0, name.length);
    ahead.touch(tree);
    int once = ahead.touched();
    ahead.touch(tree);
    assertThat(once).isNotZero();
    assertThat(ahead.touched()).isEqualTo(once);
  }

  @Test
  void moreNamesThanExpectedAreLeftOut() {
    AnswerTree tree = tree(NAMES);
    var ahead = new Lookahead(2);
    int first = 0;
    for (int i = 0; i < 10; i++) {
      byte[] name = wire("h" + i + ".example.com");
      ahead.expect(name, 0, name.length);
      first += i < 2 ? touched(tree, name) : 0;
    }
    ahead.touch(tree);
    assertThat(ahead.touched()).isEqualTo(first);
  }

  @Test
  void aSmallTreeIsLeftAlone() {
    assertThat(touched(tree(1_000), wire("h1.example.com"))).isZero();
    assertThat(new Lookahead(1).helps(tree(1_000))).isFalse();
    assertThat(new Lookahead(1).helps(tree(NAMES))).isTrue();
  }

  private static int nodesTouched(AnswerTree tree, String name) {
    byte[] wire = wire(name);
    int hash = NameHash.of(wire, 0, wire.length);
    return touched(tree, wire) == tree.names().shard(hash).length ? 0 : 1;
  }

  private static int touched(AnswerTree tree, byte[] name) {
    var ahead = new Lookahead(1);
    ahead.expect(name, 0, name.length);
    ahead.touch(tree);
    return ahead.touched();
  }

  private static AnswerTree tree(int names) {
    Lab lab = new Lab().zone("example.com");
    Mutation[] mutations = new Mutation[names];
    for (int i = 0; i < names; i++) {
      String name = String.format(Locale.ROOT, "h%d.example.com", i);
      mutations[i] = Lab.put(lab.id("example.com"), Lab.values(name, RecordType.A, 60, "10.0.0.1"));
    }
    return lab.apply(mutations).current.get().tree();
  }

  private static byte[] wire(String name) {
    return Text.name(name).wire();
  }
}
