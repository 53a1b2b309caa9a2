package dev.understudy.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.metrics.QueryCount;
import dev.understudy.wire.OptionCode;
import dev.understudy.wire.RecordType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What OPT says in reply to what OPT asked: RFC 5001 (NSID), RFC 7828 (keepalive), RFC 7830 and
 * 8467 (padding), RFC 7873 and 9018 (cookies), RFC 8914 (errors). What OPT itself has to be is in
 * {@link ProtocolTest}, client subnets are in {@link ClientPoliciesTest}.
 */
class EdnsTest {
  /** Of RFC 9018, appendix A.1. */
  private static final String CLIENT_COOKIE = "2464c4abcf10c957";

  private static final String GOOD = CLIENT_COOKIE + "010000005cf79f111f8130c3eee29480";
  private static final String BAD = CLIENT_COOKIE + "010000005cf79f111f8130c3eee29481";
  private static final byte[] CLIENT = {(byte) 198, 51, 100, 100};
  private static final String SUBNET = "8=00011800c00002";

  private final Lab lab = lab(Fixture.ALL_OPTIONS);

  private static Lab lab(EdnsSettings settings) {
    return Fixture.fill(new Lab(AnswerSettings.DEFAULTS.with(settings), () -> 1_559_731_985));
  }

  @ParameterizedTest(name = "{0} over {1}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # asked               | over | reply   | options                        | because
          ''                    | UDP  | NOERROR | ''                             | nobody asked
          ''                    | TCP  | NOERROR | ''                             | nobody asked
          ''                    | TLS  | NOERROR | ''                             | nobody asked
          65001=abcd            | UDP  | NOERROR | ''                             | unknown options are ignored
          65001=;3=;65002=00    | UDP  | NOERROR | 3=ns1                          | also around others
          3=                    | UDP  | NOERROR | 3=ns1                          | NSID
          3=616263              | UDP  | NOERROR | 3=ns1                          | what came along is ignored
          3=;3=                 | UDP  | NOERROR | 3=ns1                          | asked twice, told once
          11=                   | UDP  | NOERROR | ''                             | keepalive is ignored over UDP
          11=0064               | UDP  | NOERROR | ''                             | whatever it holds
          11=                   | TCP  | NOERROR | 11=0064                        | ten seconds in units of 100 ms
          11=                   | TLS  | NOERROR | 11=0064                        | TLS runs over TCP
          11=0064               | TCP  | FORMERR | ''                             | only servers tell a time
          12=0000               | UDP  | NOERROR | ''                             | padding is for encrypted transports
          12=0000               | TCP  | NOERROR | ''                             | padding is for encrypted transports
          10=CLIENT             | UDP  | NOERROR | 10=GOOD                        | a client cookie gets a server cookie
          10=GOOD               | UDP  | NOERROR | 10=GOOD                        | a good one is confirmed
          10=BAD                | UDP  | NOERROR | 10=GOOD                        | a bad one is replaced
          10=CLIENT             | TCP  | NOERROR | 10=GOOD                        | over any transport
          10=                   | UDP  | FORMERR | ''                             | no cookie
          10=24                 | UDP  | FORMERR | ''                             | less than a client cookie
          10=CLIENT00           | UDP  | FORMERR | ''                             | 9 octets
          10=CLIENT00000000000000 | UDP | FORMERR | ''                            | 15 octets
          10=CLIENT0000000000000000 | UDP | NOERROR | 10=GOOD                     | 16 octets are of nobody's
          10=GOODGOOD00         | UDP  | FORMERR | ''                             | 49 octets
          10=CLIENT;10=24       | UDP  | NOERROR | 10=GOOD                        | only the first cookie counts
          10=24;10=CLIENT       | UDP  | FORMERR | ''                             | only the first cookie counts
          SUBNET;3=;10=CLIENT;11= | TCP | NOERROR | 3=ns1 8=00011800c00002 10=GOOD 11=0064 | all at once
          8=00011801c00002;3=   | UDP  | FORMERR | ''                             | a client subnet that makes no sense
          """)
  void asked(String options, Transport transport, String rcode, String told, String because) {
    Message reply = ask("www.example.com", "A", options, transport);
    assertThat(reply.rcode()).isEqualTo(rcode.equals("NOERROR") ? 0 : 1);
    assertThat(reply.edns()).isEqualTo("1232/0/0");
    assertThat(reply.answer()).hasSize(rcode.equals("NOERROR") ? 1 : 0);
    assertThat(reply.question()).as("RFC 6891, section 7").isNotEmpty();
    assertThat(text(reply)).isEqualTo(fill(told));
  }

  @ParameterizedTest(name = "{0} {1}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name                 | type | rcode | error
          www.example.com        | A    | 0     | ''
          nope.example.com       | A    | 3     | ''
          big.example.com        | TXT  | 0     | ''
          elsewhere.org          | A    | 5     | 20
          www.example.com        | AXFR | 5     | 21
          www.example.com        | IXFR | 5     | 21
          unresolved.example.com | A    | 2     | 22 alias target not resolved yet
          self.example.com       | A    | 2     | 0 too many aliases in a row
          """)
  void errorsAreExplainedWhereTheRcodeIsNotEnough(
      String name, String type, int rcode, String error) {
    Message reply = ask(name, type, "", Transport.UDP);
    assertThat(reply.rcode()).isEqualTo(rcode);
    assertThat(error(reply)).isEqualTo(error);
    Message plain = lab.ask(Lab.query(name, type, 0), Transport.UDP);
    assertThat(plain.rcode()).isEqualTo(rcode);
    assertThat(plain.edns()).as("no EDNS to those without").isEmpty();
  }

