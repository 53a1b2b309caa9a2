package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;
import static dev.understudy.wire.RecordType.A;
import static dev.understudy.wire.RecordType.NS;
import static dev.understudy.wire.RecordType.TXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.metrics.QueryCount;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of the routing specification (Route 53 Developer Guide) that concern simple,
 * failover, alias, wildcard, delegated and missing names; the numbers are its row numbers.
 */
class WorkedExamplesTest {
  private static final Failover PRIMARY = new Failover(true);
  private static final Failover SECONDARY = new Failover(false);

  private final Lab lab = new Lab().zone("example.com");

  @Test
  void row1AllValuesInRandomOrder() {
    lab.put("www.example.com", A, 300, "1.1.1.1", "1.1.1.2", "1.1.1.3");
    for (int i = 0; i < 20; i++) {
      Message reply = lab.ask("www.example.com", "A");
      assertThat(reply.answer())
          .containsExactlyInAnyOrder(
              "www.example.com. 300 A 1.1.1.1",
              "www.example.com. 300 A 1.1.1.2",
              "www.example.com. 300 A 1.1.1.3");
      assertThat(reply.aa()).isTrue();
      assertThat(reply.authority()).isEmpty();
    }
    var firsts = new java.util.TreeSet<List<String>>((a, b) -> a.toString().compareTo("" + b));
    for (int i = 0; i < 200; i++) {
      firsts.add(lab.ask("www.example.com", "A").answer());
    }
    assertThat(firsts).as("orders of three").hasSize(6);
  }

  @Test
  void row2GroupOfOneIsFailOpen() {
    lab.check("c").put(set("www.example.com", A, "", new Simple(), 60, "c", "1.1.1.1")).down("c");
    assertAnswer("1.1.1.1");
  }

  @Test
  void row3AliasAnswersUnderItsOwnNameWithTheTargetsTtl() {
    lab.put("example.com", A, 60, "1.1.1.1");
    lab.put(lab.alias("www.example.com", A, "", new Simple(), "example.com", false, null));
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactly("www.example.com. 60 A 1.1.1.1");
    assertThat(lab.counted(QueryCount.FEATURE_ALIAS)).isEqualTo(1);
  }

  @Test
  void row4AliasAnswersForItsOwnTypeOnly() {
    lab.put("example.com", A, 60, "1.1.1.1");
    lab.put(lab.alias("www.example.com", A, "", new Simple(), "example.com", false, null));
    assertNoData(lab.ask("www.example.com", "AAAA"));
  }

  @ParameterizedTest(name = "row {0}: {1}, {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | primary | secondary | answers
          5     | up        | up        | 1.1.1.1
          6     | down      | up        | 2.2.2.2
          7     | down      | down      | 1.1.1.1
          8     | down      | unchecked | 2.2.2.2
          9     | up        | down      | 1.1.1.1
          10    | down      | absent    | 1.1.1.1
          10    | absent    | down      | 2.2.2.2
          11    | new       | up        | 1.1.1.1
          72    | deleted   | up        | 1.1.1.1
          """)
  void failoverPair(int row, String primary, String secondary, String answers) {
    failover(PRIMARY, "p", primary, "1.1.1.1");
    failover(SECONDARY, "s", secondary, "2.2.2.2");
    assertAnswer(answers);
  }

  // Rows 12, 13, 14 and 71 (inverted, disabled, calculated) reach the answer as verdicts only; the
  // tests of health show which verdict each gives.
  @Test
  void row12And14And71VerdictsDecideWhateverKindOfCheckGaveThem() {
    failover(PRIMARY, "p", "down", "1.1.1.1");
    failover(SECONDARY, "s", "up", "2.2.2.2");
    assertAnswer("2.2.2.2");
    lab.up("p");
    assertAnswer("1.1.1.1");
  }

  @ParameterizedTest(name = "row {0}: ETH {1}, a {2}, b {3}, secondary {4}: {5}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | evaluate | a    | b    | secondary | answers
          15    | true     | down | up   | up        | 10.0.0.2
          16    | true     | down | down | unchecked | 2.2.2.2
          16    | true     | down | down | up        | 2.2.2.2
          17    | true     | down | down | down      | 10.0.0.1 10.0.0.2
          18    | false    | down | down | up        | 10.0.0.1 10.0.0.2
          18    | false    | down | up   | up        | 10.0.0.2
          """)
  void primaryAliasOverAGroup(
      int row, boolean evaluate, String a, String b, String secondary, String answers) {
    lab.check("a", "b")
        .put(set("pool.example.com", A, "a", new Weighted(1), 60, "a", "10.0.0.1"))
        .put(set("pool.example.com", A, "b", new Weighted(1), 60, "b", "10.0.0.2"));
    judge("a", a);
    judge("b", b);
    lab.put(lab.alias("www.example.com", A, "p", PRIMARY, "pool.example.com", evaluate, null));
    failover(SECONDARY, "s", secondary, "2.2.2.2");
    List<List<String>> each =
        Arrays.stream(answers.split(" ", -1))
            .map(value -> List.of("www.example.com. 60 A " + value))
            .toList();
    assertThat(lab.answersSeen("www.example.com", "A", 100))
        .containsExactlyInAnyOrderElementsOf(each);
  }

