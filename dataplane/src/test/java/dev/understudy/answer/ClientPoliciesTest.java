package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;
import static dev.understudy.wire.RecordType.A;
import static dev.understudy.wire.RecordType.AAAA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import dev.understudy.routing.NetworkTable;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worked examples of the routing specification (Route 53 Developer Guide) whose answers depend
 * on the client, each asked with EDNS Client Subnet; the numbers are its row numbers.
 */
class ClientPoliciesTest {
  private static final String COLLECTION = "c0113c71-0000-0000-0000-000000000000";

  /** Clients by name: a network, and where it is. */
  private static final Map<String, String> CLIENTS =
      Map.ofEntries(
          Map.entry("california", "10.1.0.0/24"),
          Map.entry("texas", "10.2.0.0/24"),
          Map.entry("somewhere in the US", "10.3.0.0/24"),
          Map.entry("london", "10.4.0.0/24"),
          Map.entry("beijing", "10.5.0.0/24"),
          Map.entry("france", "10.6.0.0/24"),
          Map.entry("virginia", "10.7.0.0/24"),
          Map.entry("the US, Puerto Rico", "10.8.0.0/24"),
          Map.entry("the US, Guam", "10.9.0.0/24"),
          Map.entry("unmapped", "192.0.2.0/24"));

  private final Lab lab = new Lab().zone("example.com");

  @BeforeEach
  void map() {
    lab.publisher.geography(new Geography(places(), LatencyTable.EMPTY, null));
  }

  private static LocationTable places() {
    return new LocationTable.Builder()
        .add(octets("10.1.0.0"), 16, new Place("NA", "US", "CA", new Coordinates(37, -120)))
        .add(octets("10.2.0.0"), 16, new Place("NA", "US", "TX", new Coordinates(31, -100)))
        .add(octets("10.3.0.0"), 16, new Place("NA", "US", null, null))
        .add(octets("10.4.0.0"), 16, new Place("EU", "GB", "ENG", new Coordinates(51.5, -0.1)))
        .add(octets("10.5.0.0"), 16, new Place("AS", "CN", null, new Coordinates(39.9, 116.4)))
        .add(octets("10.6.0.0"), 16, new Place("EU", "FR", null, new Coordinates(47, 2)))
        .add(octets("10.7.0.0"), 16, new Place("NA", "US", "VA", new Coordinates(38, -78)))
        .add(octets("10.8.0.0"), 16, new Place("NA", "US", "PR", null))
        .add(octets("10.9.0.0"), 16, new Place("NA", "US", "GU", null))
        .build();
  }

  @ParameterizedTest(name = "row {0}: {1}, down {2}, {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | regions                  | down     | client     | answers
          31 | us-west-2 ap-southeast-1    | -         | london     | us-west-2
          32 | us-west-2 ap-southeast-1    | us-west-2 | london     | ap-southeast-1
          33 | us-west-2 ap-southeast-1    | us-west-2 ap-southeast-1 | london | us-west-2
          34 | cn-north-1 us-east-1        | -         | beijing    | cn-north-1
          34 | cn-north-1 us-east-1        | cn-north-1 | beijing   | us-east-1
          0  | cn-north-1 us-east-1        | -         | virginia   | us-east-1
          0  | eu-west-2 us-east-1 us-west-2 | -       | california | us-west-2
          0  | us-west-2 eu-west-2         | -         | unmapped   | eu-west-2
          0  | zz-new-1 us-west-2          | -         | unmapped   | us-west-2
          0  | zz-new-1 us-west-2          | us-west-2 | california | zz-new-1
          """)
  void latency(int row, String regions, String down, String client, String answers) {
    // Oregon is faster from London and Virginia from Beijing: the operator measured it.
    lab.publisher.geography(
        new Geography(
            places(),
            new LatencyTable.Builder()
                .add(octets("10.4.0.0"), 16, Map.of("us-west-2", 130.0, "ap-southeast-1", 170.0))
                .add(octets("10.5.0.0"), 16, Map.of("us-east-1", 10.0, "cn-north-1", 20.0))
                .build(),
            null));
    answers(List.of(regions.split(" ", -1)), Latency::new, down, client, answers);
  }

  @Test
  void unmappedClientIsTakenToBeWhereItIsConfigured() {
    lab.publisher.geography(new Geography(places(), LatencyTable.EMPTY, new Coordinates(45, -120)));
    answers(List.of("us-west-2", "eu-west-2"), Latency::new, "-", "unmapped", "us-west-2");
  }

  @ParameterizedTest(name = "row {0}: {1}, down {2}, {3}: {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | areas         | down           | client     | answers
          40 | US-CA US NA *    | -              | california | US-CA
          41 | US-CA US NA *    | US-CA          | california | US
          42 | US-CA US NA *    | US-CA US       | california | NA
          43 | US-CA US NA *    | US-CA US NA    | california | *
          44 | US-CA US NA *    | US-CA US NA *  | california | US-CA
          45 | US-CA US NA *    | -              | texas      | US
          46 | US-CA US-TX *    | -              | somewhere in the US | *
          0  | US-CA US NA *    | -              | somewhere in the US | US
          0  | US-CA NA *       | -              | somewhere in the US | NA
          0  | US-CA US-TX      | -              | somewhere in the US | -
          47 | NA               | -              | france     | -
          48 | AF AN AS EU NA OC SA | -          | unmapped   | -
          49 | FR EU            | FR             | france     | EU
          0  | US-CA US NA *    | US             | unmapped   | *
          0  | US-CA            | US-CA          | california | US-CA
          0  | PR US NA *       | -              | the US, Puerto Rico | PR
          0  | US NA *          | -              | the US, Puerto Rico | NA
          0  | US NA OC *       | -              | the US, Guam | OC
          0  | GU US OC *       | GU             | the US, Guam | OC
          """)
  void geolocation(int row, String areas, String down, String client, String answers) {
    answers(List.of(areas.split(" ", -1)), ClientPoliciesTest::area, down, client, answers);
  }

