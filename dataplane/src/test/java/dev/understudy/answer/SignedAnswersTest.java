package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.dnssec.NewKey;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.RecordType;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 4035, section 3.1; RFC 9824; spec/routing.md, section 12. Verified with dnsjava. */
class SignedAnswersTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SigningKey KSK = NewKey.make(SigningKey.KEY_SIGNING, RANDOM);
  private static final SigningKey KSK2 = NewKey.make(SigningKey.KEY_SIGNING, RANDOM);
  private static final SigningKey ZSK = NewKey.make(SigningKey.ZONE_SIGNING, RANDOM);
  private static final SigningKey ZSK2 = NewKey.make(SigningKey.ZONE_SIGNING, RANDOM);

  private final Validator validator = new Validator("example.com", KSK, KSK2, ZSK, ZSK2);
  private final Lab lab = signed(AnswerSettings.DEFAULTS);

  private static Lab signed(AnswerSettings settings) {
    Lab lab = new Lab(settings).zone("example.com").zone("inner.example.com").check("p");
    lab.put("www.example.com", RecordType.A, 2_000_000, "1.1.1.1", "1.1.1.3", "1.1.1.2")
        .put("*.wild.example.com", RecordType.TXT, 60, "star")
        .put("chain.example.com", RecordType.CNAME, 60, "Hop.example.com")
        .put("hop.example.com", RecordType.CNAME, 60, "www.example.com")
        .put("dangling.example.com", RecordType.CNAME, 60, "Nope.example.com")
        .put("away.example.com", RecordType.CNAME, 60, "elsewhere.example.org")
        .put("loop.example.com", RecordType.CNAME, 60, "loop.example.com")
        .put("example.com", RecordType.MX, 60, "20 WWW.example.com", "10 wWw.example.com")
        .put("a.ent.example.com", RecordType.A, 60, "2.2.2.2")
        .put("cut.example.com", RecordType.NS, 700_000, "ns.cut.example.com")
        .put("ns.cut.example.com", RecordType.A, 60, "3.3.3.3")
        .put("safe.example.com", RecordType.NS, 60, "ns.cut.example.com")
        .put("safe.example.com", RecordType.DS, 60, "ab120d02" + "5a".repeat(32))
        .put("inner.example.com", RecordType.A, 60, "5.5.5.5")
        .put(
            lab.alias(
                "alias.example.com", RecordType.A, "", new Simple(), "www.example.com", true, null))
        .put(Lab.set("fail.example.com", RecordType.A, "p", new Failover(true), 60, "p", "4.4.4.1"))
        .put(
            Lab.set(
                "fail.example.com", RecordType.A, "s", new Failover(false), 60, null, "4.4.4.2"));
    for (int i = 0; i < 10; i++) {
      lab.put(
          Lab.set(
              "multi.example.com",
              RecordType.A,
              "m" + i,
              new Multivalue(),
              60 + i,
              null,
              "6.6.6." + i));
    }
    String[] texts = new String[6];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = i + "x".repeat(170);
    }
    lab.put("big.example.com", RecordType.TXT, 60, texts);
    return sign(lab, new ZoneSigning(List.of(KSK), List.of(ZSK)));
  }

  private static Lab sign(Lab lab, ZoneSigning signing) {
    return lab.apply(new Mutation.PutZoneSigning(lab.id("example.com"), signing));
  }

  private Message ask(String name, String type) {
    return ask(lab, name, type, Transport.UDP);
  }

  private static Message ask(Lab lab, String name, String type, Transport transport) {
    return Validator.read(lab.reply(Lab.signedQuery(name, Type.value(type), 1232), transport));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # question             | type   | answer                    | authority              | because
          www.example.com        | A      | A A A RRSIG               |                        | one signature for the set, whatever the order
          wWW.eXAMPLE.com        | A      | A A A RRSIG               |                        | the case of letters is not signed
          x.y.wild.example.com   | TXT    | TXT RRSIG                 |                        | signed for the expanded name
          *.wild.example.com     | TXT    | TXT RRSIG                 |                        | the asterisk itself is no label to count
          chain.example.com      | A      | CNAME RRSIG CNAME RRSIG A A A RRSIG |              | every link
          dangling.example.com   | A      | CNAME RRSIG               | SOA RRSIG NSEC RRSIG   | a chain that ends in nothing
          away.example.com       | A      | CNAME RRSIG               |                        | a chain that leaves our zones
          loop.example.com       | A      | CNAME RRSIG               |                        | a chain that bites itself
          alias.example.com      | A      | A A A RRSIG               |                        | signed as what it looks like
          fail.example.com       | A      | A RRSIG                   |                        | the one that health chose
          multi.example.com      | A      | A A A A A A A A RRSIG     |                        | the eight that chance chose
          example.com            | MX     | MX MX RRSIG               |                        | names in the data are signed in lower case
          example.com            | SOA    | SOA RRSIG                 |                        |
          example.com            | NS     | NS NS RRSIG               |                        |
          example.com            | ANY    | NS NS RRSIG               |                        | one set of the name
          example.com            | DNSKEY | DNSKEY DNSKEY RRSIG       |                        | signed by the key-signing key
          www.example.com        | NSEC   | NSEC RRSIG                |                        |
          nope.example.com       | NSEC   | NSEC RRSIG                |                        |
          www.example.com        | MX     |                           | SOA RRSIG NSEC RRSIG   | no such type
          www.example.com        | DNSKEY |                           | SOA RRSIG NSEC RRSIG   | no such type
          www.example.com        | DS     |                           | SOA RRSIG NSEC RRSIG   | no such type
          example.com            | A      |                           | SOA RRSIG NSEC RRSIG   | no such type at the apex
          ent.example.com        | A      |                           | SOA RRSIG NSEC RRSIG   | an empty non-terminal
          ent.example.com        | ANY    |                           | SOA RRSIG NSEC RRSIG   | an empty non-terminal
          wild.example.com       | TXT    |                           | SOA RRSIG NSEC RRSIG   | a wildcard does not cover its own parent
          x.wild.example.com     | A      |                           | SOA RRSIG NSEC RRSIG   | a wildcard's types are all
          nope.example.com       | A      |                           | SOA RRSIG NSEC RRSIG   | no such name
          cut.example.com        | A      |                           | NS NSEC RRSIG          | a delegation that is not signed
          x.cut.example.com      | A      |                           | NS NSEC RRSIG          |
          x.safe.example.com     | A      |                           | NS DS RRSIG            | a delegation that is
          safe.example.com       | DS     | DS RRSIG                  |                        | DS belongs to the parent
          cut.example.com        | DS     |                           | SOA RRSIG NSEC RRSIG   |
          inner.example.com      | DS     |                           | SOA RRSIG NSEC RRSIG   | a hosted zone below that is not signed
          """)
  void eachRrsetAndDenialIsSignedAndVerifies(
      String name, String type, String answer, String authority) {
    Message reply = ask(name, type);
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(Validator.types(reply, Section.ANSWER)).isEqualTo(answer == null ? "" : answer);
    assertThat(Validator.types(reply, Section.AUTHORITY))
        .isEqualTo(authority == null ? "" : authority);
    validator.verify(reply, Instant.now());
  }

  /** Worked example 69: a signed zone serves no TTL above a week, to anybody. */
  @Test
  void ttlsEndAtAWeek() {
    Message reply = ask("www.example.com", "A");
    reply.getSection(Section.ANSWER).forEach(r -> assertThat(r.getTTL()).isEqualTo(604_800));
    assertThat(((RRSIGRecord) reply.getSection(Section.ANSWER).getLast()).getOrigTTL())
        .isEqualTo(604_800);
    assertThat(lab.ask("www.example.com", "A").answer())
        .allMatch(record -> record.startsWith("www.example.com. 604800 A "))
        .hasSize(3);
    assertThat(lab.ask("alias.example.com", "A").answer()).allMatch(r -> r.contains(" 604800 "));
    assertThat(lab.ask("cut.example.com", "A").authority()).allMatch(r -> r.contains(" 604800 "));
  }

  /** Worked example 70: the name is denied as one that has no types. */
  @Test
  void aNameThatDoesNotExistIsDeniedAtItself() {
    NSECRecord nsec = Validator.nsec(ask("nope.example.com", "A"));
    assertThat(nsec.getName()).isEqualTo(Validator.name("nope.example.com"));
    assertThat(nsec.getNext()).isEqualTo(Validator.name("\\000.nope.example.com"));
    assertThat(nsec.getTypes()).containsExactly(Type.RRSIG, Type.NSEC, Type.NXNAME);
    assertThat(nsec.getTTL()).isEqualTo(900);
    assertThat(lab.ask("nope.example.com", "A").rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(lab.counted(QueryCount.OUTCOME_NXDOMAIN)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # question        | type  | listed
          www.example.com   | MX    | A PTR TXT AAAA SRV NAPTR SSHFP RRSIG NSEC TLSA SVCB HTTPS SPF CAA
          www.example.com   | DS    | A PTR MX TXT AAAA SRV NAPTR SSHFP RRSIG NSEC TLSA SVCB HTTPS SPF CAA
          www.example.com   | CAA   | A PTR MX TXT AAAA SRV NAPTR SSHFP RRSIG NSEC TLSA SVCB HTTPS SPF
          www.example.com   | SPF   | A PTR MX TXT AAAA SRV NAPTR SSHFP RRSIG NSEC TLSA SVCB HTTPS CAA
          ent.example.com   | ANY   | RRSIG NSEC
          example.com       | A     | NS SOA PTR MX TXT AAAA SRV NAPTR SSHFP RRSIG NSEC DNSKEY TLSA SVCB HTTPS SPF CAA
          cut.example.com   | DS    | NS RRSIG NSEC
          inner.example.com | DS    | NS RRSIG NSEC
          x.cut.example.com | A     | NS RRSIG NSEC
          """)
  void aTypeIsDeniedByAListOfAllOthers(String name, String type, String listed) {
    int[] types = Validator.nsec(ask(name, type)).getTypes();
    assertThat(java.util.Arrays.stream(types).mapToObj(Type::string))
        .containsExactly(listed.split(" ", -1));
  }

  @Test
  void theSignatureOfTheDenialIsGivenToThoseWhoAskForSignatures() {
    Message reply = ask("www.example.com", "RRSIG");
    assertThat(Validator.types(reply, Section.ANSWER)).isEqualTo("RRSIG");
    var signature = (RRSIGRecord) reply.getSection(Section.ANSWER).getFirst();
    assertThat(signature.getTypeCovered()).isEqualTo(Type.NSEC);
    var nsec = ask("www.example.com", "NSEC").getSectionRRsets(Section.ANSWER).getFirst();
    assertThat(nsec.sigs()).contains(signature);
  }

  @Test
  void everyKeySigningKeySignsTheKeySetAndOnlyTheFirstZoneKeyTheRest() {
    sign(lab, new ZoneSigning(List.of(KSK, KSK2), List.of(ZSK2, ZSK)));
    Message keys = ask("example.com", "DNSKEY");
    assertThat(Validator.types(keys, Section.ANSWER))
        .isEqualTo("DNSKEY DNSKEY DNSKEY DNSKEY RRSIG RRSIG");
    validator.verify(keys, Instant.now());
    new Validator("example.com", ZSK2).verify(ask("www.example.com", "A"), Instant.now());
    sign(lab, new ZoneSigning(List.of(KSK2), List.of(ZSK)));
    new Validator("example.com", KSK2).verify(ask("example.com", "DNSKEY"), Instant.now());
    new Validator("example.com", ZSK).verify(ask("www.example.com", "A"), Instant.now());
  }

  @Test
  void afterSigningIsTurnedOffAnswersAreAsTheyWere() {
    lab.apply(new Mutation.DeleteZoneSigning(lab.id("example.com")));
    assertThat(Validator.types(ask("www.example.com", "A"), Section.ANSWER)).isEqualTo("A A A");
    assertThat(ask("www.example.com", "A").getSection(Section.ANSWER).getFirst().getTTL())
        .isEqualTo(2_000_000);
    assertThat(ask("nope.example.com", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(Validator.types(ask("example.com", "DNSKEY"), Section.ANSWER)).isEmpty();
  }

  @Test
  void whoDoesNotSetDoHearsNothingOfIt() {
    assertThat(lab.ask("www.example.com", "A").answer()).hasSize(3);
    assertThat(lab.ask("nope.example.com", "A").authority()).hasSize(1);
    Message keys =
        Validator.read(lab.reply(Lab.query("example.com", Type.DNSKEY, 1232), Transport.UDP));
    assertThat(Validator.types(keys, Section.ANSWER)).isEqualTo("DNSKEY DNSKEY");
    Message nsec =
        Validator.read(lab.reply(Lab.query("nope.example.com", Type.NSEC, 1232), Transport.UDP));
    assertThat(nsec.getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  /** RFC 3225, section 3, also where nothing is signed. */
  @Test
  void theDoBitGoesBackAsItCame() {
    for (String name : List.of("www.example.com", "inner.example.com", "example.org")) {
      assertThat(ask(name, "A").getOPT().getFlags() & ExtendedFlags.DO).isNotZero();
      assertThat(
              Validator.read(lab.reply(Lab.query(name, "A", 1232), Transport.UDP))
                  .getOPT()
                  .getFlags())
          .isZero();
    }
  }

  @Test
  void aZoneBelowThatDoesNotSignIsNotSigned() {
    assertThat(Validator.types(ask("inner.example.com", "A"), Section.ANSWER)).isEqualTo("A");
    assertThat(ask("nope.inner.example.com", "A").getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  /** RFC 9824: a type that is never there may not be asked for. */
  @Test
  void nxnameMayNotBeAskedFor() {
    assertThat(ask("www.example.com", "TYPE128").getRcode()).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void signaturesThatDoNotFitTruncateAndCompleteOverTcp() {
    assertThat(lab.ask("big.example.com", "TXT").tc()).isFalse();
    Message udp = ask("big.example.com", "TXT");
    assertThat(udp.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(udp.getSection(Section.ANSWER)).isEmpty();
    Message tcp = ask(lab, "big.example.com", "TXT", Transport.TCP);
    assertThat(Validator.types(tcp, Section.ANSWER)).isEqualTo("TXT TXT TXT TXT TXT TXT RRSIG");
    validator.verify(tcp, Instant.now());
  }

  @Test
  void fullAnswersCarryTheSignedNsOfTheApex() {
    Message reply =
        ask(signed(new AnswerSettings(1232, true)), "www.example.com", "A", Transport.UDP);
    assertThat(Validator.types(reply, Section.AUTHORITY)).isEqualTo("NS NS RRSIG");
    validator.verify(reply.getSectionRRsets(Section.AUTHORITY).getFirst(), Instant.now());
  }

  @Test
  void anAnswerThatHealthChangesIsSignedAnew() {
    validator.verify(ask("fail.example.com", "A"), Instant.now());
    lab.down("p");
    Message reply = ask("fail.example.com", "A");
    assertThat(reply.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("4.4.4.2");
    validator.verify(reply, Instant.now());
  }
}