  @Test
  void row17SecondaryAliasOverAnUnhealthyGroupLeavesThePrimarysBranch() {
    lab.check("a", "c")
        .put(set("pool.example.com", A, "a", new Weighted(1), 60, "a", "10.0.0.1"))
        .put(set("rest.example.com", A, "c", new Weighted(1), 60, "c", "10.0.0.9"))
        .put(lab.alias("www.example.com", A, "p", PRIMARY, "pool.example.com", true, null))
        .put(lab.alias("www.example.com", A, "s", SECONDARY, "rest.example.com", true, null))
        .down("a");
    assertAnswer("10.0.0.9");
    lab.down("c");
    assertAnswer("10.0.0.1");
    assertThat(lab.counted(QueryCount.FEATURE_FAIL_OPEN)).isEqualTo(1);
  }

  @Test
  void row19SecondaryOutsideTheZonesServedAnswersOnceItIsResolved() {
    failover(PRIMARY, "p", "down", "1.1.1.1");
    var target = new AliasTarget("Z3AQBSTGFYJSTF", Text.name("s3-website.amazonaws.com"), true);
    lab.put(
        new ResourceRecordSet(
            Text.name("www.example.com"), A, "s", SECONDARY, 0, List.of(), target, null));
    assertAnswer("1.1.1.1"); // unhealthy, but the other has nothing to give yet
    lab.resolved("s3-website.amazonaws.com", A, 60, "52.0.0.1");
    assertAnswer("52.0.0.1");
    lab.up("p");
    assertAnswer("1.1.1.1");
  }

  /** Section 17, A18 (RFC 2181, section 5.2): an RRset has one TTL, so that of the shortest. */
  @Test
  void multivalueSetsOfSeveralTtlsAnswerWithTheLeastOfThosePicked() {
    lab.check("c")
        .put(set("www.example.com", A, "1", new Multivalue(), 300, null, "1.1.1.1"))
        .put(set("www.example.com", A, "2", new Multivalue(), 60, null, "1.1.1.2"))
        .put(set("www.example.com", A, "3", new Multivalue(), 5, "c", "1.1.1.3"));
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactlyInAnyOrder(
            "www.example.com. 5 A 1.1.1.1",
            "www.example.com. 5 A 1.1.1.2",
            "www.example.com. 5 A 1.1.1.3");
    lab.down("c");
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactlyInAnyOrder(
            "www.example.com. 60 A 1.1.1.1", "www.example.com. 60 A 1.1.1.2");
  }

  /** Section 17, A3: the API model says one value, the Developer Guide several. */
  @Test
  void allValuesOfTheChosenSetAnswer() {
    lab.put(set("www.example.com", A, "x", new Weighted(1), 60, null, "1.1.1.1", "1.1.1.2"))
        .put(set("www.example.com", A, "y", new Weighted(0), 60, null, "2.2.2.1", "2.2.2.2"));
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactlyInAnyOrder(
            "www.example.com. 60 A 1.1.1.1", "www.example.com. 60 A 1.1.1.2");
  }