  @Test
  void rows50And51BiasShrinksAndStretches() {
    // One degree of latitude is 111 km; the client stands at 47 N, 2 E.
    near("a", 47 + 150 / 111.2, 50).near("b", 47 - 100 / 111.2, 0);
    assertThat(ask("france")).containsExactly("a");
    near("a", 47 + 150 / 111.2, 0).near("b", 47 - 100 / 111.2, -50);
    assertThat(ask("france")).containsExactly("a");
    near("a", 47 + 150 / 111.2, 0).near("b", 47 - 100 / 111.2, 0);
    assertThat(ask("france")).containsExactly("b");
  }

  @Test
  void row52NextNearestWhenTheNearestIsUnhealthy() {
    near("a", 47.1, 0).near("b", 48, 0).near("c", 49, 0);
    lab.down("a");
    assertThat(ask("france")).containsExactly("b");
    lab.down("b").down("c");
    assertThat(ask("france")).containsExactly("a");
  }

  /** A region, a local zone group and a pair of coordinates are places alike; section 4.6. */
  @ParameterizedTest(name = "asked from {0}, region biased {1}: {2}")
  @CsvSource({
    "california, 0, us-west-1",
    "virginia, 0, us-east-1-atl-1",
    "london, 0, 51.5 N",
    "texas, 0, us-east-1-atl-1",
    "texas, 50, us-west-1",
    "unmapped, 0, 51.5 N",
  })
  void regionsLocalZoneGroupsAndCoordinatesCompeteByTheirPlaces(
      String client, int bias, String answers) {
    put("51.5 N", new Geoproximity(null, null, new Coordinates(51.5, 0), 0));
    put("us-west-1", new Geoproximity("us-west-1", null, null, bias));
    put("us-east-1-atl-1", new Geoproximity(null, "us-east-1-atl-1", null, 0));
    put("unknown", new Geoproximity("zz-new-1", null, null, 99));
    lab.publisher.geography(new Geography(places(), LatencyTable.EMPTY, new Coordinates(47, 2)));
    assertThat(ask(client)).containsExactly(answers);
  }

