package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;
import static dev.understudy.wire.RecordType.A;
import static dev.understudy.wire.RecordType.CNAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.metrics.QueryCount;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each query adds to one outcome; an answer is told apart by the policy of the name asked for. */
class AnswerCountTest {
  private static final Map<String, RoutingPolicy> POLICIES =
      Map.of(
          "SIMPLE", new Simple(),
          "FAILOVER", new Failover(true),
          "WEIGHTED", new Weighted(1),
          "LATENCY", new Latency("eu-west-1"),
          "GEOLOCATION", new Geolocation(null, "*", null),
          "GEOPROXIMITY", new Geoproximity("eu-west-1", null, null, 0),
          "MULTIVALUE", new Multivalue(),
          "IP_BASED", new IpBased("c", "*"));

  private final Lab lab = new Lab().zone("example.com");

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "ANSWER_.*")
  void anAnswerCountsForThePolicyOfItsName(QueryCount count) {
    RoutingPolicy policy =
        Objects.requireNonNull(POLICIES.get(count.name().substring("ANSWER_".length())));
    String identifier = policy instanceof Simple ? "" : "a";
    lab.put(set("www.example.com", A, identifier, policy, 60, null, "1.1.1.1"));
    lab.ask("www.example.com", "A");
    assertCounted(count, 1);
    lab.ask("www.example.com", "A");
    assertCounted(count, 2);
  }

  @Test
  void aFailoverPairCountsTheSameWhoeverAnswers() {
    lab.check("c")
        .put(set("www.example.com", A, "p", new Failover(true), 60, "c", "1.1.1.1"))
        .put(set("www.example.com", A, "s", new Failover(false), 60, "c", "2.2.2.2"));
    lab.ask("www.example.com", "A");
    assertCounted(QueryCount.ANSWER_FAILOVER, 1);
    assertThat(lab.counted(QueryCount.FEATURE_FAIL_OPEN)).isZero();
    lab.down("c").ask("www.example.com", "A");
    assertCounted(QueryCount.ANSWER_FAILOVER, 2);
    assertThat(lab.counted(QueryCount.FEATURE_FAIL_OPEN)).isEqualTo(1);
  }

  @Test
  void anAnswerThroughACnameCountsForTheNameAskedFor() {
    lab.put("www.example.com", CNAME, 60, "pool.example.com")
        .put(set("pool.example.com", A, "a", new Weighted(1), 60, null, "1.1.1.1"));
    lab.ask("www.example.com", "A");
    assertCounted(QueryCount.ANSWER_SIMPLE, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, ANY, OUTCOME_ANY",
    "example.com, A, OUTCOME_NODATA",
    "gone.example.com, A, OUTCOME_NXDOMAIN",
    "example.org, A, OUTCOME_NOT_OURS"
  })
  void whatIsNoAnswerCountsForNoPolicy(String name, String type, QueryCount count) {
    lab.ask(name, type);
    assertThat(lab.counted(count)).isEqualTo(1);
    assertThat(lab.counted(QueryCount.OUTCOME_ANSWER)).isZero();
  }

  private void assertCounted(QueryCount expected, long times) {
    for (QueryCount count : QueryCount.values()) {
      if (count.family().equals("dns_answers")) {
        assertThat(lab.counted(count)).as("%s", count).isEqualTo(count == expected ? times : 0);
      }
    }
    assertThat(lab.counted(QueryCount.OUTCOME_ANSWER)).as("answers").isEqualTo(times);
  }
}
