package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wire.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Names in record data that end in the zone's name point to it, in the types of RFC 1035 only
 * (section 4.1.4; RFC 3597, section 4).
 */
class CompressionTest {
  private static final String SOA =
      "ns1.example.com. hostmaster.example.com. 1 7200 900 1209600 60";

  private final Lab lab =
      new Lab().zone("example.com").put("example.com", RecordType.SOA, 900, SOA);

  @ParameterizedTest(name = "{0} {1}: {2} times")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # type | value                            | pointers | because
          NS     | ns1.example.com.                 | 1        | the name itself
          NS     | example.com.                     | 1        | nothing but the zone
          NS     | ns1.example.org.                 | 0        | another zone
          NS     | ns1.anexample.com.               | 0        | the same end, not the same label
          MX     | 10 mail.example.com.             | 1        | behind a preference
          PTR    | host.example.com.                | 1        |
          CNAME  | www.example.com.                 | 1        |
          SOA    | ns1.example.com. h.example.com. 1 2 3 4 5 | 2 | both names
          SOA    | ns1.example.org. h.example.com. 1 2 3 4 5 | 1 | the second
          SOA    | ns1.example.com. h.example.org. 1 2 3 4 5 | 1 | the first
          SRV    | 1 2 3 host.example.com.          | 0        | not of RFC 1035
          """)
  void namesOfTheZonePointToIt(RecordType type, String value, int pointers, String because) {
    String owner = type == RecordType.SOA ? "example.com" : "host9.example.com";
    lab.put(owner, type, 300, value);
    // Asked for as the type itself, a delegation is a referral.
    Message reply = lab.ask(owner, type.name());
    List<String> records = type == RecordType.NS ? reply.authority() : reply.answer();
    assertThat(records).containsExactly(owner + ". 300 " + type + " " + value);
    assertThat(Text.rdata(type, value).lengthOctets() - dataLength(lab, owner, type))
        .isEqualTo(pointers * ("example.com".length() + 2 - 2));
  }

  /** The length of the first record's data. */
  private static int dataLength(Lab lab, String owner, RecordType type) {
    byte[] reply = lab.reply(Lab.query(owner, type.name(), 0), Transport.UDP);
    int question = 12 + owner.length() + 2 + 4;
    return (reply[question + 10] & 0xff) << 8 | (reply[question + 11] & 0xff);
  }

  @Test
  void aDenialTellsTheZoneOnce() {
    byte[] reply = lab.reply(Lab.query("gone.example.com", "A", 0), Transport.UDP);
    assertThat(new String(reply, StandardCharsets.ISO_8859_1).split("example", -1)).hasSize(2);
    assertThat(Message.read(reply, reply.length).authority())
        .containsExactly("example.com. 60 SOA " + SOA);
  }

  @Test
  void theCaseOfTheQuestionDoesNotMatter() {
    Message reply = lab.ask("Gone.eXample.Com", "A");
    assertThat(reply.authority().getFirst())
        .isEqualToIgnoringCase("example.com. 60 SOA " + SOA)
        .contains("ns1.eXample.Com.");
    assertThat(reply.length()).isEqualTo(lab.ask("gone.example.com", "A").length());
  }

  @Test
  void aChainIsFollowedThroughCompressedNames() {
    lab.zone("sub.example.com")
        .put("a.example.com", RecordType.CNAME, 60, "b.example.com.")
        .put("b.example.com", RecordType.CNAME, 60, "c.sub.example.com.")
        .put("c.sub.example.com", RecordType.CNAME, 60, "d.sub.example.com.")
        .put("d.sub.example.com", RecordType.CNAME, 60, "e.example.com.")
        .put("e.example.com", RecordType.A, 60, "192.0.2.1");
    assertThat(lab.ask("a.example.com", "A").answer())
        .containsExactly(
            "a.example.com. 60 CNAME b.example.com.",
            "b.example.com. 60 CNAME c.sub.example.com.",
            "c.sub.example.com. 60 CNAME d.sub.example.com.",
            "d.sub.example.com. 60 CNAME e.example.com.",
            "e.example.com. 60 A 192.0.2.1");
    Message missing = lab.ask("a.example.com", "AAAA");
    assertThat(missing.answer()).hasSize(4);
    assertThat(missing.authority()).containsExactly("example.com. 60 SOA " + SOA);
  }

  @Test
  void hostsAreFoundThroughCompressedNames() {
    lab.put("example.com", RecordType.MX, 60, "10 mail.example.com.", "20 mail.example.com.")
        .put("mail.example.com", RecordType.A, 60, "192.0.2.1")
        .put("mail.example.com", RecordType.AAAA, 60, "2001:db8::1");
    assertThat(lab.ask("example.com", "MX").additional())
        .containsExactly(
            "mail.example.com. 60 A 192.0.2.1", "mail.example.com. 60 AAAA 2001:db8:0:0:0:0:0:1");
  }

  @Test
  void aReferralTellsTheZoneOnce() {
    lab.put("sub.example.com", RecordType.NS, 60, "ns.sub.example.com.")
        .put("ns.sub.example.com", RecordType.A, 60, "192.0.2.1");
    byte[] octets = lab.reply(Lab.query("www.sub.example.com", "A", 0), Transport.UDP);
    assertThat(new String(octets, StandardCharsets.ISO_8859_1).split("example", -1)).hasSize(2);
    Message reply = Message.read(octets, octets.length);
    assertThat(reply.authority()).containsExactly("sub.example.com. 60 NS ns.sub.example.com.");
    assertThat(reply.additional()).containsExactly("ns.sub.example.com. 60 A 192.0.2.1");
  }
}