  @ParameterizedTest(name = "row {0}: {1} asked from {2}: {3}, scope {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | blocks                                | client              | answers | scope
          58 | a=198.51.100.0/24                        | 198.51.100.0/24     | a | 24
          59 | a=2001:db8::/32                          | 2001:db8:0:1234::/48 | a | 32
          60 | a=2001:db8:0:1234::/48                   | 2001:db8::/32       | * | 48
          61 | a=10.0.0.0/8 b=10.1.0.0/16               | 10.1.2.0/24         | b | 16
          0  | a=10.0.0.0/8 b=10.1.0.0/16               | 10.2.2.0/24         | a | 15
          0  | a=10.0.0.0/8 b=10.1.0.0/16               | 192.0.2.0/24        | * | 1
          0  | a=10.0.0.0/8 other=10.1.0.0/16           | 10.1.2.0/24         | a | 16
          """)
  void ipBased(int row, String blocks, String client, String answers, int scope) {
    collection(blocks);
    RecordType type = client.contains(":") ? AAAA : A;
    for (String name : List.of("a", "b", "*")) {
      lab.check(name)
          .put(
              set(
                  "www.example.com",
                  type,
                  name,
                  new IpBased(COLLECTION, name),
                  60,
                  name,
                  value(name, type)));
    }
    Message reply = lab.askFrom("www.example.com", type.name(), client);
    assertThat(named(reply)).containsExactly(answers);
    assertThat(reply.clientSubnet()).endsWith(" scope " + scope);
  }

  @Test
  void ipBasedFallsBackToShorterNetworksThenTheRestThenTheLongest() {
    collection("a=10.0.0.0/8 b=10.1.0.0/16");
    for (String name : List.of("a", "b", "*")) {
      put(name, new IpBased(COLLECTION, name));
    }
    assertThat(ask("california")).containsExactly("b");
    lab.down("b");
    assertThat(ask("california")).containsExactly("a");
    lab.down("a");
    assertThat(ask("california")).containsExactly("*");
    lab.down("*");
    assertThat(ask("california")).containsExactly("b");
  }

  /** Section 4.8: a location may hold blocks of both families, whatever type is asked for. */
  @ParameterizedTest
  @CsvSource({"A, 10.1.0.0/24", "A, 2001:db8::/48", "AAAA, 10.1.0.0/24", "AAAA, 2001:db8::/48"})
  void aLocationOfBothFamiliesServesBothTypes(RecordType type, String client) {
    var blocks =
        List.of(CidrBlock.of(octets("10.0.0.0"), 8), CidrBlock.of(octets("2001:db8::"), 32));
    var both = new CidrCollection.Location("a", blocks);
    lab.apply(new Mutation.PutCidrCollection(new CidrCollection(COLLECTION, List.of(both))));
    for (String name : List.of("a", "*")) {
      var policy = new IpBased(COLLECTION, name);
      lab.put(set("www.example.com", type, name, policy, 60, null, value(name, type)));
    }
    assertThat(named(lab.askFrom("www.example.com", type.name(), client))).containsExactly("a");
  }

  @Test
  void changeOfACollectionChangesTheAnswerAndCompilesNoNode() {
    put("a", new IpBased(COLLECTION, "a"));
    put("*", new IpBased(COLLECTION, "*"));
    assertThat(ask("california")).containsExactly("*");
    long compiled = lab.publisher.nodesCompiled();
    collection("b=10.0.0.0/8 a=10.1.0.0/16");
    assertThat(ask("california")).containsExactly("a");
    collection("b=10.0.0.0/8");
    assertThat(ask("california")).containsExactly("*");
    collection("a=10.0.0.0/8");
    assertThat(ask("california")).containsExactly("a");
    lab.apply(new Mutation.DeleteCidrCollection(COLLECTION));
    assertThat(ask("california")).containsExactly("*");
    assertThat(lab.publisher.nodesCompiled()).isEqualTo(compiled);
  }

  @Test
  void clientsOutsideEveryNetworkGetNoDataWithoutADefault() {
    collection("a=10.0.0.0/8");
    put("a", new IpBased(COLLECTION, "a"));
    Message reply = lab.askFrom("www.example.com", "A", "192.0.2.0/24");
    assertThat(reply.rcode()).isZero();
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.authority()).hasSize(1);
  }

  @Test
  void row62DefaultIsAnAliasToAGroupOfPlacesInTheSameClientsContext() {
    collection("isp=10.9.0.0/24");
    put("isp", new IpBased(COLLECTION, "isp"));
    lab.put(
        lab.alias(
            "www.example.com",
            A,
            "*",
            new IpBased(COLLECTION, "*"),
            "geo.example.com",
            true,
            null));
    lab.put(set("geo.example.com", A, "US", area("US"), 60, null, value("US", A)));
    lab.put(set("geo.example.com", A, "rest", area("*"), 60, null, value("*", A)));
    assertThat(ask("texas")).containsExactly("US");
    assertThat(ask("france")).containsExactly("*");
    assertThat(named(lab.askFrom("www.example.com", "A", "10.9.0.0/24"))).containsExactly("isp");
  }

  /** Section 17, A10: that another country's record set is healthy helps nobody who asks here. */
  @ParameterizedTest(name = "asked from {0}, down {1}: {2}")
  @CsvSource({
    "france, FR, standby",
    "london, FR, GB",
    "france, FR standby, FR",
    "texas, -, standby",
    "texas, standby, -",
  })
  void healthOfPlacesBehindAnAliasIsThatOfTheAskingClientsPlace(
      String client, String down, String answers) {
    for (String country : List.of("FR", "GB")) {
      lab.check(country)
          .put(set("geo.example.com", A, country, area(country), 60, country, value(country, A)));
    }
    lab.put(
        lab.alias("www.example.com", A, "p", new Failover(true), "geo.example.com", true, null));
    put("standby", new Failover(false));
    judge(down);
    Message reply = lab.askFrom("www.example.com", "A", network(client));
    assertThat(named(reply)).isEqualTo(answers.equals("-") ? List.of() : List.of(answers));
    assertThat(reply.rcode()).isZero();
  }

  @ParameterizedTest(name = "row {0}: down {1}, ETH {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # row | down      | evaluate | answers
          35 | u1 u2        | true     | s1 s2
          36 | u1 u2        | false    | u1 u2
          37 | u1           | true     | u2
          38 | alias        | true     | s1 s2
          39 | u1 u2 s1 s2  | true     | u1 u2
          0  | -            | true     | u1 u2
          """)
  void regionsOverWeights(int row, String down, boolean evaluate, String answers) {
    lab.check("alias");
    for (String leaf : List.of("u1", "u2", "s1", "s2")) {
      String pool = leaf.charAt(0) + ".example.com";
      lab.check(leaf).put(set(pool, A, leaf, new Weighted(10), 60, leaf, value(leaf, A)));
    }
    lab.put(
            lab.alias(
                "www.example.com",
                A,
                "us",
                new Latency("us-east-1"),
                "u.example.com",
                evaluate,
                "alias"))
        .put(
            lab.alias(
                "www.example.com",
                A,
                "au",
                new Latency("ap-southeast-2"),
                "s.example.com",
                evaluate,
                null));
    judge(down);
    Set<String> seen = new TreeSet<>();
    for (int i = 0; i < 60; i++) {
      seen.addAll(ask("virginia"));
    }
    assertThat(String.join(" ", seen)).isEqualTo(answers);
  }

