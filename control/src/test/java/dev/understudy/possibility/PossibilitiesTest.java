package dev.understudy.possibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.wire.RecordType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of worked examples (spec/routing.md, section 16, by row). */
class PossibilitiesTest {
  private final World world = new World();

  private World a(
      String name, String identifier, RoutingPolicy policy, @Nullable String check, String value) {
    return world.put(name, RecordType.A, identifier, policy, check, value);
  }

  /** Rows 5 to 9. */
  @Test
  void aFailoverPair() {
    a("www.t", "p", new Failover(true), "a", "1.1.1.1");
    a("www.t", "s", new Failover(false), "b", "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for any client",
            "1.1.1.1 (TTL 60): a healthy, or b unhealthy",
            "2.2.2.2 (TTL 60): a unhealthy and b healthy");
  }

  /** Rows 15 and 17: backtracking through a tree. */
  @Test
  void aTreeOfAliases() {
    a("in.t", "p", new Failover(true), "a", "1.1.1.1");
    a("in.t", "s", new Failover(false), "b", "1.1.1.2");
    world.alias("www.t", "p", new Failover(true), null, "in.t", true);
    a("www.t", "s", new Failover(false), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for any client",
            "1.1.1.1 (TTL 60): a healthy",
            "1.1.1.2 (TTL 60): a unhealthy and b healthy",
            "2.2.2.2 (TTL 60): no check healthy");
  }

