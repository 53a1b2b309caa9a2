package dev.understudy.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.geography.MmdbFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/**
 * The worked examples of spec/routing.md, section 16, through the real nameserver: record sets made
 * with the AWS SDK, health made by real checks, clients told by EDNS Client Subnet or by the source
 * address, all answers asked over UDP. One zone for each example; how a row is written is told by
 * {@link ExampleRecords} and {@link ExpectedAnswers}.
 *
 * <p>Kinds of checks: {@code H} its endpoint is up, {@code U} down, {@code new} no result yet,
 * {@code inv} inverted and up, {@code dis} disabled and down, {@code disinv} both, {@code calc} 2
 * of 3 with children H, U and U, {@code gone} down and deleted since.
 *
 * <p>Examples 59 and 60 of the specification write networks of /48 with more bits than 48; here
 * they are networks. Example 64 speaks of the health of a load balancer, which a check stands in
 * for. Examples 69 and 70, of signed zones, are in {@link DnssecTest}.
 */
class WorkedExamplesTest {
  private static final String EXAMPLES =
      """
      # no | record sets | question | client | answers
      1  | www - - 300@1.1.1.1+1.1.1.2+1.1.1.3 | www A | | 1.1.1.1+1.1.1.2+1.1.1.3 TTL 300
      2  | www - U 1.1.1.1 | www A | | 1.1.1.1
      3  | @ - - 60@1.1.1.1, www - - ~@ | www A | | 1.1.1.1 TTL 60
      4  | @ - - 1.1.1.1, www - - ~@ | www AAAA | | NODATA
      5  | www P H 1.1.1.1, www S H 2.2.2.2 | www A | | 1.1.1.1
      6  | www P U 1.1.1.1, www S H 2.2.2.2 | www A | | 2.2.2.2
      7  | www P U 1.1.1.1, www S U 2.2.2.2 | www A | | 1.1.1.1
      8  | www P U 1.1.1.1, www S - 2.2.2.2 | www A | | 2.2.2.2
      9  | www P H 1.1.1.1, www S U 2.2.2.2 | www A | | 1.1.1.1
      10 | www P U 1.1.1.1 | www A | | 1.1.1.1
      11 | www P new 1.1.1.1, www S H 2.2.2.2 | www A | | 1.1.1.1
      12 | www P inv 1.1.1.1, www S H 2.2.2.2 | www A | | 2.2.2.2
      13 | www P dis 1.1.1.1, www S H 2.2.2.2 | www A | | 1.1.1.1
      14 | www P disinv 1.1.1.1, www S H 2.2.2.2 | www A | | 2.2.2.2
      15 | www P - >g, www S H 2.2.2.2, g w1 U 1.1.1.1, g w1 H 1.1.1.2 | www A | | 1.1.1.2
      16 | www P - >g, www S - 2.2.2.2, g w1 U 1.1.1.1, g w1 U 1.1.1.2 | www A | | 2.2.2.2
      17 | www P - >g, www S - >c, g w1 U 1.1.1.1, g w1 U 1.1.1.2, c - U 3.3.3.3 | www A | | 1.1.1.1=1/2 1.1.1.2=1/2
      18 | www P - ~g, www S H 2.2.2.2, g w1 U 1.1.1.1, g w1 U 1.1.1.2 | www A | | 1.1.1.1=1/2 1.1.1.2=1/2
      19 | www P U 1.1.1.1, www S - >S3 | www A | | 198.18.0.3 TTL 20
      20 | www w1 H 1.1.1.1, www w255 H 2.2.2.2 | www A | | 1.1.1.1=1/256 2.2.2.2=255/256
      21 | www w10 H 1.1.1.1, www w20 H 2.2.2.2, www w20 U 3.3.3.3 | www A | | 1.1.1.1=1/3 2.2.2.2=2/3
      22 | www w10 H 1.1.1.1, www w20 H 2.2.2.2, www w20 - 3.3.3.3 | www A | | 1.1.1.1=1/5 2.2.2.2=2/5 3.3.3.3=2/5
      23 | www w10 U 1.1.1.1, www w20 U 2.2.2.2, www w20 U 3.3.3.3 | www A | | 1.1.1.1=1/5 2.2.2.2=2/5 3.3.3.3=2/5
      24 | www w5 H 1.1.1.1, www w0 H 2.2.2.2 | www A | | 1.1.1.1=1/1
      25 | www w5 U 1.1.1.1, www w5 U 2.2.2.2, www w0 H 3.3.3.3 | www A | | 3.3.3.3=1/1
      26 | www w5 U 1.1.1.1, www w0 U 2.2.2.2, www w0 U 3.3.3.3 | www A | | 1.1.1.1=1/1
      27 | www w0 - 1.1.1.1, www w0 - 2.2.2.2, www w0 - 3.3.3.3 | www A | | 1.1.1.1=1/3 2.2.2.2=1/3 3.3.3.3=1/3
      28 | www w0 H 1.1.1.1, www w0 U 2.2.2.2, www w0 H 3.3.3.3 | www A | | 1.1.1.1=1/2 3.3.3.3=1/2
      29 | www w5 - 1.1.1.1, www w0 H 2.2.2.2 | www A | | 1.1.1.1=1/1
      30 | www w1 - 60@1.1.1.1, www w1 - 300@2.2.2.2 | www A | | 1.1.1.1=1/2 2.2.2.2=1/2 TTL 300
      31 | www L:us-west-2 H 1.1.1.1, www L:ap-southeast-1 H 2.2.2.2 | www A | London | 1.1.1.1
      32 | www L:us-west-2 U 1.1.1.1, www L:ap-southeast-1 H 2.2.2.2 | www A | London | 2.2.2.2
      33 | www L:us-west-2 U 1.1.1.1, www L:ap-southeast-1 U 2.2.2.2 | www A | London | 1.1.1.1
      34 | www L:cn-north-1 H 1.1.1.1, www L:us-east-1 H 2.2.2.2 | www A | China | 1.1.1.1
      35 | @ L:us-east-1 - >e, @ L:ap-southeast-2 - >s, e w1 U 1.1.1.1, e w3 U 1.1.1.2, s w1 H 2.2.2.1, s w3 H 2.2.2.2 | @ A | Virginia | 2.2.2.1=1/4 2.2.2.2=3/4
      36 | @ L:us-east-1 - ~e, @ L:ap-southeast-2 - >s, e w1 U 1.1.1.1, e w3 U 1.1.1.2, s w1 H 2.2.2.1, s w3 H 2.2.2.2 | @ A | Virginia | 1.1.1.1=1/4 1.1.1.2=3/4
      37 | @ L:us-east-1 - >e, @ L:ap-southeast-2 - >s, e w1 U 1.1.1.1, e w3 - 1.1.1.2, s w1 H 2.2.2.1, s w3 H 2.2.2.2 | @ A | Virginia | 1.1.1.2=1/1
      38 | @ L:us-east-1 U >e, @ L:ap-southeast-2 - >s, e w1 H 1.1.1.1, e w3 H 1.1.1.2, s w1 H 2.2.2.1, s w3 H 2.2.2.2 | @ A | Virginia | 2.2.2.1=1/4 2.2.2.2=3/4
      39 | @ L:us-east-1 - >e, @ L:ap-southeast-2 - >s, e w1 U 1.1.1.1, e w3 U 1.1.1.2, s w1 U 2.2.2.1, s w3 U 2.2.2.2 | @ A | Virginia | 1.1.1.1=1/4 1.1.1.2=3/4
      40 | www G:US-CA H 1.1.1.1, www G:US H 2.2.2.2, www K:NA H 3.3.3.3, www G:* H 4.4.4.4 | www A | California | 1.1.1.1
      41 | www G:US-CA U 1.1.1.1, www G:US H 2.2.2.2, www K:NA H 3.3.3.3, www G:* H 4.4.4.4 | www A | California | 2.2.2.2
      42 | www G:US-CA U 1.1.1.1, www G:US U 2.2.2.2, www K:NA H 3.3.3.3, www G:* H 4.4.4.4 | www A | California | 3.3.3.3
      43 | www G:US-CA U 1.1.1.1, www G:US U 2.2.2.2, www K:NA U 3.3.3.3, www G:* H 4.4.4.4 | www A | California | 4.4.4.4
      44 | www G:US-CA U 1.1.1.1, www G:US U 2.2.2.2, www K:NA U 3.3.3.3, www G:* U 4.4.4.4 | www A | California | 1.1.1.1
      45 | www G:US-CA U 1.1.1.1, www G:US U 2.2.2.2, www K:NA U 3.3.3.3, www G:* U 4.4.4.4 | www A | Texas | 2.2.2.2
      46 | www G:US-CA H 1.1.1.1, www G:US-TX H 2.2.2.2, www G:* H 4.4.4.4 | www A | no state | 4.4.4.4
      47 | www K:NA H 3.3.3.3 | www A | France | NODATA
      48 | www K:AF H 1.1.1.1, www K:AN H 1.1.1.2, www K:AS H 1.1.1.3, www K:EU H 1.1.1.4, www K:NA H 1.1.1.5, www K:OC H 1.1.1.6, www K:SA H 1.1.1.7 | www A | unmapped | NODATA
      49 | www G:FR U 1.1.1.1, www K:EU H 2.2.2.2 | www A | France | 2.2.2.2
      50 | www N:1.35/0/50 H 1.1.1.1, www N:-0.90/0/0 H 2.2.2.2 | www A | 0 N 0 E | 1.1.1.1
      51 | www N:1.35/0/0 H 1.1.1.1, www N:-0.90/0/-50 H 2.2.2.2 | www A | 0 N 0 E | 1.1.1.1
      52 | www N:0.50/0/0 U 1.1.1.1, www N:1.35/0/0 H 2.2.2.2, www N:-0.90/0/0 H 3.3.3.3 | www A | 0 N 0 E | 3.3.3.3
      53 | www M H 1.1.1.1, www M H 1.1.1.2, www M H 1.1.1.3, www M H 1.1.1.4, www M H 1.1.1.5 | www A | | 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4+1.1.1.5
      54 | www M H 1.1.1.1, www M H 1.1.1.2, www M H 1.1.1.3, www M H 1.1.1.4, www M H 1.1.1.5, www M H 1.1.1.6, www M H 1.1.1.7, www M H 1.1.1.8, www M H 1.1.1.9, www M H 1.1.2.1, www M H 1.1.2.2, www M H 1.1.2.3 | www A | | 8 of 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4+1.1.1.5+1.1.1.6+1.1.1.7+1.1.1.8+1.1.1.9+1.1.2.1+1.1.2.2+1.1.2.3
      55 | www M H 1.1.1.1, www M H 1.1.1.2, www M H 1.1.1.3, www M H 1.1.1.4, www M H 1.1.1.5, www M H 1.1.1.6, www M H 1.1.1.7, www M U 2.2.2.1, www M U 2.2.2.2, www M U 2.2.2.3 | www A | | 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4+1.1.1.5+1.1.1.6+1.1.1.7
      56 | www M U 1.1.1.1, www M U 1.1.1.2, www M U 1.1.1.3, www M U 1.1.1.4, www M U 1.1.1.5, www M U 1.1.1.6, www M U 1.1.1.7, www M U 1.1.1.8, www M U 1.1.1.9, www M U 1.1.2.1 | www A | | 8 of 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4+1.1.1.5+1.1.1.6+1.1.1.7+1.1.1.8+1.1.1.9+1.1.2.1
      57 | www M H 1.1.1.1, www M U 1.1.1.2, www M - 1.1.1.3 | www A | | 1.1.1.1+1.1.1.3
      58 | www C:loc-a - 1.1.1.1, www C:* - 9.9.9.9 | www A | 198.51.100.0/24 | 1.1.1.1
      59 | www AAAA C:six - 2001:db8::1, www AAAA C:* - 2001:db8::9 | www AAAA | 2001:db8:1234::/48 | 2001:db8:0:0:0:0:0:1
      60 | www AAAA C:long - 2001:db8::1, www AAAA C:* - 2001:db8::9 | www AAAA | 2001:db9::/32 | 2001:db8:0:0:0:0:0:9
      61 | www C:wide - 1.1.1.1, www C:narrow - 2.2.2.2, www C:* - 9.9.9.9 | www A | 127.1.2.3 | 2.2.2.2
      61 | the same | www A | 127.2.2.3 | 1.1.1.1
      62 | www C:isp - 3.3.3.3, www C:* - ~geo, geo G:US-CA - 1.1.1.1, geo G:US - 2.2.2.2, geo G:* - 4.4.4.4 | www A | Texas | 2.2.2.2
      62 | the same | www A | California | 3.3.3.3
      63 | www w1 - ~a, www w1 - ~b, a - - 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4, b - - 2.2.2.1+2.2.2.2+2.2.2.3+2.2.2.4 | www A | | 1.1.1.1+1.1.1.2+1.1.1.3+1.1.1.4=1/2 2.2.2.1+2.2.2.2+2.2.2.3+2.2.2.4=1/2
      64 | www P U >ALB, www S H 2.2.2.2 | www A | | 2.2.2.2
      65 | * - - 7.7.7.7, acme - - 8.8.8.8 | acme A | | 8.8.8.8
      65 | the same | x.y A | | 7.7.7.7
      66 | * - - 7.7.7.7, acme TXT - - "t" | acme A | | NODATA
      67 | acme NS - - ns.example.net | www.acme A | | REFERRAL
      68 | none | nope A | | NXDOMAIN
      71 | www P calc 1.1.1.1, www S H 2.2.2.2 | www A | | 2.2.2.2
      72 | www P gone 1.1.1.1, www S H 2.2.2.2 | www A | | 1.1.1.1
      """;

