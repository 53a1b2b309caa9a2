package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.RecordType;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What comes back for a message, before any zone is asked (RFC 1035 section 4.1, RFC 6891, RFC
 * 8482, RFC 9267), and how long replies may be.
 */
class ProtocolTest {
  private static final String WWW = "03777777076578616d706c6503636f6d00";
  private static final int REST = 12;

  private final Lab lab = Fixture.lab();

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # flags and counts     | after the header                                   | reply    | because
          0100000100000000 00    |                                                    | DROP     | 11 octets are no header
          8100000100000000 0000  | WWW 0001 0001                                      | DROP     | a response is not answered
          0100000100000000 0000  | WWW 0001 0001                                      | NOERROR  | a plain question
          0900000100000000 0000  | WWW 0001 0001                                      | NOTIMP   | opcode IQUERY
          2100000100000000 0000  | WWW 0006 0001                                      | NOTIMP   | opcode NOTIFY
          2900000100000000 0000  |                                                    | NOTIMP   | opcode UPDATE, nothing else read
          0100000000000000 0000  |                                                    | FORMERR  | no question
          0100000200000000 0000  | WWW 0001 0001 WWW 001c 0001                        | FORMERR  | two questions
          0100000100000000 0000  | c00c 0001 0001                                     | FORMERR  | a pointer as question name
          0100000100000000 0000  | 0377 7777 c00c 0001 0001                           | FORMERR  | a pointer inside the question name
          0100000100000000 0000  | 4077 00 0001 0001                                  | FORMERR  | a label of 64 octets
          0100000100000000 0000  | WWW 0001                                           | FORMERR  | no class
          0100000100000000 0000  | 0377                                               | FORMERR  | a name cut short
          0100000100000000 0000  | WWW 0001 0003                                      | REFUSED  | class CHAOS
          0100000100000000 0000  | WWW 0001 00ff                                      | REFUSED  | class ANY
          0100000100000000 0000  | WWW 00fc 0001                                      | REFUSED  | AXFR
          0100000100000000 0000  | WWW 00fb 0001                                      | REFUSED  | IXFR
          0100000100000000 0000  | 036f726700 0001 0001                               | REFUSED  | a foreign name
          0100000100000000 0000  | 00 0001 0001                                       | REFUSED  | the root
          0100000100000000 0000  | WWW 0001 0001 ffff                                 | NOERROR  | octets after the counted records
          0100000100000000 0001  | WWW 0001 0001                                      | FORMERR  | a record is counted but missing
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00000000 0000           | NOERROR+ | EDNS
          0100000100000000 0001  | WWW 0001 0001 00 0029 0000 00000000 0000           | NOERROR+ | EDNS size below 512 counts as 512
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00008000 0000           | NOERROR+ | DO is ignored
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00000000 0006 fde9 0002 abcd | NOERROR+ | an unknown option
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00000000 0006 fde9 0003 abcd | FORMERR+ | an option longer than its record
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00000000 0003 fde9 00 | FORMERR+ | an option without a length
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00000000 0007 fde9 0002 abcd | FORMERR | a record longer than the message
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00010000 0000           | BADVERS+ | EDNS version 1
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00010000 0003 fde900     | BADVERS+ | options of version 1 may look otherwise
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 00ff0000 0000           | BADVERS+ | EDNS version 255
          0100000100000000 0001  | WWW 0001 0001 00 0029 04d0 ff007fff 0000           | NOERROR+ | extended RCODE and Z mean nothing in a query
          2100000100000000 0001  | WWW 0006 0001 00 0029 04d0 00000000 0000           | NOTIMP+  | OPT in every reply to one, opcode NOTIFY too
          2100000100000000 0001  | WWW 0006 0001 00 0029 04d0 00010000 0000           | BADVERS+ | EDNS version 1 comes before the opcode
          3100000000000000 0000  | 0001 0000                                          | NOTIMP   | opcode DSO has no question
          0100000000000000 0001  | 00 0029 04d0 00000000 0000                         | FORMERR+ | no question, and no cookie to make one
          0100000000000000 0001  | 00 0029 04d0 00010000 0000                         | BADVERS+ | no question, EDNS version 1
          0100000100000000 0001  | WWW 0001 0003 00 0029 04d0 00010000 0000           | BADVERS+ | EDNS version 1 comes before the class
          0100000100000000 0001  | WWW 0001 0003 00 0029 04d0 00000000 0000           | REFUSED+ | OPT in every reply to one
          0100000100000000 0002  | WWW 0001 0001 00 0029 04d0 00000000 0000 00 0029 04d0 00000000 0000 | FORMERR+ | two OPT
          0100000100000000 0002  | WWW 0001 0001 00 0029 04d0 00000000 0000 00 0029 04d0 00010000 0000 | FORMERR+ | two OPT, the first counts
          0100000100010000 0000  | WWW 0001 0001 00 0029 04d0 00000000 0000           | FORMERR  | OPT as an answer
          0100000100000001 0000  | WWW 0001 0001 00 0029 04d0 00000000 0000           | FORMERR  | OPT as an authority
          0100000100000000 0001  | WWW 0001 0001 WWW 0029 04d0 00000000 0000          | FORMERR+ | OPT with a name
          0100000100000001 0000  | WWW 0001 0001 c00c 0006 0001 00000000 0000         | NOERROR  | an authority record is walked over
          0100000100000000 0002  | WWW 0001 0001 00 0029 04d0 00000000 0000 00 00fa 00ff 00000000 0000 | NOERROR+ | TSIG is walked over
          """)
  void firstLook(String head, String rest, String reply, String because) {
    byte[] query =
        HexFormat.of()
            .parseHex(
                ("abcd" + head + (rest == null ? "" : rest)).replace("WWW", WWW).replace(" ", ""));
    byte[] response = new byte[512];
    int length =
        lab.responder().respond(query, query.length, Transport.UDP, new byte[4], 4, response);
    if (reply.equals("DROP")) {
      assertThat(length).isEqualTo(Responder.DROP);
      return;
    }
    Message message = Message.read(response, length);
    boolean edns = reply.endsWith("+");
    String rcode = reply.replace("+", "");
    int code =
        switch (rcode) {
          case "NOERROR" -> 0;
          case "FORMERR" -> 1;
          case "NOTIMP" -> 4;
          case "REFUSED" -> 5;
          case "BADVERS" -> 16;
          default -> throw new AssertionError(rcode);
        };
    assertThat(message.rcode()).isEqualTo(code);
    assertThat(message.edns()).isEqualTo(edns ? "1232/0/" + code / 16 : "");
    assertThat(message.id()).isEqualTo(0xabcd);
    assertThat(message.flags() & 0x8000).as("QR").isNotZero();
    assertThat(message.flags() & 0x0080).as("RA").isZero();
    assertThat(message.flags() & 0x7900).as("opcode, RD").isEqualTo((query[2] & 0x79) << 8);
    assertThat(message.options()).as("what nobody asked for").doesNotContainKeys(3, 10, 11);
    boolean understood = edns || (code != 1 && code != 4);
    assertThat(message.question().isEmpty()).isEqualTo(!understood || query[5] == 0);
    assertThat(lab.counted(QueryCount.valueOf("RESPONSES_" + rcode))).isEqualTo(1);
  }

  @Test
  void everyPrefixOfAQueryIsShortOrMalformed() {
    byte[] query = Lab.query("www.example.com", "A", 1232);
    for (int length = 0; length < query.length; length++) {
      byte[] response = new byte[512];
      int replied = lab.responder().respond(query, length, Transport.UDP, new byte[4], 4, response);
      if (length < REST) {
        assertThat(replied).isEqualTo(Responder.DROP);
      } else {
        assertThat(Message.read(response, replied).rcode()).as("%s octets", length).isEqualTo(1);
      }
    }
    assertThat(lab.counted(QueryCount.DROPPED_SHORT)).isEqualTo(REST);
  }

  @Test
  void caseOfTheQuestionComesBackAndDoesNotMatter() {
    Message reply = lab.ask("wWw.EXAMPLE.coM", "A");
    assertThat(reply.question()).isEqualTo("wWw.EXAMPLE.coM. A 1");
    assertThat(reply.answer()).containsExactly("wWw.EXAMPLE.coM. 300 A 1.1.1.1");
  }

  @ParameterizedTest(name = "{0} with {1} over {2}: TC {3}, {4} answers")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name             | EDNS size | transport | TC    | answers
          big.example.com    | 0         | UDP       | true  | 0
          big.example.com    | 65535     | UDP       | true  | 0
          big.example.com    | 65535     | TCP       | false | 20
          big.example.com    | 0         | TCP       | false | 20
          mid.example.com    | 0         | UDP       | true  | 0
          mid.example.com    | 512       | UDP       | true  | 0
          mid.example.com    | 900       | UDP       | false | 4
          mid.example.com    | 4096      | UDP       | false | 4
          """)
  void tooLongForUdp(String name, int size, Transport transport, boolean tc, int answers) {
    String[] texts = new String[4];
    for (int i = 0; i < 4; i++) {
      texts[i] = i + "y".repeat(180);
    }
    lab.put("mid.example.com", RecordType.TXT, 60, texts);
    Message reply = lab.ask(Lab.query(name, "TXT", size), transport);
    assertThat(reply.tc()).isEqualTo(tc);
    assertThat(reply.answer()).hasSize(answers);
    assertThat(reply.rcode()).isZero();
    assertThat(lab.counted(QueryCount.FEATURE_TRUNCATED)).isEqualTo(tc ? 1 : 0);
  }

  @Test
  void additionalIsLeftOutBeforeTheAnswerIs() {
    String[] hosts = new String[14];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = i + " mail" + i + ".example.com";
      lab.put("mail" + i + ".example.com", RecordType.A, 60, "5.5.5." + i);
    }
    lab.put("mx.example.com", RecordType.MX, 60, hosts);
    Message small = lab.ask(Lab.query("mx.example.com", "MX", 0), Transport.UDP);
    assertThat(small.tc()).isFalse();
    assertThat(small.answer()).hasSize(14);
    assertThat(small.additional().size()).isBetween(1, 13);
    assertThat(small.length()).isLessThanOrEqualTo(512);
    Message large = lab.ask(Lab.query("mx.example.com", "MX", 1232), Transport.UDP);
    assertThat(large.additional()).hasSize(14);
  }

  @Test
  void fullAnswersCarryTheApexNsUnlessTheyDoNotFit() {
    Lab full = Fixture.lab(new AnswerSettings(1232, true));
    assertThat(full.ask("www.example.com", "A").authority())
        .containsExactlyInAnyOrder(
            "example.com. 172800 NS ns1.example.net.", "example.com. 172800 NS ns2.example.net.");
    assertThat(full.ask("example.com", "MX").additional()).hasSize(2);
    full.put("tight.example.com", RecordType.TXT, 60, "z".repeat(220), "y".repeat(204));
    Message tight = full.ask(Lab.query("tight.example.com", "TXT", 0), Transport.UDP);
    assertThat(tight.answer()).hasSize(2);
    assertThat(tight.tc()).isFalse();
    assertThat(tight.authority()).isEmpty();
  }
}
