package dev.understudy.answer;

import static dev.understudy.wire.RecordType.A;
import static dev.understudy.wire.RecordType.AAAA;
import static dev.understudy.wire.RecordType.CNAME;
import static dev.understudy.wire.RecordType.DS;
import static dev.understudy.wire.RecordType.NS;
import static dev.understudy.wire.RecordType.SRV;
import static dev.understudy.wire.RecordType.TXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.QueryType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name and zone answers (RFC 1034 section 4.3.2, RFC 2308, RFC 4592, RFC 6604, RFC 8020). */
class LookupRulesTest {
  private final Lab lab = new Lab().zone("example.com");

  /** RFC 4592, section 2.2.1, the names without DNSSEC; its zone is example. */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host3.example              | TXT | synthesised
          host3.example              | A   | NODATA
          foo.bar.example            | TXT | synthesised
          host1.example              | TXT | NODATA
          sub.*.example              | TXT | NODATA
          _telnet._tcp.host1.example | A   | NXDOMAIN
          host.subdel.example        | A   | referral
          ghost.*.example            | TXT | NXDOMAIN
          *.example                  | TXT | synthesised
          _tcp.host1.example         | TXT | NODATA
          """)
  void rfc4592(String name, String type, String expected) {
    Lab example = new Lab().zone("example");
    example
        .put("*.example", TXT, 3600, "this is a wildcard")
        .put("sub.*.example", TXT, 3600, "this is not a wildcard")
        .put("host1.example", A, 3600, "192.0.2.1")
        .put("_ssh._tcp.host1.example", SRV, 3600, "0 0 22 host1.example")
        .put("subdel.example", NS, 3600, "ns.example.com");
    Message reply = example.ask(name, type);
    String outcome =
        reply.rcode() == 3
            ? "NXDOMAIN"
            : !reply.aa()
                ? "referral"
                : !reply.answer().isEmpty() && !name.equals("sub.*.example")
                    ? "synthesised"
                    : "NODATA";
    if (name.equals("sub.*.example")) {
      assertThat(reply.answer()).containsExactly("sub.*.example. 3600 TXT this is not a wildcard");
      return;
    }
    assertThat(outcome).isEqualTo(expected);
  }

  @Test
  void emptyNonTerminalExistsAsLongAsSomethingIsBelowIt() {
    lab.put("a.b.c.example.com", A, 60, "1.1.1.1").put("*.c.example.com", TXT, 60, "w");
    assertThat(lab.ask("b.c.example.com", "TXT").rcode()).as("b is there, empty").isZero();
    assertThat(lab.ask("b.c.example.com", "TXT").answer()).isEmpty();
    assertThat(lab.ask("x.b.c.example.com", "TXT").rcode()).as("b is the encloser").isEqualTo(3);
    lab.delete("a.b.c.example.com", A);
    assertThat(lab.ask("b.c.example.com", "TXT").answer()).hasSize(1);
    lab.delete("*.c.example.com", TXT);
    assertThat(lab.ask("c.example.com", "TXT").rcode()).isEqualTo(3);
  }

  @Test
  void wildcardMakesItsParentExist() {
    lab.put("*.w.example.com", A, 60, "1.1.1.1");
    assertThat(lab.ask("w.example.com", "A").rcode()).isZero();
    assertThat(lab.ask("w.example.com", "A").answer()).isEmpty();
  }

  @Test
  void negativeTtlIsTheLesserOfSoaTtlAndMinimum() {
    lab.put(
        "example.com", dev.understudy.wire.RecordType.SOA, 3000, Lab.SOA.replace("86400", "77"));
    assertThat(lab.ask("nope.example.com", "A").authority().getFirst())
        .startsWith("example.com. 77 SOA");
  }

  @Test
  void cnameChainIsFollowedWithinWhatIsServed() {
    lab.zone("example.org")
        .put("a.example.com", CNAME, 60, "b.example.com")
        .put("b.example.com", CNAME, 70, "c.example.org")
        .put("c.example.org", A, 80, "1.1.1.1");
    Message reply = lab.ask("a.example.com", "A");
    assertThat(reply.answer())
        .containsExactly(
            "a.example.com. 60 CNAME b.example.com.",
            "b.example.com. 70 CNAME c.example.org.",
            "c.example.org. 80 A 1.1.1.1");
    assertThat(lab.ask("a.example.com", "CNAME").answer()).hasSize(1);
    assertThat(lab.counted(QueryCount.FEATURE_CNAME)).isEqualTo(1);
  }

  @ParameterizedTest(name = "a CNAME to {0}: rcode {1}, {2} in authority")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # target              | rcode | authority
          nope.example.com      | 3     | SOA
          example.com           | 0     | SOA
          outside.test          | 0     |
          x.cut.example.com     | 0     | NS
          a.example.com         | 0     |
          """)
  void endsOfAChain(String target, int rcode, String authority) {
    lab.put("a.example.com", CNAME, 60, target).put("cut.example.com", NS, 60, "ns.test");
    Message reply = lab.ask("a.example.com", "A");
    assertThat(reply.answer()).containsExactly("a.example.com. 60 CNAME " + target + ".");
    assertThat(reply.rcode()).as("that of the last name, RFC 6604").isEqualTo(rcode);
    assertThat(reply.aa()).isTrue();
    assertThat(reply.authority()).hasSize(authority == null ? 0 : 1);
    if (authority != null) {
      assertThat(reply.authority().getFirst()).contains(" " + authority + " ");
    }
  }

  @Test
  void chainHasABound() {
    for (int i = 0; i < 40; i++) {
      lab.put("l" + i + ".example.com", CNAME, 60, "l" + (i + 1) + ".example.com");
    }
    assertThat(lab.ask("l0.example.com", "A").answer()).hasSize(Responder.CHAIN_MAX);
    lab.put("round.example.com", CNAME, 60, "trip.example.com")
        .put("trip.example.com", CNAME, 60, "ROUND.example.com");
    assertThat(lab.ask("round.example.com", "A").answer()).hasSize(2);
  }

  /** RFC 4035, section 2.5: both may be beside a CNAME, so the question is about this name. */
  @Test
  void cnameIsNotFollowedForWhatMayStandBesideIt() {
    lab.put("a.example.com", CNAME, 60, "b.example.com").put("b.example.com", A, 60, "1.1.1.1");
    for (int type : new int[] {QueryType.NSEC, QueryType.RRSIG}) {
      Message reply = lab.ask(Lab.query("a.example.com", type, 0), Transport.UDP);
      assertThat(reply.rcode()).isZero();
      assertThat(reply.answer()).isEmpty();
      assertThat(reply.authority()).hasSize(1).first().asString().contains(" SOA ");
    }
    assertThat(lab.ask("a.example.com", "ANY").answer()).hasSize(1);
    assertThat(lab.ask(Lab.query("a.example.com", 65_280, 0), Transport.UDP).answer())
        .as("any other type is looked for where it leads")
        .hasSize(1);
  }

  @Test
  void anyIsOneRrset() {
    lab.put("many.example.com", TXT, 60, "t").put("many.example.com", A, 60, "1.1.1.1", "1.1.1.2");
    assertThat(lab.ask("many.example.com", "ANY").answer())
        .hasSize(2)
        .allMatch(line -> line.contains(" A "));
    assertThat(lab.counted(QueryCount.OUTCOME_ANY)).isEqualTo(1);
  }

  @Test
  void aliasLoopIsAFailureNotAHang() {
    lab.put(lab.alias("a.example.com", A, "", new Simple(), "b.example.com", true, null));
    lab.put(lab.alias("b.example.com", A, "", new Simple(), "a.example.com", true, null));
    assertThat(lab.ask("a.example.com", "A").rcode()).isEqualTo(2);
    assertThat(lab.counted(QueryCount.RESPONSES_SERVFAIL)).isEqualTo(1);
  }

  @Test
  void aliasTargetIsTakenLiterallyNotThroughAWildcard() {
    lab.put("*.example.com", A, 60, "1.1.1.1");
    lab.put(lab.alias("b.example.com", A, "", new Simple(), "x.example.com", false, null));
    assertThat(lab.ask("b.example.com", "A").answer()).isEmpty();
    lab.put(lab.alias("*.w.example.com", A, "", new Simple(), "*.example.com", false, null));
    assertThat(lab.ask("q.w.example.com", "A").answer())
        .containsExactly("q.w.example.com. 60 A 1.1.1.1");
  }

  @Test
  void dsAtACutIsAnsweredFromTheParent() {
    lab.put("cut.example.com", NS, 60, "ns.test").put("cut.example.com", DS, 60, "00010d02abcd");
    Message reply = lab.ask("cut.example.com", "DS");
    assertThat(reply.aa()).isTrue();
    assertThat(reply.answer()).containsExactly("cut.example.com. 60 DS 00010d02abcd");
    assertThat(lab.ask("x.cut.example.com", "DS").aa()).as("below it is a referral").isFalse();
    assertThat(lab.ask("cut.example.com", "NS").aa()).isFalse();
    lab.put("bare.example.com", NS, 60, "ns.test");
    assertThat(lab.ask("bare.example.com", "DS").authority().getFirst()).contains(" SOA ");
  }

  @Test
  void childZoneAnswersInsteadOfItsParentAndGivesTheNamesBack() {
    lab.put("sub.example.com", NS, 60, "ns.test")
        .put("sub.example.com", DS, 60, "00010d02abcd")
        .put("www.sub.example.com", AAAA, 60, "2001:db8::1");
    assertThat(lab.ask("www.sub.example.com", "A").aa()).isFalse();
    lab.zone("sub.example.com").put("www.sub.example.com", A, 60, "1.1.1.1");
    assertThat(lab.ask("www.sub.example.com", "A").answer())
        .containsExactly("www.sub.example.com. 60 A 1.1.1.1");
    assertThat(lab.ask("www.sub.example.com", "AAAA").answer()).as("never a merge").isEmpty();
    assertThat(lab.ask("sub.example.com", "DS").answer()).hasSize(1);
    assertThat(lab.ask("sub.example.com", "NS").aa()).isTrue();
    lab.apply(new Mutation.DeleteZone(lab.id("sub.example.com")));
    assertThat(lab.ask("www.sub.example.com", "A").aa()).isFalse();
    lab.apply(
        new Mutation.DeleteRecordSet(lab.id("example.com"), Text.name("sub.example.com"), NS, ""));
    assertThat(lab.ask("www.sub.example.com", "AAAA").answer()).hasSize(1);
  }

  @Test
  void hostedZoneKeepsTheNamesAboveItInExistence() {
    lab.zone("a.b.example.com");
    assertThat(lab.ask("b.example.com", "A").rcode()).as("RFC 8020").isZero();
    lab.apply(new Mutation.DeleteZone(lab.id("a.b.example.com")));
    assertThat(lab.ask("b.example.com", "A").rcode()).isEqualTo(3);
  }

  @Test
  void oldestOfSeveralZonesWithOneNameAnswers() {
    Lab two = new Lab().zone("Zyoung", "example.net", 20);
    two.apply(Lab.put("Zyoung", Lab.values("www.example.net", A, 60, "2.2.2.2")));
    two.zone("Zold", "example.net", 10);
    two.apply(Lab.put("Zold", Lab.values("www.example.net", A, 60, "1.1.1.1")));
    assertThat(two.ask("www.example.net", "A").answer())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("1.1.1.1");
    two.apply(new Mutation.DeleteZone("Zold"));
    assertThat(two.ask("www.example.net", "A").answer())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("2.2.2.2");
  }

  @Test
  void rootMayBeHosted() {
    Lab root = new Lab().zone("Zroot", "", 1);
    root.apply(Lab.put("Zroot", Lab.values("x.y", A, 60, "1.1.1.1")));
    assertThat(root.ask("x.y", "A").answer()).containsExactly("x.y. 60 A 1.1.1.1");
    assertThat(root.ask("nope", "A").rcode()).isEqualTo(3);
    assertThat(root.ask("", "SOA").answer()).hasSize(1);
  }

  @Test
  void longestNamesAreFound() {
    String label = "l".repeat(60);
    String name = label + "." + label + "." + label + "." + "m".repeat(50) + ".example.com";
    lab.put(name, A, 60, "1.1.1.1");
    assertThat(lab.ask(name, "A").answer()).containsExactly(name + ". 60 A 1.1.1.1");
    String deep = "a.".repeat(115) + "example.com";
    assertThat(lab.ask(deep, "A").rcode()).isEqualTo(3);
    lab.put(deep, A, 60, "2.2.2.2");
    assertThat(lab.ask(deep, "A").answer()).hasSize(1);
  }
}
