package dev.understudy.presentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.intent.Rdata;
import dev.understudy.wire.RecordType;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Route 53 Developer Guide, "Supported DNS record types"; RFC 9460 for SVCB and HTTPS. */
class RdataTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          # type | value                                   | canonical
          A     | 192.0.2.1                                | 192.0.2.1
          A     | 0.0.0.0                                  | 0.0.0.0
          A     | 255.255.255.255                          | 255.255.255.255
          AAAA  | 2001:DB8::1                              | 2001:db8::1
          AAAA  | 2001:0db8:0000:0000:0000:0000:0000:0001  | 2001:db8::1
          AAAA  | ::                                       | ::
          AAAA  | ::1                                      | ::1
          AAAA  | fe80::                                   | fe80::
          AAAA  | ::ffff:192.0.2.1                         | ::ffff:c000:201
          AAAA  | 1:2:3:4:5:6:192.0.2.1                    | 1:2:3:4:5:6:c000:201
          AAAA  | 1:2:3:4:5:6:7::                          | 1:2:3:4:5:6:7:0
          AAAA  | 1:0:0:2:0:0:0:3                          | 1:0:0:2::3
          CAA   | 0 issue "ca.example.net"                 | 0 issue "ca.example.net"
          CAA   | 128  issue ";"                           | 128 issue ";"
          CAA   | 0 iodef "mailto:a@example.com"           | 0 iodef "mailto:a@example.com"
          CAA   | 0 issue "ca.example.net; account=230123" | 0 issue "ca.example.net; account=230123"
          CAA   | 0 issue ""                               | 0 issue ""
          CNAME | Host.Example.com                         | host.example.com.
          CNAME | \\052.example.com.                       | \\052.example.com.
          NS    | ns-0.example.com                         | ns-0.example.com.
          PTR   | www.example.com.                         | www.example.com.
          DS    | 123 4 1 1234567890abcdef1234567890ABCDEF12345678 | 123 4 1 1234567890abcdef1234567890abcdef12345678
          DS    | 1 2 99 12 34                             | 1 2 99 1234
          MX    | 10 mail.example.com                      | 10 mail.example.com.
          MX    | 0 .                                      | 0 .
          MX    | 65535\tmail.example.com                  | 65535 mail.example.com.
          NAPTR | 100 100 "U" "SIP+D2U" "!^.*$!sip:info@example.com!" . | 100 100 "U" "SIP+D2U" "!^.*$!sip:info@example.com!" .
          NAPTR | 1 2 "" "" "" a.example.com               | 1 2 "" "" "" a.example.com.
          NAPTR | 1 2 "s" "x y" "" a.example.com           | 1 2 "s" "x y" "" a.example.com.
          NAPTR | 1 2 "u" "" "!^(\\\\d+)$!\\"\\001!" .     | 1 2 "u" "" "!^(\\\\d+)$!\\"\\001!" .
          SOA   | ns.example.com host.example.com. 1 7200 900 1209600 86400 | ns.example.com. host.example.com. 1 7200 900 1209600 86400
          SOA   | a b 4294967295 0 0 0 0                   | a. b. 4294967295 0 0 0 0
          SPF   | "v=spf1 -all"                            | "v=spf1 -all"
          SRV   | 10 5 80 host.example.com                 | 10 5 80 host.example.com.
          SRV   | 0 0 0 .                                  | 0 0 0 .
          SSHFP | 1 1 09F6A01D2175742B257C6B98B7C72C44C4040683 | 1 1 09f6a01d2175742b257c6b98b7c72c44c4040683
          TLSA  | 3 1 0 abCD                               | 3 1 0 abcd
          TXT   | "a"                                      | "a"
          TXT   | ""                                       | ""
          TXT   | "a b" "C"                                | "a b" "C"
          TXT   | "a""b"                                   | "a" "b"
          TXT   | "\\"quoted\\" back\\\\slash"             | "\\"quoted\\" back\\\\slash"
          TXT   | "\\000\\011\\377\\101"                   | "\\000\\011\\377A"
          TXT   | "v=DKIM1\\; k=rsa"                       | "v=DKIM1; k=rsa"
          SVCB  | 0 svc.example.net                        | 0 svc.example.net.
          SVCB  | 16 foo.example.org. alpn=h2,h3 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1 | 16 foo.example.org. mandatory=alpn,ipv4hint alpn="h2,h3" ipv4hint=192.0.2.1
          HTTPS | 1 . alpn="h2,h3" port=8443 ipv6hint=2001:db8::1,::2 | 1 . alpn="h2,h3" port=8443 ipv6hint=2001:db8::1,::2
          HTTPS | 1 .                                      | 1 .
          HTTPS | 1 . no-default-alpn alpn=h3 ech=AQID     | 1 . alpn="h3" no-default-alpn ech=AQID
          HTTPS | 1 . dohpath=/dns-query{?dns} ohttp       | 1 . dohpath="/dns-query{?dns}" ohttp
          SVCB  | 1 foo key667="hello\\322qoo" key668      | 1 foo. key667="hello\\322qoo" key668
          SVCB  | 16 f alpn="f\\\\\\\\oo\\\\,bar,h2"       | 16 f. alpn="f\\\\\\\\oo\\\\,bar,h2"
          """)
  void isTakenAndHasOneCanonicalText(RecordType type, String value, String canonical)
      throws PresentationException {
    Rdata rdata = RdataText.parse(type, value);
    assertThat(RdataText.format(type, rdata)).isEqualTo(canonical);
    assertThat(RdataText.parse(type, canonical)).isEqualTo(rdata);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      emptyValue = "",
      textBlock =
          """
          # type | value                 | problem
          A     | 1.2.3                  | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | 1.2.3.256              | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | 1.2.3.04               | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | 1.2.3.4.               | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | ::1                    | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | example.com            | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | "1.2.3.4               | ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)
          A     | 1.2.3.4 1.2.3.5        | ARRDATANotSingleField (Value contains spaces)
          AAAA  | 1.2.3.4                | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 1:2:3:4:5:6:7          | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 1:2:3:4:5:6:7:8:9      | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 1:2:3:4::5:6:7:8       | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 1::2::3                | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | :1:2:3:4:5:6:7         | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 1:::2                  | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | fe80::1%eth0           | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 12345::                | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          AAAA  | 192.0.2.1::            | AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)
          CAA   | 0 issue                | CAARRDATANotThreeFields (CAA record doesn't have 3 fields)
          CAA   | 0 issue ca.example.net | InvalidCharacterString (Value should be enclosed in quotation marks)
          CAA   | 256 issue ";"          | CAARRDATAIllegalNumber (Value is not a number from 0 to 255)
          CAA   | 0 is-sue ";"           | CAARRDATAInvalidTag (Tag should consist of letters and digits)
          CAA   | 0 issue ";" x          | CAARRDATANotThreeFields (CAA record doesn't have 3 fields)
          CNAME | a b                    | CNAMERRDATANotSingleField (Value contains spaces)
          CNAME | a..b                   | DomainLabelEmpty (Domain label is empty)
          NS    | 10 a                   | NSRRDATANotSingleField (Value contains spaces)
          PTR   | a\\b                   | InvalidEscapeSequence (Value contains an invalid escape sequence)
          DS    | 1 2 1 1234             | DSRRDATAIllegalDigestLength (Digest should have 20 octets)
          DS    | 1 2 99 123             | DSRRDATAIllegalHex (Value is not an even number of hex digits)
          DS    | 1 2 99                 | DSRRDATANotFourFields (DS record doesn't have 4 fields)
          MX    | mail.example.com       | MXRRDATAIllegalNumber (Value is not a number from 0 to 65535)
          MX    | 10                     | MXRRDATANotTwoFields (MX record doesn't have 2 fields)
          MX    | 10 a b                 | MXRRDATANotTwoFields (MX record doesn't have 2 fields)
          MX    | 65536 a                | MXRRDATAIllegalNumber (Value is not a number from 0 to 65535)
          MX    | -1 a                   | MXRRDATAIllegalNumber (Value is not a number from 0 to 65535)
          NAPTR | 1 2 U "" "" .          | InvalidCharacterString (Value should be enclosed in quotation marks)
          NAPTR | 1 2 "X" "" "" .        | NAPTRRRDATAInvalidFlags (Flags should be one of A, P, S, U or empty)
          NAPTR | 1 2 "U" "" "!a!b!" c.  | NAPTRRRDATARegexpAndReplacement (Value has both a regular expression and a replacement)
          NAPTR | 1 2 "U" "" ""          | NAPTRRRDATANotSixFields (NAPTR record doesn't have 6 fields)
          SOA   | a b 1 2 3 4            | SOARRDATANotSevenFields (SOA record doesn't have 7 fields)
          SOA   | a b 4294967296 2 3 4 5 | SOARRDATAIllegalNumber (Value is not a number from 0 to 4294967295)
          SPF   | v=spf1                 | InvalidCharacterString (Value should be enclosed in quotation marks)
          SRV   | 1 2 3                  | SRVRRDATANotFourFields (SRV record doesn't have 4 fields)
          SSHFP | 1 1 1234               | SSHFPRRDATAIllegalDigestLength (Digest should have 20 octets)
          TLSA  | 3 1 1 1234             | TLSARRDATAIllegalDigestLength (Digest should have 32 octets)
          TXT   | a                      | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "a                     | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | a"                     | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "a"b                   | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "a" b                  | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "a\\"                  | InvalidCharacterString (Value should be enclosed in quotation marks)
          TXT   | "b\u00fccher"          | UnsupportedCharacter (Value contains unsupported characters)
          TXT   | "a\tb"                 | UnsupportedCharacter (Value contains unsupported characters)
          TXT   | "\\400"                | InvalidEscapeSequence (Value contains an invalid escape sequence)
          TXT   | "\\08"                 | InvalidEscapeSequence (Value contains an invalid escape sequence)
          SVCB  | 0 a alpn=h2            | SVCBRRDATAAliasWithParameters (Value with priority 0 should not have parameters)
          HTTPS | 1 . alpn=h2 alpn=h3    | HTTPSRRDATADuplicateParameter (Parameter alpn occurs twice)
          HTTPS | 1 . no-default-alpn    | HTTPSRRDATAMissingParameter (Parameter no-default-alpn needs alpn)
          HTTPS | 1 . mandatory=port     | HTTPSRRDATAMissingParameter (A mandatory parameter is missing)
          HTTPS | 1 . mandatory=mandatory | HTTPSRRDATAInvalidParameter (Parameter mandatory has an invalid value)
          HTTPS | 1 . port=65536         | HTTPSRRDATAInvalidParameter (Parameter port has an invalid value)
          HTTPS | 1 . alpn=              | HTTPSRRDATAInvalidParameter (Parameter alpn has an invalid value)
          HTTPS | 1 . ipv4hint=::1       | HTTPSRRDATAInvalidParameter (Parameter ipv4hint has an invalid value)
          HTTPS | 1 . ech=*              | HTTPSRRDATAInvalidParameter (Parameter ech has an invalid value)
          HTTPS | 1 . color=blue         | HTTPSRRDATAInvalidParameter (Parameter color is not known)
          HTTPS | 1 . key3=a             | HTTPSRRDATAInvalidParameter (Parameter key3 is not known)
          HTTPS | 1 . key65535=a         | HTTPSRRDATAInvalidParameter (Parameter key65535 is not known)
          HTTPS | 1 . key0667=a          | HTTPSRRDATAInvalidParameter (Parameter key0667 is not known)
          HTTPS | 1                      | HTTPSRRDATANotThreeFields (HTTPS record doesn't have 3 fields)
          """)
  void isRefusedInRoute53sWords(RecordType type, String value, String problem) {
    String about = problem.startsWith("Domain") || problem.startsWith("InvalidEscape") ? "" : value;
    assertThatThrownBy(() -> RdataText.parse(type, value))
        .isInstanceOf(PresentationException.class)
        .hasMessageStartingWith("FATAL problem: " + problem + " encountered with '" + about);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsAValueOfNoType(RecordType type) {
    assertThatThrownBy(() -> RdataText.parse(type, "")).isInstanceOf(PresentationException.class);
    assertThatThrownBy(() -> RdataText.parse(type, " ")).isInstanceOf(PresentationException.class);
  }

  @Test
  void stringsHaveAtMost255OctetsAndValues4000Characters() throws PresentationException {
    assertThat(RdataText.parse(RecordType.TXT, "\"" + "\\377".repeat(255) + "\"").lengthOctets())
        .isEqualTo(256);
    String tooLong = "\"" + "a".repeat(256) + "\"";
    assertThatThrownBy(() -> RdataText.parse(RecordType.TXT, tooLong))
        .hasMessage(
            "FATAL problem: CharacterStringTooLong (Value is too long) encountered with '"
                + tooLong
                + "'");
    assertThatThrownBy(() -> RdataText.parse(RecordType.TXT, "\"a\" ".repeat(1001)))
        .hasMessageStartingWith(
            "FATAL problem: TXTRDATATooLong (Value is too long) encountered with '\"a\" ");
    assertThat(RdataText.parse(RecordType.TXT, "\"a\" ".repeat(1000)).lengthOctets())
        .isEqualTo(2000);
  }

  @Test
  void namesInsideAreCompleteLowerCaseAndUncompressed() throws PresentationException {
    Rdata mx = RdataText.parse(RecordType.MX, "10 Mail.Example");
    assertThat(mx).isEqualTo(Rdata.of(HexFormat.of().parseHex("000a046d61696c076578616d706c6500")));
  }

  @ParameterizedTest
  @EnumSource
  void everyValueSurvivesItsText(RecordType type) throws PresentationException {
    for (long seed = 0; seed < 500; seed++) {
      Rdata rdata = new WireGenerator(new Random(seed)).rdata(type);
      String text = RdataText.format(type, rdata);
      if (text.length() <= 4000) {
        assertThat(RdataText.parse(type, text)).as("seed %d %s", seed, text).isEqualTo(rdata);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void dataCutShortOrTooLongIsOurBug(RecordType type) {
    for (long seed = 0; seed < 20; seed++) {
      byte[] octets = new WireGenerator(new Random(seed)).rdata(type).octets();
      for (int length = 0; length < octets.length; length++) {
        formatOrRefuse(type, Rdata.of(Arrays.copyOf(octets, length)));
      }
    }
    assertThatThrownBy(() -> RdataText.format(RecordType.A, Rdata.of(new byte[5])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Anything but an IllegalArgumentException ends the test. */
  private static void formatOrRefuse(RecordType type, Rdata rdata) {
    try {
      RdataText.format(type, rdata);
    } catch (IllegalArgumentException e) {
      // As it should, where the cut does not happen to leave data of the type.
    }
  }

  /** A second opinion where the syntaxes agree: no escapes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          A     | 192.0.2.1
          AAAA  | 2001:db8:0:0:1::7
          AAAA  | ::ffff:192.0.2.1
          CAA   | 128 issue "ca.example.net; x=y"
          CNAME | Host.Example.COM.
          NS    | ns-0.example.com.
          PTR   | www.example.com.
          DS    | 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
          MX    | 10 Mail.example.com.
          NAPTR | 100 50 "s" "http+I2L+I2C+I2R" "" _http._tcp.example.com.
          NAPTR | 1 2 "U" "E2U+sip" "!^.*$!sip:info@example.com!" .
          SOA   | ns.example.com. Host.example.com. 1 7200 900 1209600 4294967295
          SPF   | "v=spf1 ip4:192.0.2.0/24 -all"
          SRV   | 1 10 5269 xmpp.example.com.
          SSHFP | 4 2 123456789abcdef67890123456789abcdef67890123456789abcdef123456789
          TLSA  | 3 1 1 d2abde240d7cd3ee6b4b28c54df034b97983a1d16e8a410e4561cb106618e971
          TXT   | "one" "two three" ""
          SVCB  | 0 foo.example.com.
          SVCB  | 16 foo.example.com. port=53
          SVCB  | 1 foo.example.com. key667="hello"
          SVCB  | 1 foo.example.com. ipv6hint="2001:db8::1,2001:db8::53:1"
          SVCB  | 16 foo.example.org. alpn=h2,h3-19 mandatory=ipv4hint,alpn ipv4hint=192.0.2.1
          HTTPS | 1 . alpn="h3,h2" no-default-alpn ech=AEP+DQA=
          """)
  void agreesWithDnsjavaOnTheWire(RecordType type, String value) throws Exception {
    Record theirs =
        Record.fromString(Name.root, Type.value(type.name()), DClass.IN, 60, value, Name.root);
    byte[] wire = theirs.rdataToWireCanonical();
    assertThat(RdataText.parse(type, value)).isEqualTo(Rdata.of(wire));
  }
}
