package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.HealthView;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.PlainGroup.Body;
import dev.understudy.routing.PlainGroup.Member;
import dev.understudy.routing.Specification.Answer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of groups too large for {@link RandomTreesTest}: counted exactly, or by many draws. */
class SharesTest {
  private final Router router = new Router();
  private final Choice choice = new Choice();
  private final Client client = new Client();

  @Test
  void eightOfNineValuesComeInEveryOrderExactlyOnce() {
    CompiledGroup group = multivalue(9);
    var draws = new EveryDraw();
    var arrangements = new HashSet<Long>();
    int courses = 0;
    do {
      router.choose(group, HealthView.ALL_HEALTHY, client, draws, null, choice);
      long arrangement = 0;
      for (int i = 0; i < choice.pickCount(); i++) {
        arrangement = 16 * arrangement + choice.pick(i);
      }
      arrangements.add(arrangement);
      courses++;
    } while (draws.next());
    assertThat(courses).isEqualTo(9 * 8 * 7 * 6 * 5 * 4 * 3 * 2);
    assertThat(arrangements).hasSize(courses);
  }

  @Test
  void everyEightOfTenValuesAreAsLikely() {
    CompiledGroup group = multivalue(10);
    var draws = new EveryDraw();
    int[] counts = new int[1 << 10];
    int courses = 0;
    do {
      router.choose(group, HealthView.ALL_HEALTHY, client, draws, null, choice);
      int set = 0;
      for (int i = 0; i < choice.pickCount(); i++) {
        set |= 1 << choice.pick(i);
      }
      counts[set]++;
      courses++;
    } while (draws.next());
    int sets = 10 * 9 / 2;
    for (int set = 0; set < counts.length; set++) {
      assertThat(counts[set])
          .as("draws of set %s", Integer.toBinaryString(set))
          .isEqualTo(Integer.bitCount(set) == 8 ? courses / sets : 0);
    }
  }

  /**
   * Trees of weights 0 to 255 and multivalue groups of up to twelve, 20,000 draws each: Pearson's
   * chi-square is below what chance exceeds once in 10^9 trees; what cannot be is not there at all.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void largeTreesAnswerInTheirShares(long seed) {
    var random = new SplittableRandom(seed);
    var unhealthy = new HashSet<Integer>();
    var slots = new BitSet();
    for (int slot = 0; slot < 6; slot++) {
      if (random.nextInt(3) == 0) {
        unhealthy.add(slot);
        slots.set(slot);
      }
    }
    PlainGroup root = large(random, 2, new int[1]);
    var nobody = new Atlas(Map.of(), Map.of(), null).asker(CidrBlock.of(new byte[4], 32));
    Map<Answer, Double> expected = new Specification(unhealthy, nobody, Map.of()).answers(root);
    CompiledGroup compiled = root.compiled(NetworkTable.EMPTY);
    HealthView health = HealthView.ofUnhealthy(slots);
    int draws = 20_000;
    var counts = new HashMap<Answer, Integer>();
    for (int i = 0; i < draws; i++) {
      router.choose(compiled, health, client, random, null, choice);
      counts.merge(RandomTreesTest.answer(compiled, choice), 1, Integer::sum);
    }
    assertThat(expected.keySet()).containsAll(counts.keySet());
    assertThat(excess(counts, expected, draws))
        .as("standard deviations of chi-square")
        .isLessThan(6);
  }

  /** Chi-square as a normal deviate (Wilson and Hilferty); answers seldom expected count as one. */
  private static double excess(
      Map<Answer, Integer> counts, Map<Answer, Double> expected, int draws) {
    double chiSquare = 0;
    int cells = 0;
    double seldom = 0;
    double seldomCounted = 0;
    for (var entry : expected.entrySet()) {
      double wanted = entry.getValue() * draws;
      double counted = counts.getOrDefault(entry.getKey(), 0);
      if (wanted < 10) {
        seldom += wanted;
        seldomCounted += counted;
      } else {
        chiSquare += (counted - wanted) * (counted - wanted) / wanted;
        cells++;
      }
    }
    if (seldom >= 10) {
      chiSquare += (seldomCounted - seldom) * (seldomCounted - seldom) / seldom;
      cells++;
    }
    double freedom = cells - 1;
    if (freedom == 0) {
      return 0;
    }
    double spread = 2 / (9 * freedom);
    return (Math.cbrt(chiSquare / freedom) - (1 - spread)) / Math.sqrt(spread);
  }

  private static CompiledGroup multivalue(int members) {
    var group = new PlainGroup(0);
    for (int i = 0; i < members; i++) {
      group.members.add(new Member(new Multivalue(), -1, Body.VALUES, null, false));
    }
    return group.compiled(NetworkTable.EMPTY);
  }

  private static PlainGroup large(SplittableRandom random, int depth, int[] made) {
    var group = new PlainGroup(made[0]++);
    boolean several = depth == 0 && random.nextInt(3) == 0;
    int size = several ? 7 + random.nextInt(6) : 2 + random.nextInt(4);
    for (int i = 0; i < size; i++) {
      int weight = random.nextInt(5) == 0 ? 0 : random.nextInt(256);
      boolean alias = depth > 0 && random.nextInt(2) == 0;
      group.members.add(
          new Member(
              several ? new Multivalue() : new Weighted(weight),
              Math.max(-1, random.nextInt(8) - 2),
              alias ? Body.ALIAS : Body.VALUES,
              alias ? large(random, depth - 1, made) : null,
              random.nextInt(4) != 0));
    }
    return group;
  }
}