  @Test
  void sourceAddressStandsForTheClientWithoutASubnetOrWithOneOfNoBits() {
    collection("a=127.0.0.0/8");
    put("a", new IpBased(COLLECTION, "a"));
    put("*", new IpBased(COLLECTION, "*"));
    assertThat(named(lab.ask("www.example.com", "A"))).containsExactly("a");
    Message reply = lab.askFrom("www.example.com", "A", "0.0.0.0/0");
    assertThat(named(reply)).containsExactly("a");
    assertThat(reply.clientSubnet()).isEqualTo("1  scope 0");
    assertThat(lab.ask("www.example.com", "A").clientSubnet()).isEmpty();
  }

  @Test
  void scopeIsZeroWhereTheAnswerIsTheSameForAll() {
    lab.put(set("www.example.com", A, "", new Simple(), 60, null, "1.1.1.1"));
    assertThat(lab.askFrom("www.example.com", "A", "10.1.0.0/24").clientSubnet())
        .isEqualTo("1 0a0100 scope 0");
    assertThat(lab.askFrom("nope.example.com", "A", "10.1.0.0/23").clientSubnet())
        .isEqualTo("1 0a0100 scope 0");
  }

  /** It was looked up where an alias led there, so caches were told more than the answer needs. */
  @Test
  void scopeIsZeroWhereTheOnlyRegionOrPlaceAnswersAlsoThroughAnAlias() {
    lab.put(set("one.example.com", A, "r", new Latency("us-east-1"), 60, null, "1.1.1.1"));
    lab.put(lab.alias("www.example.com", A, "", new Simple(), "one.example.com", true, null));
    assertThat(lab.askFrom("www.example.com", "A", "10.1.0.0/24").clientSubnet())
        .isEqualTo("1 0a0100 scope 0");
  }

  @Test
  void scopeOfPlacesIsTheNetworkThatWasLookedUp() {
    put("US", area("US"));
    put("*", area("*"));
    assertThat(lab.askFrom("www.example.com", "A", "10.1.0.0/24").clientSubnet())
        .isEqualTo("1 0a0100 scope 16");
    assertThat(lab.askFrom("www.example.com", "A", "192.0.2.0/24").clientSubnet())
        .isEqualTo("1 c00002 scope 1");
  }