  /** Where clients are; a network sent as EDNS Client Subnet, but for loopback addresses. */
  private static final Map<String, String> CLIENTS =
      Map.of(
          "London", "10.0.1.0/24",
          "China", "10.0.2.0/24",
          "Virginia", "10.0.3.0/24",
          "California", "10.0.4.0/24",
          "Texas", "10.0.5.0/24",
          "no state", "10.0.6.0/24",
          "France", "10.0.7.0/24",
          "unmapped", "10.0.8.0/24",
          "0 N 0 E", "10.0.9.0/24");

  private static final String LATENCIES =
      """
      network,     us-west-2, ap-southeast-1, us-east-1, cn-north-1
      10.0.1.0/24, 130,       170,            75,        210
      10.0.2.0/24, 160,       90,             40,        200
      """;

  private static Product product;
  private static Examples examples;
  private static NamesOutside outside;

  @BeforeAll
  static void load(@TempDir Path directory) throws Exception {
    Path map =
        new MmdbFixture()
            .network("10.0.1.0/24", "EU", "GB", null, 51.5, -0.1)
            .network("10.0.2.0/24", "AS", "CN", null, 39.9, 116.4)
            .network("10.0.3.0/24", "NA", "US", "VA", 39.0, -77.5)
            .network("10.0.4.0/24", "NA", "US", "CA", 37.8, -122.4)
            .network("10.0.5.0/24", "NA", "US", "TX", 30.3, -97.7)
            .network("10.0.6.0/24", "NA", "US", null, null, null)
            .network("10.0.7.0/24", "EU", "FR", null, 48.9, 2.4)
            .network("10.0.9.0/24", null, null, null, 0.0, 0.0)
            .write(directory.resolve("places.mmdb"));
    Path latencies = Files.writeString(directory.resolve("latencies.csv"), LATENCIES);
    outside =
        new NamesOutside(
            Map.of(
                "s3-website-us-east-1.amazonaws.com.",
                "198.18.0.3",
                "lb-1.us-east-1.elb.amazonaws.com.",
                "198.18.0.4"),
            20);
    product =
        new Product(
                directory.resolve("data"),
                "--geo-db",
                map.toString(),
                "--latency-table",
                latencies.toString(),
                "--resolver",
                "127.0.0.1:" + outside.port())
            .start();
    examples = new Examples(product);
    examples.makeCollection(
        "loc-a 198.51.100.0/24",
        "six 2001:db8::/32",
        "long 2001:db9:1234::/48",
        "wide 127.0.0.0/8",
        "narrow 127.1.0.0/16",
        "isp 10.0.4.0/24");
    examples.makeChecks();
    String last = "";
    for (String[] row : rows()) {
      if (!row[1].equals("the same")) {
        String change = examples.makeZone(domain(row[0]), row[1].equals("none") ? "" : row[1]);
        last = change.isEmpty() ? last : change;
      }
    }
    String gone = examples.check("gone");
    examples.route53().deleteHealthCheck(request -> request.healthCheckId(gone));
    examples.awaitInSync(last);
    product.resolver().until("www.ex72.example.", List.of("1.1.1.1"), Product.LIMIT);
    product.resolver().until("www.ex19.example.", List.of("198.18.0.3"), Product.LIMIT);
  }

