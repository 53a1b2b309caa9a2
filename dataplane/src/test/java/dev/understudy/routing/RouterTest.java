package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.HealthView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Route 53 Developer Guide, "How Amazon Route 53 chooses records" and "How health checks work in
 * complex configurations": health, last resorts and backtracking.
 */
class RouterTest {
  /** A record set: values if {@code target} is null; {@code slot} -1 is unchecked. */
  private record Set(int slot, boolean evaluates, @Nullable Tree target, int weight) {}

  /** Candidates held as plain objects; {@code outside} for a target outside that has nothing. */
  private record Tree(Policy policy, boolean outside, List<Set> sets) implements Candidates {
    @Override
    public int count() {
      return sets.size();
    }

    @Override
    public int healthSlot(int ordinal) {
      return sets.get(ordinal).slot();
    }

    @Override
    public int weight(int ordinal) {
      return sets.get(ordinal).weight();
    }

    @Override
    public int region(int ordinal) {
      throw new AssertionError("the policies tried here do not ask where the client is");
    }

    @Override
    public double coordinate(int ordinal, int axis) {
      return region(ordinal);
    }

    @Override
    public int bias(int ordinal) {
      return region(ordinal);
    }

    @Override
    public long area(int ordinal) {
      return region(ordinal);
    }

    @Override
    public NetworkTable networks() {
      throw new AssertionError("the policies tried here do not ask for networks");
    }

    @Override
    public int networkLocation(int ordinal) {
      return region(ordinal);
    }

    @Override
    public boolean isAlias(int ordinal) {
      return sets.get(ordinal).target() != null;
    }

    @Override
    public boolean evaluatesTargetHealth(int ordinal) {
      return sets.get(ordinal).evaluates();
    }

    @Override
    public @Nullable Candidates target(int ordinal) {
      Tree target = sets.get(ordinal).target();
      return target == null || target.outside() ? null : target;
    }
  }