  /** Section 5: a wildcard alias gives names below the answer of the apex, under their own name. */
  @Test
  void wildcardAliasGivesChildrenTheAnswerOfTheApex() {
    lab.put("example.com", A, 60, "1.1.1.1");
    lab.put(lab.alias("*.example.com", A, "", new Simple(), "example.com", false, null));
    assertThat(lab.ask("x.Y.example.com", "A").answer())
        .containsExactly("x.Y.example.com. 60 A 1.1.1.1");
  }

  @Test
  void row65WildcardCoversWhatDoesNotExistAtAnyDepth() {
    lab.put("*.example.com", A, 60, "7.7.7.7").put("acme.example.com", A, 60, "8.8.8.8");
    assertThat(lab.ask("acme.example.com", "A").answer())
        .containsExactly("acme.example.com. 60 A 8.8.8.8");
    assertThat(lab.ask("x.y.example.com", "A").answer())
        .containsExactly("x.y.example.com. 60 A 7.7.7.7");
    assertThat(lab.counted(QueryCount.FEATURE_WILDCARD)).isEqualTo(1);
  }

  @Test
  void row66AnyTypeAtTheNameSuppressesTheWildcard() {
    lab.put("*.example.com", A, 60, "7.7.7.7").put("acme.example.com", TXT, 60, "here");
    assertNoData(lab.ask("acme.example.com", "A"));
  }

  @Test
  void row67DelegationIsReferredWithoutAuthority() {
    lab.put("acme.example.com", NS, 172_800, "ns1.acme.example.com", "ns.example.org")
        .put("ns1.acme.example.com", A, 60, "9.9.9.9");
    Message reply = lab.ask("www.acme.example.com", "A");
    assertThat(reply.aa()).isFalse();
    assertThat(reply.rcode()).isZero();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority())
        .containsExactlyInAnyOrder(
            "acme.example.com. 172800 NS ns1.acme.example.com.",
            "acme.example.com. 172800 NS ns.example.org.");
    assertThat(reply.additional()).containsExactly("ns1.acme.example.com. 60 A 9.9.9.9");
    assertThat(lab.counted(QueryCount.OUTCOME_REFERRAL)).isEqualTo(1);
  }

  @Test
  void row68MissingNameIsNxdomainWithTheNegativeTtl() {
    Message reply = lab.ask("nope.example.com", "A");
    assertThat(reply.rcode()).isEqualTo(3);
    assertThat(reply.aa()).isTrue();
    assertThat(reply.authority()).containsExactly("example.com. 900 SOA " + dotted(Lab.SOA));
    assertThat(lab.counted(QueryCount.RESPONSES_NXDOMAIN)).isEqualTo(1);
  }

  private void failover(Failover role, String check, String state, String value) {
    if (state.equals("absent")) {
      return;
    }
    @Nullable String attached = state.equals("unchecked") ? null : check;
    if (attached != null) {
      lab.check(check);
    }
    lab.put(set("www.example.com", A, check, role, 60, attached, value));
    judge(check, state);
  }

  private void judge(String check, String state) {
    switch (state) {
      case "up" -> lab.up(check);
      case "down" -> lab.down(check);
      case "deleted" -> {
        lab.down(check);
        lab.apply(new dev.understudy.intent.Mutation.DeleteCheck(check));
      }
      case "unchecked", "new" -> {}
      default -> throw new AssertionError(state);
    }
  }

  private void assertAnswer(String value) {
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactly("www.example.com. 60 A " + value);
  }

  private void assertNoData(Message reply) {
    assertThat(reply.rcode()).isZero();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority()).containsExactly("example.com. 900 SOA " + dotted(Lab.SOA));
    assertThat(reply.aa()).isTrue();
  }

  private static String dotted(String soa) {
    return soa.replace(".net ", ".net. ");
  }
}