  @Test
  void typesClassesAndOpcodesThatAreNotServedAreExplained() {
    assertThat(error(lab.ask(Lab.query("www.example.com", 128, 1232), Transport.UDP)))
        .isEqualTo("30");
    byte[] chaos = Lab.query("www.example.com", "A", 1232);
    chaos[chaos.length - 12] = 3;
    assertThat(error(lab.ask(chaos, Transport.UDP))).isEqualTo("21");
    byte[] notify = Lab.query("www.example.com", "SOA", 1232);
    notify[2] = 0x20;
    assertThat(error(lab.ask(notify, Transport.UDP))).isEqualTo("21");
  }

  @Test
  void whatFitsNoMessageIsExplained() {
    String[] texts = new String[300];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = i + "x".repeat(240);
    }
    lab.put("huge.example.com", RecordType.TXT, 60, texts);
    Message reply = ask("huge.example.com", "TXT", "", Transport.TCP);
    assertThat(reply.rcode()).isEqualTo(2);
    assertThat(error(reply)).isEqualTo("0 answer is longer than a DNS message");
  }

  /** RFC 7873, section 5.4. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"CLIENT, 0", "GOOD, 0", "BAD, 23"})
  void aServerCookieMayBeAskedForAlone(String cookie, int rcode) {
    byte[] options = HexFormat.of().parseHex(fill(cookie));
    byte[] query = new byte[12 + 11];
    query[11] = 1;
    query[14] = 41;
    query[15] = 4;
    query[22] = (byte) (4 + options.length);
    byte[] asking = Arrays.copyOf(query, query.length + 4 + options.length);
    asking[24] = 10;
    asking[26] = (byte) options.length;
    System.arraycopy(options, 0, asking, 27, options.length);
    Message reply = lab.ask(asking, Transport.UDP, CLIENT);
    assertThat(reply.rcode()).isEqualTo(rcode);
    assertThat(reply.question()).isEmpty();
    assertThat(reply.options()).containsExactly(Map.entry(10, GOOD));
    assertThat(lab.counted(QueryCount.RESPONSES_BADCOOKIE)).isEqualTo(rcode == 23 ? 1 : 0);
    Message without = lab(EdnsSettings.NONE).ask(asking, Transport.UDP, CLIENT);
    assertThat(without.rcode()).as("without cookies it is no question").isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} over {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # asked   | over | proven | counted
          ''        | UDP  | false  |
          10=CLIENT | UDP  | false  | COOKIE_CLIENT_ONLY
          10=BAD    | UDP  | false  | COOKIE_BAD
          10=GOOD   | UDP  | true   | COOKIE_GOOD
          10=GOOD;11=0064 | UDP | true | COOKIE_GOOD
          ''        | TCP  | true   |
          10=BAD    | TLS  | true   | COOKIE_BAD
          """)
  void whoHasProvenItsAddress(
      String options, Transport transport, boolean proven, QueryCount counted) {
    ask("www.example.com", "A", "10=GOOD", Transport.UDP);
    long before = counted == null ? 0 : lab.counted(counted);
    ask("www.example.com", "A", options, transport);
    assertThat(lab.responder().clientProven()).isEqualTo(proven);
    if (counted != null) {
      assertThat(lab.counted(counted)).isEqualTo(before + 1);
    }
  }

  @Test
  void nothingOfOursIsToldUnlessItIsSet() {
    Lab plain = lab(EdnsSettings.NONE);
    byte[] query = Lab.query("www.example.com", "A", 1232);
    byte[] asking = Lab.withOptions(query, fill("3=;10=CLIENT;11="));
    assertThat(plain.ask(asking, Transport.TCP).options()).isEmpty();
    assertThat(plain.responder().clientProven()).isTrue();
    assertThat(plain.ask(asking, Transport.UDP).options()).isEmpty();
    assertThat(plain.responder().clientProven()).isFalse();
  }

  /** RFC 8467, section 4.1: to a multiple of 468 octets, if the client padded its query. */
  @Test
  void encryptedRepliesArePadded() {
    for (String[] question : Fixture.QUESTIONS) {
      for (String others : List.of("65001=", "3=", "10=CLIENT;3=")) {
        byte[] reply = reply(question[0], question[1], others + ";12=00", Transport.TLS);
        assertThat(reply.length % 468).as("%s %s", question[0], others).isZero();
        String padding = Message.read(reply, reply.length).options().get(OptionCode.PADDING);
        assertThat(padding).matches("(00)*");
        assertThat(ask(question[0], question[1], others, Transport.TLS).options())
            .as("the client did not pad")
            .doesNotContainKey(OptionCode.PADDING);
      }
    }
  }

  /** Options have their room before records do, whatever the sizes: TC is set when it must be. */
  @Test
  void allOptionsCountWhenAReplyIsCut() {
    for (String options : List.of("", "3=", "10=CLIENT", SUBNET, "3=;10=CLIENT;" + SUBNET)) {
      int cut = 0;
      for (int length = 150; length < 250; length++) {
        String name = "t" + length + ".example.com";
        lab.put(name, RecordType.TXT, 60, "a".repeat(200), "b".repeat(length));
        int whole = reply(name, "TXT", options, Transport.TCP).length;
        byte[] query = Lab.withOptions(Lab.query(name, "TXT", 512), fill(options));
        Message reply = lab.ask(query, Transport.UDP, CLIENT);
        assertThat(reply.length()).isLessThanOrEqualTo(512);
        assertThat(reply.tc()).as("%s octets, asked %s", whole, options).isEqualTo(whole > 512);
        assertThat(reply.options()).hasSize(options.isEmpty() ? 0 : options.split(";").length);
        cut += reply.tc() ? 1 : 0;
      }
      assertThat(cut).as("lengths on both sides of the limit").isBetween(1, 99);
    }
  }

  /** The longest name, the longest NSID, the largest subnet: all have their place in 512 octets. */
  @Test
  void theLongestOptionsFitBesideTheLongestQuestion() {
    Lab wide =
        lab(
            new EdnsSettings(
                "n".repeat(128), Fixture.ALL_OPTIONS.cookies(), Duration.ofSeconds(10)));
    String label = "a".repeat(61) + ".";
    String name = label + label + label + "b".repeat(55) + ".example.com";
    assertThat(Text.wire(name)).hasSize(255);
    String subnet = "8=00028000" + "20010db8" + "00".repeat(12);
    for (String under : List.of(name, name.replace(".com", ".org"))) {
      byte[] query = Lab.query(under, "A", 512);
      byte[] asking = Lab.withOptions(query, fill("3=;10=CLIENT;" + subnet));
      Message reply = wide.ask(asking, Transport.UDP, CLIENT);
      assertThat(reply.length()).isLessThanOrEqualTo(512);
      assertThat(reply.options()).containsKeys(3, 10);
      assertThat(reply.tc() || reply.rcode() == 5).isTrue();
    }
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new EdnsSettings("ü".repeat(65), null, Duration.ZERO))
        .hasMessageContaining("128");
    assertThatThrownBy(() -> new EdnsSettings("", null, Duration.ofHours(2)))
        .hasMessageContaining("idle");
  }

  private Message ask(String name, String type, String options, Transport transport) {
    byte[] reply = reply(name, type, options, transport);
    return Message.read(reply, reply.length);
  }

  private byte[] reply(String name, String type, String options, Transport transport) {
    return lab.reply(
        Lab.withOptions(Lab.query(name, type, 1232), fill(options)), transport, CLIENT);
  }

  private static String fill(String text) {
    return text.replace("SUBNET", SUBNET)
        .replace("CLIENT", CLIENT_COOKIE)
        .replace("GOOD", GOOD)
        .replace("BAD", BAD);
  }

  private static String text(Message reply) {
    var text = new ArrayList<String>();
    reply.options().forEach((code, data) -> text.add(code + "=" + (code == 3 ? utf8(data) : data)));
    return String.join(" ", text);
  }

  /** Code and text of the extended error, or nothing. */
  private static String error(Message reply) {
    String data = reply.options().get(OptionCode.EXTENDED_ERROR);
    return data == null
        ? ""
        : (Integer.parseInt(data.substring(0, 4), 16) + " " + utf8(data.substring(4))).strip();
  }

  private static String utf8(String hex) {
    return new String(HexFormat.of().parseHex(hex), UTF_8);
  }
}
