package dev.understudy.answer;

import static dev.understudy.wire.RecordType.A;
import static dev.understudy.wire.RecordType.AAAA;
import static dev.understudy.wire.RecordType.CNAME;
import static dev.understudy.wire.RecordType.HTTPS;
import static dev.understudy.wire.RecordType.MX;
import static dev.understudy.wire.RecordType.NS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.wire.RecordType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The additional section (RFC 1034, section 4.3.2, step 6; RFC 2782; RFC 9460, section 4.1) and
 * glue (RFC 9471).
 */
class AdditionalTest {
  private static final String HOST = "04686f7374076578616d706c6503636f6d00"; // host.example.com
  private static final String SVC = "03737663076578616d706c6503636f6d00"; // svc.example.com
  private static final String ALPN = "00010003026832";

  private final Lab lab =
      new Lab()
          .zone("example.com")
          .put("host.example.com", A, 60, "192.0.2.1")
          .put("host.example.com", AAAA, 61, "2001:db8::1")
          .put("host.example.com", RecordType.TXT, 60, "no address");

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # type | value                  | hosts with addresses
          MX     | 10 host.example.com.   | host
          MX     | 10 cname.example.com.  |
          MX     | 10 wild.w.example.com. |
          MX     | 10 gone.example.com.   |
          MX     | 10 host.example.net.   |
          MX     | 10 .                   |
          SRV    | 1 2 3 host.example.com. | host
          SRV    | 1 2 3 .                |
          PTR    | host.example.com.      |
          CNAME  | nobody.example.net.    |
          """)
  void hostsOfTheZone(RecordType type, String value, String hosts) {
    lab.zone("example.net").put("host.example.net", A, 60, "192.0.2.9");
    lab.put("cname.example.com", CNAME, 60, "host.example.com")
        .put("*.w.example.com", A, 60, "192.0.2.8")
        .put("x.example.com", type, 300, value);
    assertThat(lab.ask("x.example.com", type.name()).additional())
        .as("wildcards and CNAMEs are not gone after, other zones not told")
        .containsExactlyElementsOf(hosts == null ? List.of() : addresses());
  }

  @Test
  void serversOfTheZone() {
    lab.put("example.com", NS, 300, "host.example.com.", "ns.example.net.");
    assertThat(lab.ask("example.com", "NS").additional()).isEqualTo(addresses());
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                       | data                    | additional
          ServiceMode, another name    | 0001 %s 00010003026832  | addresses
          ServiceMode, the owner       | 0001 00 00010003026832  | own
          AliasMode, another name      | 0000 %s                 | addresses
          AliasMode, no such service   | 0000 00                 | nothing
          """)
  void services(String what, String data, String expected) {
    lab.put("svc.example.com", A, 60, "192.0.2.5");
    String hex = data.formatted(HOST).replace(" ", "");
    lab.put("svc.example.com", HTTPS, 300, hex);
    assertThat(lab.ask("svc.example.com", "HTTPS").additional())
        .as(what)
        .isEqualTo(
            switch (expected) {
              case "addresses" -> addresses();
              case "own" -> List.of("svc.example.com. 60 A 192.0.2.5");
              default -> List.of();
            });
  }

  @Test
  void aliasModeBringsTheServiceThatItLeadsTo() {
    lab.put("host.example.com", HTTPS, 62, "000100" + ALPN)
        .put("svc.example.com", HTTPS, 300, "0000" + HOST);
    List<String> additional = lab.ask("svc.example.com", "HTTPS").additional();
    assertThat(additional.subList(0, 2)).isEqualTo(addresses());
    assertThat(additional.get(2)).startsWith("host.example.com. 62 HTTPS ");
    assertThat(additional).hasSize(3);
  }

  @Test
  void aServiceThatNamesItselfIsNotToldTwice() {
    lab.put("svc.example.com", HTTPS, 300, "0001" + SVC + ALPN, "0002" + HOST + ALPN);
    Message reply = lab.ask("svc.example.com", "HTTPS");
    assertThat(reply.answer()).hasSize(2);
    assertThat(reply.additional()).isEqualTo(addresses());
  }

  @Test
  void referralsBringGlueFromInsideThenFromBeside() {
    lab.put("cut.example.com", NS, 300, "host.example.com.", "ns.cut.example.com.", "ns.else.test.")
        .put("ns.cut.example.com", A, 60, "192.0.2.7");
    for (int i = 0; i < 20; i++) {
      Message reply = lab.ask("www.cut.example.com", "A");
      assertThat(reply.aa()).isFalse();
      assertThat(reply.answer()).isEmpty();
      assertThat(reply.authority())
          .hasSize(3)
          .allMatch(ns -> ns.startsWith("cut.example.com. 300"));
      assertThat(reply.additional())
          .containsExactly(
              "ns.cut.example.com. 60 A 192.0.2.7", addresses().get(0), addresses().get(1));
    }
  }

  @ParameterizedTest(name = "{0} addresses of the server {1}: TC {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # addresses | server               | TC    | because
          20          | ns.cut.example.com.  | false | all of it fits
          40          | ns.cut.example.com.  | true  | RFC 9471, section 3.1
          40          | cut.example.com.     | true  | the cut itself is inside
          40          | ns.xcut.example.com. | false | beside: left out (section 3.2)
          """)
  void glueThatDoesNotFit(int addresses, String server, boolean truncated, String because) {
    String[] values = new String[addresses];
    Arrays.setAll(values, i -> "192.0.2." + i);
    lab.put("cut.example.com", NS, 300, server).put(server, A, 60, values);
    byte[] query = Lab.query("www.cut.example.com", "A", 0);
    Message reply = lab.ask(query, Transport.UDP);
    assertThat(reply.tc()).as(because).isEqualTo(truncated);
    assertThat(reply.length()).isLessThanOrEqualTo(512);
    assertThat(lab.ask(query, Transport.TCP).additional()).hasSize(addresses);
  }

  @Test
  void noServerInsideIsForgottenHoweverManyThereAre() {
    String[] servers = new String[60];
    Arrays.setAll(servers, i -> "ns" + i + ".cut.example.com.");
    lab.put("cut.example.com", NS, 300, servers);
    for (String server : servers) {
      lab.put(server, A, 60, "192.0.2.7");
    }
    byte[] query = Lab.query("www.cut.example.com", "A", 0);
    assertThat(lab.ask(query, Transport.TCP).additional()).hasSize(60).doesNotHaveDuplicates();
    assertThat(lab.ask(query, Transport.UDP).tc()).isTrue();
  }

  @Test
  void additionalDataThatDoNotFitAreLeftOutWithoutAWord() {
    String[] values = new String[60];
    Arrays.setAll(values, i -> "192.0.2." + i);
    lab.put("big.example.com", A, 60, values).put("x.example.com", MX, 300, "10 big.example.com.");
    Message reply = lab.ask(Lab.query("x.example.com", "MX", 0), Transport.UDP);
    assertThat(reply.tc()).isFalse();
    assertThat(reply.answer()).hasSize(1);
    assertThat(reply.additional()).isEmpty();
  }

  private static List<String> addresses() {
    return List.of(
        "host.example.com. 60 A 192.0.2.1", "host.example.com. 61 AAAA 2001:db8:0:0:0:0:0:1");
  }
}