  /** Row 21: shares; and row 25: the zero weight. */
  @Test
  void weights() {
    a("www.t", "x", new Weighted(10), "a", "1.1.1.1");
    a("www.t", "y", new Weighted(30), "b", "2.2.2.2");
    a("www.t", "z", new Weighted(0), null, "3.3.3.3");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for any client",
            "1.1.1.1 (TTL 60): a healthy (share 25 % to 100 %)",
            "2.2.2.2 (TTL 60): b healthy (share 75 % to 100 %)",
            "3.3.3.3 (TTL 60): no check healthy");
  }

  /** A third of them has weight zero, and some other is always healthy or answers as if it were. */
  @Test
  void fullWeightsOfAHundredUnhealthySetsAreToldQuickly() {
    for (int i = 0; i < 100; i++) {
      a("www.t", "w" + i, new Weighted(i % 3), i % 2 == 0 ? "a" : "b", "10.0.0." + i);
    }
    Possibilities possible = world.possibilities("www.t");
    assertThat(possible.rows().getFirst().answers()).hasSize(66);
    assertThat(possible.rows().getFirst().complete()).isTrue();
  }

  /** Rows 53 to 57. */
  @Test
  void multivalue() {
    a("www.t", "x", new Multivalue(), "a", "1.1.1.1");
    a("www.t", "y", new Multivalue(), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for any client",
            "1.1.1.1 (TTL 60), with others up to 8: a healthy",
            "2.2.2.2 (TTL 60), with others up to 8: whatever the checks say");
    a("one.t", "x", new Multivalue(), "a", "1.1.1.1");
    assertThat(world.told("one.t"))
        .containsExactly("for any client", "1.1.1.1 (TTL 60): whatever the checks say");
  }

  /** As one explanation says it: the answer section is empty. */
  @Test
  void aReferralIsNoAnswerUnlessACnameIsBeforeIt() {
    world.put("sub.t", RecordType.NS, "ns.elsewhere.test.");
    world.put("c.t", RecordType.CNAME, "x.sub.t.");
    assertThat(world.possibilities("x.sub.t").rows().getFirst().alwaysAnswers()).isFalse();
    assertThat(world.possibilities("c.t").rows().getFirst().alwaysAnswers()).isTrue();
  }

  /** Rows 40 to 47. */
  @Test
  void areas() {
    a("www.t", "ca", new Geolocation(null, "US", "CA"), "a", "1.1.1.1");
    a("www.t", "us", new Geolocation(null, "US", null), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for clients in US-CA",
            "1.1.1.1 (TTL 60): a healthy",
            "2.2.2.2 (TTL 60): a unhealthy",
            "for clients elsewhere in US",
            "2.2.2.2 (TTL 60): whatever the checks say",
            "for clients everywhere else",
            "no records of this type (NODATA): whatever the checks say");
  }

  @Test
  void clientsThatGetTheSameAreToldTogether() {
    a("www.t", "ca", new Geolocation(null, "US", "CA"), null, "1.1.1.1");
    a("www.t", "tx", new Geolocation(null, "US", "TX"), null, "1.1.1.1");
    a("www.t", "all", new Geolocation(null, "*", null), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for clients in US-CA; and in US-TX",
            "1.1.1.1 (TTL 60): always",
            "for clients everywhere else",
            "2.2.2.2 (TTL 60): always");
  }

  /** Row 61: the longest block; the shorter one around it comes next. */
  @Test
  void networks() {
    a("www.t", "o", new IpBased("nets", "office"), "a", "1.1.1.1");
    a("www.t", "w", new IpBased("nets", "wide"), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for clients in office (10.1.0.0/16) inside wide",
            "1.1.1.1 (TTL 60): a healthy",
            "2.2.2.2 (TTL 60): a unhealthy",
            "for clients in wide (10.0.0.0/8 and 1 more)",
            "2.2.2.2 (TTL 60): whatever the checks say",
            "for clients everywhere else",
            "no records of this type (NODATA): whatever the checks say");
  }

  /** Row 32 and 34. */
  @Test
  void regions() {
    a("www.t", "cn", new Latency("cn-north-1"), "a", "1.1.1.1");
    a("www.t", "us", new Latency("us-east-1"), null, "2.2.2.2");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for clients in CN and near cn-north-1; in CN and near us-east-1; in CN;"
                + " near cn-north-1; and everywhere else",
            "1.1.1.1 (TTL 60): a healthy",
            "2.2.2.2 (TTL 60): a unhealthy",
            "for clients near us-east-1",
            "2.2.2.2 (TTL 60): whatever the checks say");
  }

  @Test
  void aChainOfCnames() {
    world.put("www.t", RecordType.CNAME, "to.t.");
    a("to.t", "p", new Failover(true), "a", "1.1.1.1");
    a("to.t", "s", new Failover(false), null, "2.2.2.2");
    world.put("out.t", RecordType.CNAME, "elsewhere.example.");
    assertThat(world.told("www.t"))
        .containsExactly(
            "for any client",
            "CNAME to.t., 1.1.1.1 (TTL 60): a healthy",
            "CNAME to.t., 2.2.2.2 (TTL 60): a unhealthy");
    assertThat(world.told("out.t"))
        .containsExactly("for any client", "CNAME elsewhere.example.: always");
    assertThat(world.told("nobody.t")).contains("no such name (NXDOMAIN): always");
    assertThat(world.told("other.org")).contains("in no zone (REFUSED): always");
  }

  /** More checks than can be gone through: what is near the present state, and it is said. */
  @Test
  void manyChecks() {
    for (int i = 0; i < 30; i++) {
      world.check("h" + i);
      a("www.t", "w" + i, new Weighted(1), "h" + i, "10.0.0." + i);
    }
    Possibilities possible = world.possibilities("www.t");
    Possibilities.Row row = possible.rows().getFirst();
    assertThat(row.complete()).isFalse();
    assertThat(row.answers()).hasSize(30);
    assertThat(PossibilitiesText.of(possible))
        .contains("32 states of 30 checks were tried, not all");
  }

  @Test
  void aSimpleSetGivesItsValueWhateverItsCheckSays() {
    a("www.t", "", new Simple(), "a", "1.1.1.1");
    assertThat(world.told("www.t"))
        .containsExactly("for any client", "1.1.1.1 (TTL 60): whatever the checks say");
    Possibilities possible = world.possibilities("www.t", "a");
    assertThat(possible.odds(possible.unhealthyNow(), 0).anyHealthy()).isFalse();
  }
}
