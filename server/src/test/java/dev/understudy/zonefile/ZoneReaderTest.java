package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.intent.DomainName;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.zonefile.Sources.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 1035, section 5, and what others have added, as tables: text in, record sets or problems out.
 */
class ZoneReaderTest {
  private static final String TTL = "$TTL 60\n";

  static Stream<Arguments> texts() {
    return Stream.of(
        // TTL and class, in either order, and where a TTL comes from
        of("www 30 IN A 192.0.2.1", "www.example.com. 30 A 192.0.2.1"),
        of("www IN 30 A 192.0.2.1", "www.example.com. 30 A 192.0.2.1"),
        of("www 1h30m in a 192.0.2.1", "www.example.com. 5400 A 192.0.2.1"),
        of("$ttl 2d\nwww A 192.0.2.1", "www.example.com. 172800 A 192.0.2.1"),
        of(
            "a 30 A 192.0.2.1\nb A 192.0.2.2",
            "a.example.com. 30 A 192.0.2.1",
            "b.example.com. 30 A 192.0.2.2"),
        of(
            "a 30 A 192.0.2.1\n$TTL 60\nb A 192.0.2.2",
            "a.example.com. 30 A 192.0.2.1",
            "b.example.com. 60 A 192.0.2.2"),
        of(
            "@ SOA ns h 1 2 3 4 300\nb A 192.0.2.2",
            "example.com. 300 SOA ns.example.com. h.example.com. 1 2 3 4 300",
            "b.example.com. 300 A 192.0.2.2"),
        // owners and origins
        of(TTL + "a.example.com. A 192.0.2.1", "a.example.com. 60 A 192.0.2.1"),
        of(TTL + "@ A 192.0.2.1", "example.com. 60 A 192.0.2.1"),
        of(
            TTL + "a A 192.0.2.1\n\tTXT x\n\n  TXT y ; z",
            "a.example.com. 60 A 192.0.2.1",
            "a.example.com. 60 TXT \"x\" | \"y\""),
        of(TTL + "$ORIGIN sub\nA A 192.0.2.1", "a.sub.example.com. 60 A 192.0.2.1"),
        of(TTL + "$ORIGIN other.\na A 192.0.2.1", "a.other. 60 A 192.0.2.1"),
        of(TTL + "IN IN CNAME in", "in.example.com. 60 CNAME in.example.com."),
        of(TTL + "*.a A 192.0.2.1", "\\052.a.example.com. 60 A 192.0.2.1"),
        // parentheses, comments, quotation marks, escapes
        of(
            "@ 5 SOA ns. h. ( 1 ; serial\n 1h 2m\n) 3w 4d",
            "example.com. 5 SOA ns. h. 1 3600 120 1814400 345600"),
        of(TTL + "a ( A\n 192.0.2.1 ) ; b A 1", "a.example.com. 60 A 192.0.2.1"),
        of(TTL + "a(A)192.0.2.1;b", "a.example.com. 60 A 192.0.2.1"),
        of(
            TTL + "a TXT \"b;(c\" d\\;\\\"e \"\"",
            "a.example.com. 60 TXT \"b;(c\" \"d;\\\"e\" \"\""),
        of(TTL + "a TXT \"\\200\\009\" é", "a.example.com. 60 TXT \"\\310\\011\" \"\\303\\251\""),
        of(TTL + "a\\.b\\032\\200 A 192.0.2.1", "a\\056b\\040\\310.example.com. 60 A 192.0.2.1"),
        of(TTL + "a TXT \"b\"\"c\"d", "a.example.com. 60 TXT \"b\" \"c\" \"d\""),
        of("\n\r\n;\n" + TTL + "a A 192.0.2.1\r\n", "a.example.com. 60 A 192.0.2.1"),
        // data of each kind
        of(TTL + "a MX 10 mail", "a.example.com. 60 MX 10 mail.example.com."),
        of(TTL + "a SRV 1 2 3 @", "a.example.com. 60 SRV 1 2 3 example.com."),
        of(TTL + "a CAA 0 issue ca.example", "a.example.com. 60 CAA 0 issue \"ca.example\""),
        of(
            TTL + "a NAPTR 1 2 U E2U+sip \"!^.*$!sip:x@y!\" .",
            "a.example.com. 60 NAPTR 1 2 \"U\" \"E2U+sip\" \"!^.*$!sip:x@y!\" ."),
        of(
            TTL + "a HTTPS 1 . alpn=h2,h3 key7=\"/q{?dns}\" port=8443".replace("key7", "dohpath"),
            "a.example.com. 60 HTTPS 1 . alpn=\"h2,h3\" port=8443 dohpath=\"/q{?dns}\""),
        of(
            TTL + "a DS 1 RSASHA256 1 (\n 2BB183AF5F22588179A5\n 3B0A98631FAD1A292118 )",
            "a.example.com. 60 DS 1 8 1 2bb183af5f22588179a53b0a98631fad1a292118"),
        of(TTL + "a TYPE1 \\# 4 C000 0201", "a.example.com. 60 A 192.0.2.1"),
        of(TTL + "a CLASS1 TXT \\# 2 0178", "a.example.com. 60 TXT \"x\""),
        // the same record twice is one; one set has one TTL
        of(TTL + "a A 192.0.2.1\na 30 A 192.0.2.1", "a.example.com. 60 A 192.0.2.1"),
        // $GENERATE
        of(
            TTL + "$GENERATE 1-3/2 h$ A 192.0.2.$",
            "h1.example.com. 60 A 192.0.2.1",
            "h3.example.com. 60 A 192.0.2.3"),
        of(
            TTL + "$GENERATE 10-10 h${-8,3,d}-${0,2,x}${0,4,X} 5 IN CNAME \\$$.${0,5,n}.z.",
            "h002-0a000a.example.com. 5 CNAME \\04410.a.0.0.z."),
        of(
            TTL + "$GENERATE 7-7 @ MX \"$ m$\"\n$GENERATE 8-8 t TXT \"a $$ $\"",
            "example.com. 60 MX 7 m7.example.com.",
            "t.example.com. 60 TXT \"a $ 8\""),
        // what a master file cannot say
        of(
            TTL
                + "a A 192.0.2.1 ;understudy: SetIdentifier=\"x \\u00e9\\\"\\\\\" Weight=0\n"
                + "a A 192.0.2.2 ;understudy: Weight=7 SetIdentifier=y HealthCheckId=c",
            "a.example.com. 60 A 192.0.2.1 [x é\"\\ 0 null]",
            "a.example.com. 60 A 192.0.2.2 [y 7 c]"),
        of(
            TTL + "a TXT x y ;understudy: Value=\"\\\"x\\\"\\\"\\\\171\\\"\"",
            "a.example.com. 60 TXT \"x\"\"\\171\""),
        of(
            ";understudy: Name=b Type=A DNSName=www.example.com. EvaluateTargetHealth=true",
            "b.example.com. null A -> AliasTarget[hostedZoneId=, dnsName=www.example.com.,"
                + " evaluateTargetHealth=true]"),
        of(";understudy is no mark\n; understudy: nor this", new String[0]));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void readsWhatTheTextSays(String text, List<String> expected) throws Exception {
    assertThat(read(text, Sources.NONE).sets().stream().map(p -> shown(p.set())).toList())
        .isEqualTo(expected);
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        of("a A 192.0.2.1", "db:1: the record has no TTL; give it one, or put $TTL 3600 before it"),
        of("\n x 5 A 192.0.2.1", "db:2: x is no record type, class or TTL"),
        of("\n 5 A 192.0.2.1", "db:2: the line begins with a blank, so it has the last owner"),
        of("a 5 CH A 192.0.2.1", "db:1: only records of class IN are kept, not CH"),
        of("a 5", "db:1: the record has no type"),
        of("a 2147483648 A 192.0.2.1", "db:1: 2147483648 is outside the TTLs, 0 to 2147483647"),
        of("a 5x A 192.0.2.1", "db:1: 5X is not a TTL such as 3600 or 1h"),
        of("a 5 A 192.0.2", "db:1: FATAL problem: ARRDATAIllegalIPv4Address"),
        of("a 5 A 192.0.2.1 192.0.2.2", "db:1: FATAL problem: ARRDATANotSingleField"),
        of(
            "a 5 LOC 1 N 1 E 1m",
            "db:1: a hosted zone cannot hold records of type LOC; take it out"),
        of("a..b 5 A 192.0.2.1", "db:1: a..b is not a domain name: "),
        of("\"a\" 5 A 192.0.2.1", "db:1: a name is written without quotation marks"),
        of("a\\400 5 A 192.0.2.1", "db:1: a\\400 is not a domain name: "),
        of("a 5 TXT \\25", "db:1: a backslash is followed by three decimal digits"),
        of("a 5 TXT \"b\nc\"", "db:1: a quotation mark is opened that is not closed"),
        of("a 5 TXT ( b\n\n", "db:1: a parenthesis is opened here that is never closed"),
        of("a 5 TXT b\n)", "db:2: a parenthesis is closed that was not opened"),
        of("a 5 TXT b\\", "db:1: a backslash at the end of a line escapes nothing"),
        of("a 5 A \\# 4 c00002", "db:1: \\# is followed by a length and so many octets in hex"),
        of("a 5 A \\# 3 c00002", "db:1: the octets after \\# are no data of type A"),
        of("$ORIGIN", "db:1: $ORIGIN is followed by nothing"),
        of("$TTL 5 6", "db:1: $TTL is followed by too much"),
        of("$FOO x", "db:1: $FOO is none of $ORIGIN, $TTL, $INCLUDE and $GENERATE"),
        of("$INCLUDE x", "db:1: $INCLUDE: nothing can be included here"),
        of("$GENERATE 1 a A 192.0.2.1", "db:1: $GENERATE is followed by a range such as 1-254"),
        of("$GENERATE 2-1 a A 192.0.2.1", "db:1: 2-1 is no range"),
        of("$GENERATE 0-9/0 a A 192.0.2.1", "db:1: 0-9/0 is no range"),
        of(
            "$GENERATE 0-9 a A",
            "db:1: $GENERATE is followed by a range, an owner, a type and data"),
        of("$GENERATE 0-9 a 5 A 1.${-5}.0.0", "db:1: ${-5} makes a number below 0"),
        of("$GENERATE 0-2147483647 a$ 5 A 192.0.2.1", "db:1: these are more than 2000000 records"),
        of("a 5 A 192.0.2.1 ;understudy: Wieght=1", "db:1: ;understudy: does not know Wieght here"),
        of(
            "a 5 A 192.0.2.1 ;understudy: Weight",
            "db:1: after ;understudy: stands what is no Member="),
        of(
            "a 5 A 192.0.2.1 ;understudy: Weight=1 Weight=1",
            "db:1: after ;understudy: stands Weight t"),
        of("a 5 A 192.0.2.1 ;understudy: Weight=x", "db:1: Weight=x is not a number"),
        of("a 5 A 192.0.2.1 ;understudy: Failover=THIRD", "db:1: Failover=THIRD is neither"),
        of("a 5 A 192.0.2.1 ;understudy: Value=192.0.2.2", "db:1: ;understudy: Value= is not what"),
        of(";understudy: Name=a Type=A", "db:1: ;understudy: lacks DNSName="),
        of(
            ";understudy: Name=a",
            "db:1: ;understudy: without a record in the same line is an alias"),
        of(
            "a 5 A 192.0.2.1 ;understudy: SetIdentifier=x Weight=1\n"
                + "a 5 A 192.0.2.2 ;understudy: SetIdentifier=x Weight=2",
            "db:2: the comment ;understudy: is not that of the same record set at db:1"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void tellsWhereAndWhatIsWrong(String text, List<String> expected) {
    assertThatThrownBy(() -> read(text, Sources.NONE))
        .isInstanceOfSatisfying(
            ZoneTextException.class,
            e ->
                assertThat(e.problems())
                    .singleElement()
                    .asString()
                    .startsWith(expected.getFirst()));
  }

  @Test
  void problemsAreToldTogetherUpToTwenty() {
    assertThatThrownBy(() -> read("a 5 A x\nb 5 A 192.0.2.1\nc 5 A y", Sources.NONE))
        .isInstanceOfSatisfying(ZoneTextException.class, e -> assertThat(e.problems()).hasSize(2));
    assertThatThrownBy(() -> read("a 5 A x\n".repeat(1000), Sources.NONE))
        .isInstanceOfSatisfying(
            ZoneTextException.class,
            e -> {
              assertThat(e.problems()).hasSize(21);
              assertThat(e.problems().getLast()).startsWith("there may be more");
            });
  }

  @Test
  void longTextsAreReadAndTooLongOnesRefused() throws Exception {
    String long4000 = "\\\"\\\\".repeat(1000);
    ZoneText text =
        read("a 5 A 192.0.2.1 ;understudy: SetIdentifier=\"" + long4000 + "\"", Sources.NONE);
    assertThat(text.sets().getFirst().set().setIdentifier()).hasSize(2000);
    String words = " \"x\"".repeat(100_000);
    assertThatThrownBy(() -> read("a 5 TXT" + words, Sources.NONE))
        .hasMessageContaining("TXTRDATATooLong")
        .message()
        .hasSizeLessThan(500);
    assertThatThrownBy(() -> read("a 5 TXT (" + words + words + ")", Sources.NONE))
        .hasMessageStartingWith("db:1: the entry is longer than ");
    assertThatThrownBy(() -> read("a 5 A 1 ;understudy: a=\"" + "\\".repeat(400_000), Sources.NONE))
        .hasMessageStartingWith("db:1: after ;understudy: stands what is no Member=value");
  }

  @Test
  void whatIsPassedOverIsTold() throws Exception {
    ZoneText text =
        ZoneReader.read(
            source("db", "a 5 LOC x\na 5 A 192.0.2.1\na 6 A 192.0.2.2\na 5 RRSIG x"),
            Sources.NONE,
            NameText.parse("example.com"),
            true);
    assertThat(text.sets()).hasSize(1);
    assertThat(text.notices())
        .containsExactly(
            "db:1: a record of type LOC is left out",
            "db:3: TTL 6 is taken as 5, that of the set's first record",
            "db:4: a record of type RRSIG is left out");
  }

  @Test
  void includesHaveAnOriginOfTheirOwnAndLeaveTheOthersAlone() throws Exception {
    Map<String, String> texts =
        Map.of(
            "one", "$ORIGIN in\n$TTL 7\n A 192.0.2.2\nx A 192.0.2.3\n$INCLUDE two deep",
            "two", "@ TXT two\n");
    ZoneText text =
        read("$TTL 5\na A 192.0.2.1\n$INCLUDE \"one\" sub\n  TXT last\nb TXT b", of(texts));
    assertThat(text.sets().stream().map(p -> shown(p.set()) + " " + p.place()))
        .containsExactly(
            "a.example.com. 5 A 192.0.2.1 | 192.0.2.2 db:2",
            "x.in.sub.example.com. 7 A 192.0.2.3 one:4",
            "deep.in.sub.example.com. 7 TXT \"two\" two:1",
            "a.example.com. 5 TXT \"last\" db:4",
            "b.example.com. 5 TXT \"b\" db:5");
  }

  @Test
  void includesEndSomewhere() {
    assertThatThrownBy(() -> read("$INCLUDE a", of(Map.of("a", "$INCLUDE b", "b", "$INCLUDE a"))))
        .hasMessage("b:1: $INCLUDE: a includes itself");
    Sources deeper = (name, _) -> source(name + "x", "$INCLUDE " + name + "x");
    assertThatThrownBy(() -> read("$INCLUDE a", deeper)).hasMessageContaining("files deep");
    Sources many = (name, _) -> source("leaf", "");
    assertThatThrownBy(() -> read("$INCLUDE a\n".repeat(10_001), many))
        .hasMessageStartingWith("db:10001: ");
  }

  @Test
  void filesAreFoundBesideTheOneThatIncludesThem(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("db"), "$INCLUDE sub/one\n");
    Files.writeString(folder.resolve("sub/one"), "$INCLUDE two\n$INCLUDE ../db\n");
    Files.writeString(folder.resolve("sub/two"), "a 5 A 192.0.2.1\n");
    var sources = new FileSources();
    Source db = sources.first(folder.resolve("db").toString());
    assertThatThrownBy(() -> ZoneReader.read(db, sources, NameText.parse("example.com"), false))
        .hasMessage(folder + "/sub/one:2: $INCLUDE: " + folder + "/db includes itself");
    assertThatThrownBy(() -> new FileSources().first(folder + "/none"))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + "/none does not exist");
    assertThatThrownBy(() -> new FileSources().first(folder.toString()))
        .hasMessageEndingWith("is not a file that can be read");
  }

  private static Sources of(Map<String, String> texts) {
    return (name, _) -> source(name, texts.getOrDefault(name, ""));
  }

  private static Source source(String name, String text) {
    return new Source(name, text.getBytes(UTF_8));
  }

  private static ZoneText read(String text, Sources sources) throws Exception {
    DomainName origin = NameText.parse("example.com");
    return ZoneReader.read(source("db", text), sources, origin, false);
  }

  private static Arguments of(String text, String... expected) {
    return Arguments.of(text, List.of(expected));
  }

  private static String shown(ResourceRecordSet set) {
    String head = set.name() + " " + set.ttl() + " " + set.type() + " ";
    if (set.aliasTarget() != null) {
      return head + "-> " + set.aliasTarget();
    }
    List<ResourceRecord> records = set.resourceRecords();
    String values =
        records == null
            ? "nothing"
            : String.join(" | ", records.stream().map(ResourceRecord::value).toList());
    return set.setIdentifier() == null
        ? head + values
        : head
            + values
            + " ["
            + set.setIdentifier()
            + " "
            + set.weight()
            + " "
            + set.healthCheckId()
            + "]";
  }
}