  @AfterAll
  static void stop() throws Exception {
    examples.close();
    outside.close();
    assertThat(product.stop()).isZero();
    product.close();
  }

  @ParameterizedTest(name = "{0}: {1} asked by {3}")
  @MethodSource("table")
  void anExampleIsAnswered(
      String number, String records, String question, String client, String expected)
      throws Exception {
    String example = "example " + number + ", " + records + ", asked by " + client;
    String[] words = question.split(" ", -1);
    String name = (words[0].equals("@") ? "" : words[0] + ".") + domain(number) + ".";
    var expectation = new ExpectedAnswers(expected);
    try (Asked asked = Asked.by(product.dnsPort(), CLIENTS.getOrDefault(client, client))) {
      var answers = new ArrayList<Message>();
      for (int i = 0; i < expectation.draws(); i++) {
        answers.add(asked.ask(name, Type.value(words[1])));
      }
      expectation.compare(example, answers);
    }
  }

  private static String domain(String number) {
    return "ex" + number + ".example";
  }

  static Stream<Arguments> table() {
    return rows().stream().map(row -> Arguments.of((Object[]) row));
  }

  private static List<String[]> rows() {
    return Arrays.stream(EXAMPLES.split("\n", -1))
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new))
        .map(Objects::requireNonNull)
        .toList();
  }
}
