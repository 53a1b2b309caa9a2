package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Aliases whose targets lie outside the zones served: routing.md sections 5 and 5.1, and
 * docs/adr/0085-targets-outside.md.
 */
class OutsideTest {
  private static final String WWW = "www.example.com";
  private static final String LB = "lb.example.net";

  private final Lab lab = new Lab().zone("example.com");
  private final List<Set<OutsideTarget>> wanted = new ArrayList<>();

  @Test
  void resolvedTargetAnswersUnderTheNameOfTheAlias() {
    lab.put(lab.outside(WWW, RecordType.A, LB))
        .resolved(LB, RecordType.A, 60, "5.5.5.1", "5.5.5.2");
    Message reply = lab.ask(WWW, "A");
    assertThat(reply.rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.aa()).isTrue();
    assertThat(reply.answer())
        .containsExactlyInAnyOrder(WWW + ". 60 A 5.5.5.1", WWW + ". 60 A 5.5.5.2");
    assertThat(lab.counted(QueryCount.FEATURE_ALIAS)).isEqualTo(1);
  }

  @Test
  void untilItIsResolvedTheAnswerIsAFailureThatNobodyKeeps() {
    lab.put(lab.outside(WWW, RecordType.A, LB));
    Message reply = lab.ask(WWW, "A");
    assertThat(reply.rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(reply.authority()).isEmpty();
    assertThat(lab.counted(QueryCount.FEATURE_UNRESOLVED)).isEqualTo(1);
  }

  @Test
  void targetWithoutRecordsOfTheTypeIsNodata() {
    lab.put(lab.outside(WWW, RecordType.A, LB)).resolved(LB, RecordType.A, 1);
    Message reply = lab.ask(WWW, "A");
    assertThat(reply.rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority())
        .as("not for the zone's 900 s: the target is asked for again sooner")
        .singleElement()
        .asString()
        .startsWith("example.com. 60 SOA ");
    assertThat(lab.ask(WWW, "AAAA").authority())
        .singleElement()
        .asString()
        .startsWith("example.com. 900 SOA ");
    assertThat(lab.ask(WWW, "AAAA").rcode()).as("no alias of that type").isEqualTo(Rcode.NOERROR);
    assertThat(lab.counted(QueryCount.FEATURE_UNRESOLVED)).isZero();
  }

  /** A pair whose PRIMARY is an alias outside: there is an answer while one of them has any. */
  @ParameterizedTest(name = "ETH {0}, {1}, own check {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # ETH | target     | check | answer  | because
          true  | resolved   | up    | 5.5.5.5 | both conditions hold
          false | resolved   | up    | 5.5.5.5 |
          true  | resolved   | down  | 2.2.2.2 | the check on the alias takes the branch away
          false | resolved   | down  | 2.2.2.2 |
          true  | unresolved | up    | 2.2.2.2 | nothing to give
          false | unresolved | up    | 2.2.2.2 | whatever EvaluateTargetHealth says
          true  | empty      | up    | 2.2.2.2 | gone
          false | empty      | up    | 2.2.2.2 |
          false | unresolved | down  | 2.2.2.2 |
          """)
  void failoverPair(boolean evaluates, String target, String check, String answer, String because) {
    lab.check("p")
        .put(lab.outside(WWW, RecordType.A, "p", new Failover(true), LB, evaluates, "p"))
        .put(set(WWW, RecordType.A, "s", new Failover(false), 60, null, "2.2.2.2"));
    switch (target) {
      case "resolved" -> lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
      case "empty" -> lab.resolved(LB, RecordType.A, 60);
      default -> assertThat(target).isEqualTo("unresolved");
    }
    if (check.equals("down")) {
      lab.down("p");
    }
    assertThat(lab.ask(WWW, "A").answer()).as(because).containsExactly(WWW + ". 60 A " + answer);
  }

  @Test
  void evenAnUnhealthySecondaryAnswersWhereTheTargetHasNothing() {
    lab.check("s")
        .put(lab.outside(WWW, RecordType.A, "p", new Failover(true), LB, true, null))
        .put(set(WWW, RecordType.A, "s", new Failover(false), 60, "s", "2.2.2.2"))
        .down("s");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 60 A 2.2.2.2");
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 60 A 5.5.5.5");
  }

  @Test
  void changedAddressesAreAnsweredAtOnceAndRecompileNothing() {
    lab.put(lab.outside(WWW, RecordType.A, LB))
        .put(lab.alias("a.example.com", RecordType.A, "", new Simple(), WWW, true, null))
        .resolved(LB, RecordType.A, 60, "5.5.5.1");
    long compiled = lab.publisher.nodesCompiled();
    Edition before = lab.current.get();
    for (int i = 2; i < 100; i++) {
      lab.resolved(LB, RecordType.A, i, "5.5.5." + i);
      assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". " + i + " A 5.5.5." + i);
    }
    assertThat(lab.ask("a.example.com", "A").answer())
        .containsExactly("a.example.com. 99 A 5.5.5.99");
    assertThat(lab.publisher.nodesCompiled()).isEqualTo(compiled).isPositive();
    assertThat(before.tree().outsideKnown().toString()).contains("05050501");
    assertThat(lab.current.get().revision()).isEqualTo(before.revision());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AAAA  | 2001:db8::1
          TXT   | hello
          MX    | 10 mail.example.org
          CNAME | elsewhere.example.org
          """)
  void everyTypeIsResolvedAsItself(RecordType type, String value) {
    lab.put(lab.outside(WWW, type, LB)).resolved(LB, type, 60, value);
    assertThat(lab.ask(WWW, type.name()).answer())
        .singleElement()
        .asString()
        .contains(WWW + ". 60 " + type);
    assertThat(wantedNow()).containsExactly(new OutsideTarget(Text.name(LB), type));
  }

  @Test
  void wildcardAliasAnswersForEveryNameBelow() {
    lab.put(lab.outside("*.example.com", RecordType.A, LB))
        .resolved(LB, RecordType.A, 60, "5.5.5.5");
    assertThat(lab.ask("x.y.example.com", "A").answer())
        .containsExactly("x.y.example.com. 60 A 5.5.5.5");
  }

  @Test
  void whatIsWantedIsToldWheneverItChangesAndOnlyThen() {
    lab.publisher.outsideWanted(wanted::add);
    lab.put(lab.outside(WWW, RecordType.A, LB));
    lab.put(lab.outside("b.example.com", RecordType.A, LB));
    lab.put("c.example.com", RecordType.A, 60, "1.1.1.1");
    lab.put(lab.outside("b.example.com", RecordType.AAAA, LB));
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    lab.delete("b.example.com", RecordType.A);
    lab.delete("b.example.com", RecordType.AAAA);
    lab.delete(WWW, RecordType.A);
    var a = new OutsideTarget(Text.name(LB), RecordType.A);
    var aaaa = new OutsideTarget(Text.name(LB), RecordType.AAAA);
    assertThat(wanted).containsExactly(Set.of(), Set.of(a), Set.of(a, aaaa), Set.of(a), Set.of());
    assertThat(lab.current.get().tree().outsideKnown()).isEmpty();
  }

  @Test
  void zoneThatComesTakesItsNamesInAndGivesThemBackWhenItGoes() {
    lab.put(lab.outside(WWW, RecordType.A, LB)).resolved(LB, RecordType.A, 60, "5.5.5.5");
    lab.zone("example.net");
    assertThat(wantedNow()).isEmpty();
    assertThat(lab.ask(WWW, "A").rcode()).as("ours, and it does not exist").isEqualTo(0);
    assertThat(lab.ask(WWW, "A").answer()).isEmpty();
    lab.put(LB, RecordType.A, 30, "6.6.6.6");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 30 A 6.6.6.6");
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 30 A 6.6.6.6");
    lab.apply(new Mutation.DeleteZone(lab.id("example.net")));
    assertThat(wantedNow()).hasSize(1);
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 60 A 5.5.5.5");
  }

  @Test
  void nameThatIsDelegatedIsOutsideWhateverWeHoldBelowTheCut() {
    lab.zone("example.net").put(LB, RecordType.A, 30, "6.6.6.6");
    lab.put(lab.outside(WWW, RecordType.A, LB));
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 30 A 6.6.6.6");
    lab.put(LB, RecordType.NS, 60, "ns.elsewhere.org");
    assertThat(wantedNow()).hasSize(1);
    assertThat(lab.ask(WWW, "A").rcode()).isEqualTo(Rcode.SERVFAIL);
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 60 A 5.5.5.5");
    lab.delete(LB, RecordType.NS);
    assertThat(wantedNow()).isEmpty();
    assertThat(lab.ask(WWW, "A").answer()).containsExactly(WWW + ". 30 A 6.6.6.6");
  }

  @Test
  void whatIsKnownMayComeBeforeTheIntentAndOutlivesAReset() {
    lab.resolved(LB, RecordType.A, 60, "5.5.5.5");
    var zone = new Mutation.PutZone(new HostedZone("Z1", Text.name("t"), 1));
    Mutation alias = Lab.put("Z1", lab.outside("w.t", RecordType.A, LB));
    for (int revision = 10; revision < 12; revision++) {
      lab.publisher.reset(revision, List.of(zone, alias));
      assertThat(lab.ask("w.t", "A").answer()).containsExactly("w.t. 60 A 5.5.5.5");
    }
    lab.publisher.reset(12, List.of(zone));
    lab.publisher.reset(13, List.of(zone, alias));
    assertThat(lab.ask("w.t", "A").rcode()).as("forgotten").isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void aliasToItselfByAnotherServicesZoneEndsWithAFailure() {
    lab.put(lab.outside(WWW, RecordType.A, "b.example.com"));
    lab.put(lab.outside("b.example.com", RecordType.A, WWW));
    assertThat(lab.ask(WWW, "A").rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(wantedNow()).isEmpty();
  }

  private Set<OutsideTarget> wantedNow() {
    lab.publisher.outsideWanted(wanted::add);
    return wanted.getLast();
  }
}
