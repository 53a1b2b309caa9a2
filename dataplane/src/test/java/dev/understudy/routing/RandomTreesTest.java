package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.HealthView;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.PlainGroup.Body;
import dev.understudy.routing.Specification.Answer;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random groups and trees of all policies, random health, random clients: every answer that the
 * router can come to, over all its draws, is one that the specification allows, all that it allows
 * are there, and the probabilities are equal. On the way: a witness changes no choice and tells the
 * same answer, and who shares the leading bits that the choice depended on gets the same choice.
 *
 * <p>{@code -Dunderstudy.trees=N} tries N trees; {@code -Dunderstudy.seed=S} starts at seed S, so
 * that a failure is replayed with its seed and one tree.
 */
class RandomTreesTest {
  private static final int TREES = Integer.getInteger("understudy.trees", 10_000);
  private static final long SEED = Long.getLong("understudy.seed", 1);

  /** More courses than this are sampled instead, and the tree does not count. */
  private static final int COURSES_MAX = 4_096;

  private static final int SAMPLES = 100;
  private static final double TOLERANCE = 1e-9;

  /** A tree, who asks and what is healthy. */
  private record Case(
      PlainGroup root,
      CompiledGroup compiled,
      HealthView health,
      CidrBlock network,
      Geography geography,
      Specification specification) {}

  private final Router router = new Router();
  private final Choice choice = new Choice();
  private final Choice other = new Choice();
  private final Client client = new Client();
  private final Map<Policy, Integer> rootsTried = new EnumMap<>(Policy.class);
  private int tooMany;
  private long courses;

