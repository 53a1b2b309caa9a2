package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;

/**
 * Record sets of every type put in by the API and read back over UDP and TCP by a client that is
 * not ours; and each kind of answer a zone can give.
 */
class AnswersTest {
  /** name | type | value | what dnsjava prints of the answer; empty where it is the value itself */
  private static final String RECORDS =
      """
      a          | A     | 192.0.2.1                                  |
      aaaa       | AAAA  | 2001:DB8::1                                | 2001:db8:0:0:0:0:0:1
      caa        | CAA   | 0 issue "ca.example.net"                   |
      chain      | CNAME | hop.example.com                            | hop.example.com.
      hop        | CNAME | a.example.com.                             | a.example.com.
      sub        | DS    | 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118 |
      https      | HTTPS | 1 . alpn="h2,h3" port=8443                 | 1 . alpn=h2,h3 port=8443
      svcb       | SVCB  | 16 foo.example.org. port=53                |
      mx         | MX    | 10 a.example.com                           | 10 a.example.com.
      naptr      | NAPTR | 100 50 "s" "z3950+N2L" "" cidserver.example.com. |
      sub        | NS    | ns.sub.example.com                         | ns.sub.example.com.
      ns.sub     | A     | 192.0.2.53                                 |
      ptr        | PTR   | a.example.com                              | a.example.com.
      spf        | SPF   | "v=spf1 -all"                              |
      srv        | SRV   | 1 2 5060 a.example.com                     | 1 2 5060 a.example.com.
      sshfp      | SSHFP | 1 1 09F6A01D2175742B257C6B98B7C72C44C4040683 |
      _25._tcp   | TLSA  | 3 1 1 0D6FCE13243AA7D9F2D2A3D2A8A2B3C4D5E6F708192A3B4C5D6E7F8091A2B3C4 |
      txt        | TXT   | "one" "two \\303\\251"                     | "one" "two \\195\\169"
      *.wild     | TXT   | "star"                                     |
      deep.empty | A     | 192.0.2.9                                  |
      """;

  private static Product product;
  private static Resolver resolver;