  @ParameterizedTest(name = "option {0}: rcode {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # family, source, scope, address | rcode: RFC 7871, section 6
          0001180000000a0100               | 1
          0001180a0a0100                   | 1
          0001210a0a01000000               | 1
          00011900ffffff80                 | 0
          00011900ffffffc0                 | 1
          0001180a01                       | 1
          000218000a0100                   | 0
          000281000a0100                   | 1
          000318000a0100                   | 1
          00000000                         | 0
          000008000a                       | 1
          0001                             | 1
          00010000                         | 0
          """)
  void absurdSubnetsAreAFormatErrorThatShowsEdnsIsUnderstood(String option, int rcode) {
    lab.put(set("www.example.com", A, "", new Simple(), 60, null, "1.1.1.1"));
    byte[] data = java.util.HexFormat.of().parseHex(option.replace(" ", ""));
    byte[] query = Lab.withOption(Lab.query("www.example.com", "A", 1232), 8, data);
    Message reply = lab.ask(query, Transport.UDP);
    assertThat(reply.rcode()).isEqualTo(rcode);
    assertThat(reply.edns()).startsWith("1232/0/");
    assertThat(reply.clientSubnet().isEmpty()).isEqualTo(rcode == 1);
  }

  @Test
  void subnetsFromResolversThatAreNotTrustedAreIgnored() {
    var trusted = new NetworkTable.Builder().add(octets("198.51.100.7"), 32, 0).build();
    var strict = new Lab(new AnswerSettings(1232, false, trusted)).zone("example.com");
    strict.publisher.geography(new Geography(places(), LatencyTable.EMPTY, null));
    strict.put(set("www.example.com", A, "us", area("US"), 60, null, "1.1.1.1"));
    Message reply = strict.askFrom("www.example.com", "A", "10.1.0.0/24");
    assertThat(reply.answer()).isEmpty();
    assertThat(reply.clientSubnet()).isEmpty();
  }

  private void answers(
      List<String> names,
      java.util.function.Function<String, RoutingPolicy> policy,
      String down,
      String client,
      String answers) {
    names.forEach(name -> put(name, policy.apply(name)));
    judge(down);
    Message reply = lab.askFrom("www.example.com", "A", network(client));
    if (answers.equals("-")) {
      assertThat(reply.rcode()).isZero();
      assertThat(reply.answer()).isEmpty();
      assertThat(reply.authority()).hasSize(1);
    } else {
      assertThat(named(reply)).containsExactly(answers);
    }
  }

  private final List<String> values = new ArrayList<>();

  private void put(String name, RoutingPolicy policy) {
    // Identifiers against the order of names, so that it is not they which decide.
    String identifier = (char) ('z' - values.size()) + name;
    lab.check(name).put(set("www.example.com", A, identifier, policy, 60, name, value(name, A)));
  }

  private ClientPoliciesTest near(String name, double latitude, int bias) {
    var policy = new Geoproximity(null, null, new Coordinates(latitude, 2), bias);
    lab.check(name).put(set("www.example.com", A, name, policy, 60, name, value(name, A)));
    return this;
  }

  private void collection(String blocks) {
    var locations = new ArrayList<CidrCollection.Location>();
    for (String block : blocks.split(" ", -1)) {
      String[] parts = block.split("[=/]", -1);
      var network = CidrBlock.of(octets(parts[1]), Integer.parseInt(parts[2]));
      locations.add(new CidrCollection.Location(parts[0], List.of(network)));
    }
    lab.apply(new Mutation.PutCidrCollection(new CidrCollection(COLLECTION, locations)));
  }

  private void judge(String down) {
    for (String check : down.split(" ", -1)) {
      if (!check.equals("-")) {
        lab.down(check);
      }
    }
  }

  private List<String> ask(String client) {
    return named(lab.askFrom("www.example.com", "A", network(client)));
  }

  private static String network(String client) {
    return java.util.Objects.requireNonNull(CLIENTS.get(client));
  }

  /** The address that stands for a name, and back. */
  private String value(String name, RecordType type) {
    if (!values.contains(name)) {
      values.add(name);
    }
    return (type == A ? "1.1.1." : "2001:db8::") + values.indexOf(name);
  }

  private List<String> named(Message reply) {
    return reply.answer().stream()
        .map(record -> record.split("[ .:]", -1))
        .map(parts -> values.get(Integer.parseInt(parts[parts.length - 1])))
        .toList();
  }

  private static Geolocation area(String code) {
    if (code.contains("-")) {
      return new Geolocation(null, code.substring(0, 2), code.substring(3));
    }
    boolean continent = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA").contains(code);
    @Nullable String country = continent ? null : code;
    return new Geolocation(continent ? code : null, country, null);
  }

  private static byte[] octets(String address) {
    return Text.rdata(address.contains(":") ? AAAA : A, address).octets();
  }
}