  @Test
  void everyAnswerAndItsProbabilityIsTheSpecifications() {
    int explored = 0;
    long seed = SEED;
    for (; explored < TREES && (TREES > 1 || seed == SEED); seed++) {
      try {
        explored += explore(made(seed), seed) ? 1 : 0;
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            "seed " + seed + ": -Dunderstudy.seed=" + seed + " -Dunderstudy.trees=1: " + e, e);
      }
    }
    if (TREES >= 1_000) {
      assertThat(tooMany).as("trees with too many courses to try all").isLessThan(TREES / 10);
      assertThat(rootsTried.keySet()).as("policies").containsExactly(Policy.values());
    }
    if (TREES >= 1_000_000) {
      System.out.printf(
          "%d trees with seeds %d to %d, %d courses; %d more trees sampled; roots %s%n",
          explored, SEED, seed - 1, courses, tooMany, rootsTried);
    }
  }

  private static Case made(long seed) {
    var random = new SplittableRandom(seed);
    Atlas atlas = Atlas.random(random);
    CidrCollection collection = Atlas.collection(random, RandomGroups.COLLECTION);
    PlainGroup root = new RandomGroups(random).tree();
    var unhealthy = new HashSet<Integer>();
    int sick = random.nextInt(5);
    for (int slot = 0; slot < RandomGroups.CHECKS; slot++) {
      if (random.nextInt(4) < sick) {
        unhealthy.add(slot);
      }
    }
    CidrBlock network = Atlas.network(random, 32, 128);
    var networks = new NetworkTable.Builder();
    for (var location : collection.locations()) {
      for (CidrBlock block : location.blocks()) {
        networks.add(block.octets(), block.prefixLength(), location.name().charAt(0));
      }
    }
    var specification =
        new Specification(unhealthy, atlas.asker(network), Map.of(collection.id(), collection));
    return new Case(
        root,
        root.compiled(networks.build()),
        view(unhealthy),
        network,
        atlas.geography(),
        specification);
  }

  /** Whether every course of the draws was taken. */
  private boolean explore(Case made, long seed) {
    Map<Answer, Double> expected = made.specification().answers(made.root());
    var seen = new HashMap<Answer, Double>();
    var draws = new EveryDraw();
    boolean located = isLocated(made.root(), new HashSet<>());
    int tried = 0;
    do {
      choose(made, made.network(), draws, null, choice);
      int scope = client.scope();
      double probability = draws.probability();
      Answer answer = answer(made.compiled(), choice);
      if (!expected.containsKey(answer)) {
        assertThat(answer).as("answers of %s", made.root()).isIn(expected.keySet());
      }
      seen.merge(answer, probability, Double::sum);
      if (!located) {
        assertThat(scope).as("bits of the client that an answer for all depends on").isZero();
      }
      if (tried++ < 64) {
        draws.again();
        tellsTheSame(made, draws, answer);
        draws.again();
        answersTheNeighbourAlike(made, draws, scope, seed + tried);
      }
    } while (draws.next() && tried < COURSES_MAX);
    courses += tried;
    if (isPlainFailover(made.root())) {
      int chosen = choice.healthy() ? choice.pick(0) : Pair.PRIMARY_AS_LAST_RESORT;
      assertThat(Pair.choose(made.compiled(), made.health())).isEqualTo(chosen);
    }
    if (tried == COURSES_MAX) {
      tooMany++;
      var random = new SplittableRandom(seed);
      for (int i = 0; i < SAMPLES; i++) {
        choose(made, made.network(), random, null, choice);
        assertThat(answer(made.compiled(), choice)).isIn(expected.keySet());
      }
      return false;
    }
    assertThat(seen.keySet()).as("answers of %s", made.root()).isEqualTo(expected.keySet());
    seen.forEach((answer, share) -> {
      if (Math.abs(share - expected.getOrDefault(answer, 0.0)) > TOLERANCE) {
        assertThat(seen).as("shares of the answers of %s", made.root()).isEqualTo(expected);
      }
    });
    rootsTried.merge(made.compiled().policy(), 1, Integer::sum);
    return true;
  }

  private void choose(
      Case made, CidrBlock network, RandomGenerator draws, @Nullable Witness witness, Choice into) {
    byte[] octets = network.octets();
    client.at(octets, octets.length, made.geography());
    client.in(octets, 0, octets.length, network.prefixLength());
    router.choose(made.compiled(), made.health(), client, draws, witness, into);
  }

  private void tellsTheSame(Case made, EveryDraw draws, Answer answer) {
    var trace = new Trace();
    choose(made, made.network(), draws, trace, other);
    sameWay("with a witness");
    Trace.End end = trace.end();
    CompiledGroup group = end == null ? null : end.group();
    if (end == null || group == null) {
      assertThat(answer.members()).as("what the witness was told nothing of").isZero();
      return;
    }
    int members = 0;
    for (int ordinal : end.ordinals()) {
      members |= 1 << group.member(ordinal);
    }
    boolean among = (members & answer.members()) == answer.members();
    if (group.plain.id != answer.group() || !among || end.healthy() != answer.healthy()) {
      assertThat(end).as("what the witness was told of %s", made.root()).isEqualTo(answer);
    }
  }

  /** Another client whose address differs after {@code scope} bits only. */
  private void answersTheNeighbourAlike(Case made, EveryDraw draws, int scope, long seed) {
    CidrBlock network = made.network();
    if (scope >= network.prefixLength()) {
      return;
    }
    byte[] octets = network.octets();
    var random = new SplittableRandom(seed);
    for (int bit = scope; bit < network.prefixLength(); bit++) {
      octets[bit / 8] ^= (byte) (random.nextInt(2) << (7 - bit % 8));
    }
    choose(made, CidrBlock.of(octets, network.prefixLength()), draws, null, other);
    sameWay("for " + CidrBlock.of(octets, network.prefixLength()) + ", scope " + scope);
    assertThat(client.scope()).as("scope for a neighbour").isEqualTo(scope);
  }

  private void sameWay(String when) {
    boolean same = choice.kind() == other.kind() && choice.healthy() == other.healthy();
    if (same && choice.kind() == Choice.Kind.ANSWER) {
      same = choice.aliases() == other.aliases() && choice.pickCount() == other.pickCount();
      for (int level = 0; same && level < choice.aliases(); level++) {
        same = choice.alias(level) == other.alias(level);
      }
      for (int i = 0; same && i < choice.pickCount(); i++) {
        same = choice.pick(i) == other.pick(i);
      }
    }
    assertThat(same).as("the same choice from the same draws " + when).isTrue();
  }

  static Answer answer(CompiledGroup root, Choice choice) {
    return switch (choice.kind()) {
      case TOO_DEEP -> Answer.TOO_DEEP;
      case NOTHING_OUTSIDE -> Answer.NOTHING_OUTSIDE;
      case NOTHING -> Answer.nothing(choice.healthy());
      case ANSWER -> {
        CompiledGroup group = root;
        for (int level = 0; level < choice.aliases(); level++) {
          group = (CompiledGroup) Objects.requireNonNull(group.target(choice.alias(level)));
        }
        int members = 0;
        for (int i = 0; i < choice.pickCount(); i++) {
          members |= 1 << group.member(choice.pick(i));
        }
        assertThat(Integer.bitCount(members)).as("no pick twice").isEqualTo(choice.pickCount());
        yield new Answer(Choice.Kind.ANSWER, group.plain.id, members, choice.healthy());
      }
    };
  }

  private static boolean isPlainFailover(PlainGroup group) {
    return group.members.stream()
        .allMatch(member -> member.policy() instanceof Failover && member.body() == Body.VALUES);
  }

  /** Whether any group of a tree looks at the client. */
  private static boolean isLocated(PlainGroup group, Set<Integer> seen) {
    if (group.members.isEmpty() || !seen.add(group.id)) {
      return false;
    }
    return switch (group.members.getFirst().policy()) {
      case Latency _, Geolocation _, Geoproximity _, IpBased _ -> true;
      case Simple _, Failover _, Weighted _, Multivalue _ ->
          group.members.stream()
              .anyMatch(member -> member.target() != null && isLocated(member.target(), seen));
    };
  }

  private static HealthView view(Set<Integer> unhealthy) {
    var slots = new BitSet();
    unhealthy.forEach(slots::set);
    return HealthView.ofUnhealthy(slots);
  }
}