  private final Choice choice = new Choice();
  private final Router router = new Router();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # each letter of health is one leaf, U unhealthy, - unchecked; the way is the ordinals taken
          the first healthy one of a flat group             | HHH  | [0]
          the next when it is unhealthy                     | UHH  | [1]
          the first of all when none is healthy             | UUU  | [0]
          unchecked counts as healthy                       | U-U  | [1]
          """)
  void flat(String because, String health, String way) {
    Tree group = tree(Policy.FAILOVER, leaf(0), leaf(1), leaf(health.charAt(2) == '-' ? -1 : 2));
    if (health.charAt(1) == '-') {
      group = tree(Policy.FAILOVER, leaf(0), leaf(-1), leaf(2));
    }
    assertThat(way(group, health)).isEqualTo(way);
  }

  /** A root of two aliases, each over a pair of leaves: 0 and 1, 2 and 3. */
  @ParameterizedTest(name = "left {0}, right {1}, leaves {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # ETH left | right | leaves | the way
          true       | true  | HHHH   | [0, 0]
          true       | true  | UHHH   | [0, 1]
          true       | true  | UUHH   | [1, 0]
          true       | true  | UUUH   | [1, 1]
          true       | true  | UUUU   | [0, 0]
          false      | true  | UUHH   | [0, 0]
          false      | true  | UHHH   | [0, 1]
          true       | false | UUUU   | [1, 0]
          """)
  void pairsUnderARoot(boolean left, boolean right, String leaves, String way) {
    Tree root =
        tree(
            Policy.FAILOVER,
            alias(-1, left, tree(Policy.FAILOVER, leaf(0), leaf(1))),
            alias(-1, right, tree(Policy.FAILOVER, leaf(2), leaf(3))));
    assertThat(way(root, leaves)).isEqualTo(way);
  }

  @Test
  void unhealthyBranchIsLeftAtAnyHeight() {
    Tree deep = tree(Policy.SIMPLE, alias(-1, true, tree(Policy.SIMPLE, leaf(0))));
    Tree root =
        tree(
            Policy.FAILOVER,
            alias(-1, true, tree(Policy.SIMPLE, alias(-1, true, deep))),
            alias(-1, true, tree(Policy.SIMPLE, leaf(1))));
    assertThat(way(root, "UH")).isEqualTo("[1, 0]");
    assertThat(way(root, "UU")).isEqualTo("[0, 0, 0, 0]");
    assertThat(way(root, "HH")).isEqualTo("[0, 0, 0, 0]");
  }

  @Test
  void aliasWithAnUnhealthyCheckOfItsOwnIsLeftAlthoughItsLeavesAreHealthy() {
    Tree root =
        tree(
            Policy.FAILOVER,
            alias(0, true, tree(Policy.SIMPLE, leaf(-1))),
            alias(-1, true, tree(Policy.SIMPLE, leaf(1))));
    assertThat(way(root, "UH")).isEqualTo("[1, 0]");
    assertThat(way(root, "UU")).isEqualTo("[0, 0]");
  }

  @Test
  void missingTargetIsUnhealthy() {
    Tree missing = tree(Policy.SIMPLE);
    assertThat(way(tree(Policy.FAILOVER, alias(-1, true, missing), leaf(0)), "H")).isEqualTo("[1]");
    assertThat(way(tree(Policy.FAILOVER, alias(-1, false, missing), leaf(0)), "H"))
        .as("what does not evaluate its target stays with it")
        .isEqualTo("nothing");
  }

  /** E is an alias to a target outside without anything to give, through as many aliases. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # candidates in order; 0 and 1 are leaves | health | the way
          E 0     | H  | [1]            | another has something
          E 0     | U  | [1]            | even an unhealthy one has
          E EE 0  | U  | [2]            | through however many aliases
          0 E     | U  | [0]            | it is no better than the unhealthy
          0 E     | H  | [0]            | nor in the way
          E 0 1   | UU | [1]            | the first pick of what remains
          E EE    |    | nothing outside | nothing else remains
          E       |    | nothing outside | as here
          """)
  void targetOutsideWithNothingToGiveIsNeverHealthyNorTheLastResort(
      String candidates, String health, String way, String because) {
    for (boolean evaluates : List.of(true, false)) {
      var sets = new ArrayList<Set>();
      for (String candidate : candidates.split(" ", -1)) {
        sets.add(
            candidate.startsWith("E")
                ? empty(candidate.length(), evaluates)
                : leaf(Integer.parseInt(candidate)));
      }
      var group = new Tree(Policy.FAILOVER, false, sets);
      assertThat(way(group, health == null ? "" : health)).as(because).isEqualTo(way);
    }
  }

  private static Set empty(int aliases, boolean evaluates) {
    Set set = alias(-1, evaluates, new Tree(Policy.SIMPLE, true, List.of()));
    return aliases == 1
        ? set
        : alias(-1, evaluates, tree(Policy.SIMPLE, empty(aliases - 1, evaluates)));
  }

  @Test
  void sixteenGroupsInARowAreFollowedAndNoMore() {
    Tree tree = tree(Policy.SIMPLE, leaf(-1));
    for (int groups = 2; groups <= Router.GROUPS_MAX; groups++) {
      tree = tree(Policy.SIMPLE, alias(-1, true, tree));
      choose(tree, "");
      assertThat(choice.kind()).as("%s groups", groups).isEqualTo(Choice.Kind.ANSWER);
      assertThat(choice.aliases()).isEqualTo(groups - 1);
    }
    choose(tree(Policy.SIMPLE, alias(-1, false, tree)), "");
    assertThat(choice.kind()).isEqualTo(Choice.Kind.TOO_DEEP);
  }

  @Test
  void workIsBoundedHoweverManyWaysThereAre() {
    Tree tree = tree(Policy.FAILOVER, leaf(0), leaf(0));
    for (int i = 0; i < 14; i++) {
      var sets = new ArrayList<Set>();
      for (int j = 0; j < 100; j++) {
        sets.add(alias(-1, true, tree));
      }
      tree = new Tree(Policy.FAILOVER, false, sets);
    }
    assertThat(way(tree, "U")).startsWith("[0, 0, 0").endsWith("0]");
    assertThat(choice.healthy()).isFalse();
  }

  /** Worked examples 53 to 57; every one that may answer does so in as many answers as another. */
  @ParameterizedTest(name = "{0}: {1} of {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # health | picks | among
          HHH          | 3 | 0 1 2
          HUH          | 2 | 0 2
          UUU          | 3 | 0 1 2
          HU-          | 2 | 0 2
          HHHHHHHHHHHH | 8 | 0 1 2 3 4 5 6 7 8 9 10 11
          UUHHHHHHHHHH | 8 | 2 3 4 5 6 7 8 9 10 11
          UUUUUUUUUUUU | 8 | 0 1 2 3 4 5 6 7 8 9 10 11
          """)
  void multivalueDrawsUpToEightHealthyOnes(String health, int picks, String among) {
    var sets = new ArrayList<Set>();
    for (int i = 0; i < health.length(); i++) {
      sets.add(leaf(health.charAt(i) == '-' ? -1 : i));
    }
    var group = new Tree(Policy.MULTIVALUE, false, sets);
    var random = new SplittableRandom(11);
    int rounds = 20_000;
    int[] picked = new int[sets.size()];
    int[] first = new int[sets.size()];
    for (int round = 0; round < rounds; round++) {
      router.choose(group, view(health), new Client(), random, null, choice);
      assertThat(choice.pickCount()).isEqualTo(picks);
      var distinct = new java.util.TreeSet<Integer>();
      for (int i = 0; i < picks; i++) {
        distinct.add(choice.pick(i));
        picked[choice.pick(i)]++;
      }
      assertThat(distinct).hasSize(picks);
      first[choice.pick(0)]++;
    }
    assertThat(choice.healthy()).isEqualTo(!health.matches("U+"));
    List<String> eligible = List.of(among.split(" ", -1));
    double[] shares = new double[sets.size()];
    for (String ordinal : eligible) {
      shares[Integer.parseInt(ordinal)] = 1.0 / eligible.size();
    }
    assertShares(first, shares, rounds);
    assertShares(picked, shares, rounds * picks);
  }

  /** Worked examples 20 to 29: shares of 100,000 draws. */
  @ParameterizedTest(name = "weights {0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # weights | health | shares of their sum
          1 255    | HH  | 1 255
          10 20 20 | HHU | 1 2 0
          10 20 20 | HH- | 1 2 2
          10 20 20 | UUU | 1 2 2
          5 0      | HH  | 1 0
          5 5 0    | UUH | 0 0 1
          5 0 0    | UUU | 1 0 0
          0 0 0    | --- | 1 1 1
          0 0 0    | HUH | 1 0 1
          0 0 0    | UUU | 1 1 1
          5 0      | -H  | 1 0
          5 5 0 0  | UUHH | 0 0 1 1
          """)
  void weightedSharesAreTheWeights(String weights, String health, String shares) {
    var sets = new ArrayList<Set>();
    String[] each = weights.split(" ", -1);
    for (int i = 0; i < each.length; i++) {
      int slot = health.charAt(i) == '-' ? -1 : i;
      sets.add(new Set(slot, false, null, Integer.parseInt(each[i])));
    }
    var group = new Tree(Policy.WEIGHTED, false, sets);
    var random = new SplittableRandom(12);
    int rounds = 100_000;
    int[] picked = new int[each.length];
    for (int round = 0; round < rounds; round++) {
      router.choose(group, view(health), new Client(), random, null, choice);
      picked[choice.pick(0)]++;
    }
    double[] expected =
        java.util.Arrays.stream(shares.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    double sum = java.util.Arrays.stream(expected).sum();
    for (int i = 0; i < expected.length; i++) {
      expected[i] /= sum;
    }
    assertShares(picked, expected, rounds);
  }

  /** Within five standard deviations; a share of nothing is nothing at all. */
  private static void assertShares(int[] counts, double[] shares, int draws) {
    for (int i = 0; i < counts.length; i++) {
      double expected = shares[i] * draws;
      double deviation = Math.sqrt(draws * shares[i] * (1 - shares[i]));
      assertThat((double) counts[i])
          .as("count of %s in %s", i, java.util.Arrays.toString(counts))
          .isBetween(expected - 5 * deviation, expected + 5 * deviation);
    }
  }

  @Test
  void witnessSeesEveryCandidateAndChangesNothing() {
    Tree root =
        tree(
            Policy.FAILOVER,
            alias(-1, true, tree(Policy.FAILOVER, leaf(0), leaf(1))),
            alias(-1, true, tree(Policy.SIMPLE, leaf(2))));
    var seen = new ArrayList<String>();
    var witness =
        new Witness() {
          @Override
          public void considered(
              int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy) {
            seen.add(level + ":" + ordinal + (healthy ? " healthy" : " unhealthy"));
          }

          @Override
          public void failedOpen(int level, Candidates group) {
            seen.add(level + " failed open");
          }
        };
    router.choose(root, view("UUH"), new Client(), new SplittableRandom(1), witness, choice);
    assertThat(seen)
        .containsExactly(
            "1:0 unhealthy",
            "1:1 unhealthy",
            "1 failed open",
            "0:0 unhealthy",
            "1:0 healthy",
            "0:1 healthy");
    assertThat(wayOfChoice()).isEqualTo(way(root, "UUH"));
  }

  private String way(Tree group, String health) {
    choose(group, health);
    return wayOfChoice();
  }

  private String wayOfChoice() {
    if (choice.kind() != Choice.Kind.ANSWER) {
      return choice.kind() == Choice.Kind.NOTHING_OUTSIDE ? "nothing outside" : "nothing";
    }
    var way = new ArrayList<Integer>();
    for (int level = 0; level < choice.aliases(); level++) {
      way.add(choice.alias(level));
    }
    way.add(choice.pick(0));
    return way.toString();
  }

  private void choose(Tree group, String health) {
    router.choose(group, view(health), new Client(), new SplittableRandom(1), null, choice);
  }

  private static HealthView view(String health) {
    var unhealthy = new BitSet();
    for (int slot = 0; slot < health.length(); slot++) {
      unhealthy.set(slot, health.charAt(slot) == 'U');
    }
    return HealthView.ofUnhealthy(unhealthy);
  }

  private static Tree tree(Policy policy, Set... sets) {
    return new Tree(policy, false, List.of(sets));
  }

  private static Set leaf(int slot) {
    return new Set(slot, false, null, 0);
  }

  private static Set alias(int slot, boolean evaluates, Tree target) {
    return new Set(slot, evaluates, target, 0);
  }
}