  @BeforeAll
  static void load(@TempDir Path data) throws Exception {
    product = new Product(data).start();
    resolver = product.resolver();
    try (Route53Client route53 = product.route53()) {
      String zone =
          route53
              .createHostedZone(request -> request.name("example.com").callerReference("answers"))
              .hostedZone()
              .id();
      var changes = new ArrayList<Change>();
      for (String[] row : rows()) {
        changes.add(create(row[0] + ".example.com", row[1], row[2]));
      }
      String change =
          route53
              .changeResourceRecordSets(
                  request -> request.hostedZoneId(zone).changeBatch(b -> b.changes(changes)))
              .changeInfo()
              .id();
      InSync.await(route53, change);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(product.stop()).isZero();
    product.close();
  }

  @Test
  void everyTypeIsAnsweredOverUdpAndTcp() throws Exception {
    for (String[] row : rows()) {
      if ((row[0].equals("sub") && row[1].equals("NS")) || row[0].equals("ns.sub")) {
        continue; // below a zone cut: a referral, see there
      }
      String name = row[0].replace("*", "any") + ".example.com.";
      String wanted = row[3].isEmpty() ? row[2] : row[3];
      for (boolean tcp : List.of(false, true)) {
        Message answer = resolver.ask(name, Type.value(row[1]), tcp);
        Record first = answer.getSection(Section.ANSWER).getFirst();
        assertThat(text(first)).as(name + " " + row[1]).isEqualToIgnoringCase(wanted);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
        assertThat(first.getTTL()).isEqualTo(300);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # question           | type  | rcode    | aa    | answer                   | authority | because
          chain.example.com.   | A     | NOERROR  | true  | CNAME CNAME A            |           | a chain inside the zone is followed
          chain.example.com.   | CNAME | NOERROR  | true  | CNAME                    |           | not when the CNAME is asked for
          nope.example.com.    | A     | NXDOMAIN | true  |                          | SOA       | no such name
          a.example.com.       | AAAA  | NOERROR  | true  |                          | SOA       | the name has other types
          empty.example.com.   | A     | NOERROR  | true  |                          | SOA       | an empty non-terminal exists
          wild.example.com.    | A     | NOERROR  | true  |                          | SOA       | above a wildcard too
          x.y.wild.example.com. | TXT  | NOERROR  | true  | TXT                      |           | a wildcard matches any depth
          x.wild.example.com.  | A     | NOERROR  | true  |                          | SOA       | but only its types
          x.sub.example.com.   | A     | NOERROR  | false |                          | NS        | a delegation
          sub.example.com.     | DS    | NOERROR  | true  | DS                       |           | DS is the parent's
          example.org.         | A     | REFUSED  | false |                          |           | not our zone
          example.com.         | SOA   | NOERROR  | true  | SOA                      |           | the apex
          example.com.         | NS    | NOERROR  | true  | NS NS NS NS              |           | four name servers
          A.eXAMPLE.com.       | A     | NOERROR  | true  | A                        |           | case does not matter
          example.com.         | AXFR  | REFUSED  | false |                          |           | no transfers
          """)
  void eachKindOfAnswer(
      String name,
      String type,
      String rcode,
      boolean authoritative,
      String answer,
      String authority,
      String because)
      throws IOException {
    Message reply = resolver.ask(name, Type.value(type), type.equals("AXFR"));
    assertThat(Rcode.string(reply.getRcode())).as(because).isEqualTo(rcode);
    assertThat(reply.getHeader().getFlag(Flags.AA)).as(because).isEqualTo(authoritative);
    assertThat(types(reply, Section.ANSWER)).as(because).isEqualTo(answer == null ? "" : answer);
    assertThat(types(reply, Section.AUTHORITY))
        .as(because)
        .isEqualTo(authority == null ? "" : authority);
    assertThat(reply.getHeader().getOpcode()).isEqualTo(Opcode.QUERY);
  }

  @Test
  void aReferralCarriesItsGlue() throws IOException {
    Message reply = resolver.ask("x.sub.example.com.", Type.A);
    assertThat(reply.getSection(Section.ADDITIONAL).getFirst().rdataToString())
        .isEqualTo("192.0.2.53");
  }

  @Test
  void negativeAnswersMayBeKeptForTheSmallerOfTwoTimes() throws IOException {
    Record soa = resolver.ask("nope.example.com.", Type.A).getSection(Section.AUTHORITY).getFirst();
    assertThat(soa.getTTL()).isEqualTo(900);
  }

  @Test
  void rubbishIsDroppedOrRefusedAndTheNextQuestionIsAnswered() throws Exception {
    var random = new java.util.Random(11);
    try (var socket = new java.net.DatagramSocket()) {
      socket.connect(
          new java.net.InetSocketAddress(
              java.net.InetAddress.getLoopbackAddress(), product.dnsPort()));
      for (int i = 0; i < 2_000; i++) {
        byte[] rubbish = new byte[random.nextInt(64)];
        random.nextBytes(rubbish);
        socket.send(new java.net.DatagramPacket(rubbish, rubbish.length));
      }
    }
    assertThat(resolver.addresses("a.example.com.")).containsExactly("192.0.2.1");
  }

  /** As dnsjava prints it, but for character strings, of which it drops quotes. */
  private static String text(Record record) {
    return record instanceof TXTRecord strings
        ? strings.getStrings().stream().map(s -> '"' + s + '"').collect(Collectors.joining(" "))
        : record.rdataToString();
  }

  private static String types(Message message, int section) {
    return message.getSection(section).stream()
        .map(record -> Type.string(record.getType()))
        .collect(Collectors.joining(" "));
  }

  private static List<String[]> rows() {
    return RECORDS
        .lines()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new))
        .toList();
  }

  private static Change create(String name, String type, String value) {
    return Change.builder()
        .action(ChangeAction.CREATE)
        .resourceRecordSet(set ->
            set.name(name)
                .type(RRType.fromValue(type))
                .ttl(300L)
                .resourceRecords(ResourceRecord.builder().value(value).build()))
        .build();
  }
}
