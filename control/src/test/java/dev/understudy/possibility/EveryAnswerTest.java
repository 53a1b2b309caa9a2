package dev.understudy.possibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.control.TestAnswers;
import dev.understudy.explain.ExplainedAnswers;
import dev.understudy.explain.Explainer;
import dev.understudy.explain.HealthKnowledge;
import dev.understudy.health.Standing;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * In random worlds of aliases, CNAMEs and every policy: whatever the responder answers in a state
 * of health to a class of clients is among the answers told, and each of those is given at last.
 *
 * <p>{@code -Dunderstudy.worlds=N} plays N worlds.
 */
class EveryAnswerTest {
  private static final int WORLDS = Integer.getInteger("understudy.worlds", 60);
  private static final int NAMES = 7;
  private static final List<String> CHECKS = List.of("a", "b", "c");

  /** So unlikely an answer is not waited for longer than this. */
  private static final int TRIES_MAX = 4_000;

  @Test
  void answersGivenAndAnswersToldAreTheSame() throws Exception {
    for (long seed = 1; seed <= WORLDS; seed++) {
      try {
        play(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void play(SplittableRandom random) throws Exception {
    World world = world(random);
    var explainer =
        new Explainer(
            world.current,
            new NothingKnown(),
            AnswerSettings.DEFAULTS,
            random::split,
            InstantSource.fixed(Instant.EPOCH));
    var asking = new ExplainedAnswers(explainer, world.current, new NothingKnown());
    for (int i = 0; i < NAMES; i++) {
      String name = "n" + i + ".t";
      Possibilities possible = world.possibilities(name);
      List<ClientClass> classes = Clientele.of(reach(world, name));
      for (int j = 0; j < classes.size(); j++) {
        Set<String> unhealthy = new LinkedHashSet<>(CHECKS);
        unhealthy.removeIf(_ -> random.nextBoolean());
        Odds odds = possible.odds(unhealthy, j);
        CHECKS.forEach(id -> world.publisher.statuses(Map.of(id, !unhealthy.contains(id))));
        world.publisher.geography(classes.get(j).geography());
        compare(asking, name, classes.get(j), odds);
      }
    }
  }

  /** Verdicts are laid over the world itself. */
  private record NothingKnown() implements HealthKnowledge {
    @Override
    public Optional<Standing> standing(String checkId) {
      return Optional.empty();
    }

    @Override
    public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
      return Map.of();
    }
  }

  private static Reach reach(World world, String name) {
    return Reach.of(
        world.current.get().tree(),
        World.name(name),
        RecordType.A,
        id -> id.equals("nets") ? World.NETWORKS : null);
  }

  private static void compare(TestAnswers asking, String name, ClientClass client, Odds odds)
      throws Exception {
    var waited = new LinkedHashSet<>(odds.chances().keySet());
    for (int tries = 0; tries < 8 || (!waited.isEmpty() && tries < TRIES_MAX); tries++) {
      TestAnswers.Answer given = asking.ask(question(name, client.network()));
      List<Answer> told = odds.chances().keySet().stream().filter(a -> fits(a, given)).toList();
      assertThat(told)
          .as("%s %s of %s for %s", given.responseCode(), given.data(), odds, client)
          .isNotEmpty();
      told.forEach(waited::remove);
    }
    assertThat(waited).as("never given of %s for %s", odds, client).isEmpty();
    double sum = odds.chances().values().stream().mapToDouble(Odds.Chance::probability).sum();
    if (odds.chances().keySet().stream().noneMatch(Answer::oneOfSeveral)) {
      assertThat(sum).isBetween(1 - 1e-9, 1 + 1e-9);
    }
  }

  private static TestAnswers.Question question(String name, @Nullable CidrBlock network)
      throws UnknownHostException {
    return new TestAnswers.Question(
        World.name(name),
        RecordType.A,
        InetAddress.getByAddress(new byte[] {(byte) 203, 0, 113, 9}),
        network == null
            ? null
            : new TestAnswers.Subnet(
                InetAddress.getByAddress(network.octets()), network.prefixLength()),
        null);
  }

  private static boolean fits(Answer told, TestAnswers.Answer given) {
    List<String> values = told.values();
    if (values.isEmpty() && !told.through().isEmpty()) {
      values = told.through().stream().map(link -> link.replaceFirst("^\\d+ ", "")).toList();
    }
    boolean sameValues =
        told.oneOfSeveral()
            ? given.data().size() <= 8 && given.data().containsAll(values)
            : given.data().stream().sorted().toList().equals(values.stream().sorted().toList());
    String rcode =
        switch (told.kind()) {
          case RECORDS, NODATA, REFERRAL -> "NOERROR";
          case NXDOMAIN, REFUSED, SERVFAIL -> told.kind().name();
        };
    return sameValues && rcode.equals(given.responseCode());
  }

  private static World world(SplittableRandom random) {
    var world = new World();
    for (int i = 0; i < NAMES - 1; i++) { // the last one does not exist
      String name = "n" + i + ".t";
      if (i > 0 && random.nextInt(6) == 0) {
        world.put(name, RecordType.CNAME, "n" + random.nextInt(NAMES) + ".t.");
        continue;
      }
      group(world, random, name, i);
    }
    return world;
  }

  private static void group(World world, SplittableRandom random, String name, int i) {
    int kind = random.nextInt(8);
    int members = kind == 0 ? 1 : 1 + random.nextInt(kind == 6 ? 11 : 4);
    var policies = new ArrayList<RoutingPolicy>();
    for (int m = 0; m < members; m++) {
      policies.add(policy(kind, m, random));
    }
    for (RoutingPolicy policy : new LinkedHashSet<>(policies)) {
      boolean repeats = policy instanceof RoutingPolicy.Weighted || kind == 6;
      for (int m = 0; m < (repeats ? members : 1); m++) {
        String identifier = kind == 0 ? "" : policies.indexOf(policy) + "-" + m;
        String check = random.nextBoolean() ? CHECKS.get(random.nextInt(3)) : null;
        if (kind != 6 && i > 0 && random.nextInt(3) == 0) {
          String target = "n" + random.nextInt(i) + ".t";
          world.alias(name, identifier, policy, check, target, random.nextInt(3) != 0);
        } else {
          String value = "10." + i + "." + m + "." + policies.indexOf(policy);
          world.put(name, RecordType.A, identifier, policy, check, value);
        }
      }
    }
  }

  private static RoutingPolicy policy(int kind, int m, SplittableRandom random) {
    return switch (kind) {
      case 0 -> new RoutingPolicy.Simple();
      case 1 -> new RoutingPolicy.Failover(m % 2 == 0);
      case 2 -> new RoutingPolicy.Weighted(random.nextInt(3));
      case 3 ->
          new RoutingPolicy.Latency(List.of("us-east-1", "eu-west-1", "cn-north-1").get(m % 3));
      case 4 ->
          List.of(
                  new RoutingPolicy.Geolocation(null, "US", "CA"),
                  new RoutingPolicy.Geolocation(null, "US", null),
                  new RoutingPolicy.Geolocation("NA", null, null),
                  new RoutingPolicy.Geolocation(null, "*", null))
              .get(m);
      case 5 ->
          new RoutingPolicy.Geoproximity(
              List.of("us-west-2", "eu-west-2", "ap-south-1", "sa-east-1").get(m), null, null, 0);
      case 6 -> new RoutingPolicy.Multivalue();
      default -> new RoutingPolicy.IpBased("nets", List.of("office", "wide", "*").get(m % 3));
    };
  }
}
