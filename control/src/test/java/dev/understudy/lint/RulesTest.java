package dev.understudy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which groups deserve a warning (Developer Guide, "How health checks work in complex Route 53
 * configurations"; spec/routing.md, sections 3, 4 and 6).
 *
 * <p>A record set is {@code name policy body check}: the policy is {@code S}imple, {@code P}rimary,
 * {@code Z} for secondary, {@code W} and a weight, {@code L} and a region, {@code G} and a country,
 * {@code C} and a location, {@code M}ultivalue; the body is a TTL, or an alias of a name with
 * ({@code >}) or without ({@code ~}) EvaluateTargetHealth, of another service if that is {@code
 * LB}. Checks: {@code c…} of an address, {@code d} disabled, {@code i} disabled and inverted,
 * {@code x} deleted, {@code @…} of a name, {@code k} calculated of c and d, {@code l} of c and x.
 */
class RulesTest {
  private static final String ZONE = "Z1";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # record sets                                            | warnings                                     | because
          w P 60 c1, w Z 60 c2                                     |                                              | as it should be
          w P 60 c1, w Z 60 -                                      |                                              | a last resort needs no check
          w S 300 -                                                |                                              | no failover is meant
          w S 300 c1                                               |                                              | a lone check decides nothing, so its TTL does not matter
          w W10 300 -, w W20 300 -                                 |                                              | shares without health
          w W10 300 -, w W0 300 -                                  |                                              | drained, and no health is meant
          apex S 300 -, w S >apex -                                |                                              | an alias for its own sake
          # leaves without a check
          w W1 60 c1, w W2 60 -                                    | UNCHECKED_LEAF w[W2]                         | the other could answer
          w L:a 60 c1, w L:b 60 -                                  | UNCHECKED_LEAF w[L:b]                        | the other could answer
          w G:FR 60 -, w G:* 60 c1                                 | UNCHECKED_LEAF w[G:FR]                       | the default could answer
          w G:FR 60 c1, w G:* 60 -                                 |                                              | the default is the last resort
          w C:a 60 c1, w C:* 60 -                                  |                                              | so is * of IP-based routing
          w M 60 c1, w M2 60 -                                     | UNCHECKED_LEAF w[M2]                         | it stays in every answer
          w P >LB -, w Z 60 -                                      | UNCHECKED_LEAF w[P]                          | nothing says that a load balancer is dead
          w P >LB c1, w Z 60 -                                     |                                              | a check on the alias does
          w P >a -, w Z 60 c2, a S 60 -                            | UNCHECKED_LEAF a                             | the branch can never be left
          w P >a -, w Z 60 c2, a S 60 c1                           |                                              | the leaf is watched
          w P 60 c1, w Z >a -, a S 60 -                            |                                              | behind the last resort nothing comes
          w P >a -, w Z 60 -, a W1 60 c1, a W2 60 -                | UNCHECKED_LEAF a[W2]                         | row 37 of the worked examples
          w P >a -, w Z 60 -, a S >b -, b S >d -, d S 60 -         | UNCHECKED_LEAF d                             | three levels down
          w P >a c1, w Z 60 -, a S 60 -                            | UNCHECKED_LEAF a                             | evaluated besides the alias's own check
          w P >a -, w Z 60 -, a P 60 c1, a Z 60 -                  | UNCHECKED_LEAF a[Z]                          | the inner last resort hides the outer one
          # aliases that pin
          w P ~a -, w Z 60 c2, a S 60 c1                           | TARGET_HEALTH_IGNORED w[P]                   | row 18
          w L:a ~a -, w L:b >b -, a W1 60 c1, b W1 60 c2           | TARGET_HEALTH_IGNORED w[L:a]                 | row 36
          w P ~a c2, w Z 60 -, a S 60 c1                           |                                              | its own check lets it be left
          w W1 ~a -, w W2 ~b -, a S 60 -, b S 60 -                 |                                              | no health anywhere
          w W1 ~a -, w W2 ~b -, a S 60 c1, b S 60 -                | TARGET_HEALTH_IGNORED w[W1]                  | a check that decides nothing
          w P 60 c1, w Z ~a -, a S 60 c2                           |                                              | nothing comes after it
          w P >a -, w Z 60 -, a S ~b -, b S 60 c1                  | TARGET_HEALTH_IGNORED a                      | one false in a chain is enough
          # checks in common
          w P 60 c1, w Z 60 c1                                     | SAME_CHECK w[P, Z]                           | they go down together
          w W1 60 c1, w W2 60 c1                                   |                                              | two names of one server
          # weights
          w W1 60 -, w W0 60 c1                                    | UNCHECKED_LEAF w[W1]; ZERO_WEIGHT_NEVER_ANSWERS w[W0] | row 29
          w W1 60 c1, w W0 60 c2                                   |                                              | a standby
          w W1 60 c1, w W0 60 -                                    |                                              | a standby without a check
          w W1 60 c1, w W2 60 -, w W0 60 -                         | UNCHECKED_LEAF w[W2]; ZERO_WEIGHT_NEVER_ANSWERS w[W0] | one is always healthy
          w W1 ~a -, w W0 60 c1, a S 60 -                          | TARGET_HEALTH_IGNORED w[W1]; ZERO_WEIGHT_NEVER_ANSWERS w[W0] | an alias that ignores its target too
          w W0 60 -                                                | ALL_WEIGHTS_ZERO w[W0]                       | still answers
          w W0 60 c1, w W0b 60 c2                                  | ALL_WEIGHTS_ZERO w[W0, W0b]                  | row 28
          # time to live
          w P 61 c1, w Z 300 -                                     | TTL_OVER_60 w[P]                             | resolvers keep the dead one
          w W1 300 c1, w W2 300 c2                                 | TTL_OVER_60 w[W1, W2]                        | one warning a group
          w P >a -, w Z 60 -, a S 300 c1                           | TTL_OVER_60 a                                | the TTL on the wire is the leaf's
          # checks that do not say what is relied on
          w P 60 d, w Z 60 -                                       | DISABLED_CHECK w[P]                          | row 13
          w P 60 i, w Z 60 -                                       | DISABLED_CHECK w[P]                          | row 14
          w P 60 k, w Z 60 -                                       | DISABLED_CHECK w[P]                          | one of its children
          w P 60 x, w Z 60 -                                       | DELETED_CHECK w[P]                           | row 72, A7
          w P 60 l, w Z 60 -                                       | DELETED_CHECK w[P]                           | one of its children
          w P 60 @w, w Z 60 -                                      | CHECK_FAILS_OVER w[P]                        | it probes whoever answers
          w P 60 @W., w Z 60 -                                     | CHECK_FAILS_OVER w[P]                        | however it is spelled
          w P 60 @o, w Z 60 -, o S >w -                            | CHECK_FAILS_OVER w[P]                        | by way of an alias
          w P 60 @o, w Z 60 -, o S 60 -                            |                                              | a name that stays where it is
          w P 60 @o, w Z 60 -, o W1 60 -, o W2 60 -                |                                              | shares do not follow health
          w P 60 @elsewhere.test, w Z 60 -                         |                                              | not a name of ours
          """)
  void aWarningTellsOfATrap(String sets, @Nullable String warnings, String because) {
    var state = new State(sets);
    String found =
        state.groups.keySet().stream()
            .flatMap(group -> Rules.judge(group, state).warnings().stream())
            .map(RulesTest::text)
            .sorted()
            .collect(Collectors.joining("; "));
    assertThat(found).as(because).isEqualTo(warnings == null ? "" : warnings);
  }

  private static String text(Warning warning) {
    String name = warning.group().name().toString().replace(".example.com.", "");
    return warning.trap()
        + " "
        + name
        + (warning.setIdentifiers().isEmpty() ? "" : warning.setIdentifiers());
  }

  /** A zone as the table writes it. */
  private static final class State implements Surroundings {
    private final Map<GroupId, List<ResourceRecordSet>> groups = new LinkedHashMap<>();

    State(String sets) {
      Arrays.stream(sets.split(", ", -1))
          .map(State::read)
          .forEach(set ->
              groups
                  .computeIfAbsent(
                      new GroupId(ZONE, set.name(), set.type()), _ -> new ArrayList<>())
                  .add(set));
    }

    private static ResourceRecordSet read(String text) {
      String[] words = text.split(" ", -1);
      RoutingPolicy policy = policy(words[1]);
      boolean alias = words[2].startsWith(">") || words[2].startsWith("~");
      String target = words[2].substring(1);
      return new ResourceRecordSet(
          name(words[0]),
          RecordType.A,
          policy instanceof RoutingPolicy.Simple ? "" : words[1],
          policy,
          alias ? 0 : Integer.parseInt(words[2]),
          alias ? List.of() : List.of(Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1)),
          alias
              ? new AliasTarget(
                  target.equals("LB") ? "Z35SXDOTRQ7X7K" : ZONE,
                  name(target),
                  words[2].startsWith(">"))
              : null,
          words[3].equals("-") ? null : words[3]);
    }

    private static RoutingPolicy policy(String text) {
      String rest = text.substring(text.indexOf(':') + 1);
      return switch (text.charAt(0)) {
        case 'S' -> new RoutingPolicy.Simple();
        case 'P' -> new RoutingPolicy.Failover(true);
        case 'Z' -> new RoutingPolicy.Failover(false);
        case 'W' -> new RoutingPolicy.Weighted(Integer.parseInt(text.replaceAll("\\D", "")));
        case 'L' -> new RoutingPolicy.Latency(rest);
        case 'G' -> new RoutingPolicy.Geolocation(null, rest, null);
        case 'C' -> new RoutingPolicy.IpBased("collection", rest);
        case 'M' -> new RoutingPolicy.Multivalue();
        default -> throw new IllegalArgumentException(text);
      };
    }

    private static DomainName name(String label) {
      try {
        return NameText.parse(label.contains(".test") ? label : label + ".example.com");
      } catch (dev.understudy.presentation.PresentationException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public List<ResourceRecordSet> sets(GroupId group) {
      return groups.getOrDefault(group, List.of());
    }

    @Override
    public Set<GroupId> aliasesOf(GroupId group) {
      var aliases = new LinkedHashSet<GroupId>();
      groups.forEach((id, sets) -> {
        if (sets.stream()
            .anyMatch(set -> StoredGroups.targetOf(ZONE, set).filter(group::equals).isPresent())) {
          aliases.add(id);
        }
      });
      return aliases;
    }

    @Override
    public Optional<HealthCheck> check(String id) {
      return switch (id.charAt(0)) {
        case 'x' -> Optional.empty();
        case 'k' -> Optional.of(check(id, false, false, new Calculated(1, List.of("c", "d"))));
        case 'l' -> Optional.of(check(id, false, false, new Calculated(1, List.of("c", "x"))));
        case '@' -> Optional.of(check(id, false, false, endpoint(id.substring(1))));
        default -> Optional.of(check(id, "di".contains(id), id.equals("i"), endpoint("")));
      };
    }

    private static HealthCheck check(
        String id, boolean disabled, boolean inverted, HealthCheck.Subject subject) {
      return new HealthCheck(id, 1, inverted, disabled, subject);
    }

    private static Endpoint endpoint(String host) {
      return new Endpoint(
          Protocol.HTTP,
          host.isEmpty() ? InetAddress.getLoopbackAddress() : null,
          host.isEmpty() ? null : host,
          80,
          "/",
          null,
          false,
          false,
          Set.of(),
          new Timing(Duration.ofSeconds(30), null, 3, 3, false));
    }

    @Override
    public Optional<GroupId> groupOf(String host) {
      if (host.endsWith(".test")) {
        return Optional.empty();
      }
      return Optional.of(new GroupId(ZONE, name(host.replaceFirst("\\.$", "")), RecordType.A));
    }
  }
}
