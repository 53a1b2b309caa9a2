package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.understudy.dnssec.NewKey;
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
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.LocationTable;
import dev.understudy.wire.RecordType;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hot path allocates nothing, whatever the outcome. */
class AllocationTest {
  private static final int CALLS = 100_000;
  private static final byte[] ADDRESS = {127, 0, 0, 1};

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] response = new byte[65_535];

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void respondAllocatesNothing(boolean fullAnswers) {
    Lab lab = Fixture.lab(new AnswerSettings(1232, fullAnswers));
    for (String[] question : Fixture.QUESTIONS) {
      byte[] query = Lab.query(question[0], question[1], 1232);
      assertThat(allocatedBy(lab, query)).as("%s %s", question[0], question[1]).isZero();
    }
  }

  /** Signing may allocate; not being asked to sign, or having nothing to sign with, may not. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void neitherUnsignedZonesNorClientsWithoutDoPayForSigning(boolean signed) {
    Lab lab = Fixture.lab();
    if (signed) {
      var random = new SecureRandom();
      lab.apply(
          new Mutation.PutZoneSigning(
              lab.id("example.com"),
              new ZoneSigning(
                  List.of(NewKey.make(SigningKey.KEY_SIGNING, random)),
                  List.of(NewKey.make(SigningKey.ZONE_SIGNING, random)))));
    }
    for (String[] question : Fixture.QUESTIONS) {
      byte[] query = Lab.query(question[0], question[1], 1232);
      query[query.length - 4] = (byte) (signed ? 0 : 0x80);
      assertThat(allocatedBy(lab, query)).as("%s %s", question[0], question[1]).isZero();
    }
  }

  /** Each policy by itself, and as the first of a failover pair of aliases. */
  @Test
  void everyPolicyAllocatesNothingForAClientSubnet() {
    Lab lab = new Lab().zone("example.com").check("down");
    byte[] ten = {10, 1, 0, 0};
    var texas = new LocationTable.Place("NA", "US", "TX", new Coordinates(31, -100));
    lab.publisher.geography(
        new Geography(
            new LocationTable.Builder().add(ten, 16, texas).embed(0x2002L << 48, 0, 16).build(),
            LatencyTable.EMPTY,
            null));
    var blocks = List.of(CidrBlock.of(ten, 16));
    lab.apply(
        new Mutation.PutCidrCollection(
            new CidrCollection("c", List.of(new CidrCollection.Location("a", blocks)))));
    Map<String, List<RoutingPolicy>> policies =
        Map.of(
            "simple", List.of(new Simple(), new Simple()),
            "pair", List.of(new Failover(true), new Failover(false)),
            "multi", List.of(new Multivalue(), new Multivalue()),
            "weighted", List.of(new Weighted(3), new Weighted(0)),
            "latency", List.of(new Latency("us-east-1"), new Latency("eu-west-1")),
            "geo", List.of(new Geolocation(null, "US", null), new Geolocation(null, "*", null)),
            "near",
                List.of(
                    new Geoproximity("us-west-2", null, null, 5),
                    new Geoproximity("us-east-1", null, null, -5)),
            "cidr", List.of(new IpBased("c", "a"), new IpBased("c", "*")));
    policies.forEach((name, pair) -> {
      String owner = name + ".example.com";
      if (pair.getFirst() instanceof Simple simple) {
        lab.put(Lab.set(owner, RecordType.A, "", simple, 60, "down", "1.1.1.1"));
        return;
      }
      lab.put(Lab.set(owner, RecordType.A, "1", pair.getFirst(), 60, "down", "1.1.1.1"));
      lab.put(Lab.set(owner, RecordType.A, "2", pair.getLast(), 60, "down", "1.1.1.2"));
      var over = List.of(new Failover(true), new Failover(false));
      String tree = "tree-" + owner;
      lab.put(lab.alias(tree, RecordType.A, "1", over.getFirst(), owner, true, null));
      lab.put(lab.alias(tree, RecordType.A, "2", over.getLast(), "pair.example.com", true, null));
    });
    var names = new TreeSet<>(policies.keySet());
    policies.keySet().forEach(name -> names.add("tree-" + name));
    names.remove("tree-simple");
    for (String name : names) {
      for (String state : List.of("up", "down")) {
        lab.publisher.statuses(Map.of("down", state.equals("up")));
        for (String client : List.of("10.1.2.0/24", "2002:a01:200::/40")) {
          byte[] query = Lab.query(name + ".example.com", "A", client);
          assertThat(allocatedBy(lab, query)).as("%s, %s, %s", name, state, client).isZero();
        }
      }
    }
  }

  @Test
  void readingAheadAllocatesNothing() {
    Lab lab = Fixture.lab();
    for (int i = 0; i < 10_000; i++) {
      lab.put("h" + i + ".example.com", RecordType.A, 60, "1.1.1.1");
    }
    var ahead = new ReadAhead(lab.current, 64);
    assertThat(ahead.helps()).isTrue();
    byte[][] batch = new byte[Fixture.QUESTIONS.length][];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = Lab.query(Fixture.QUESTIONS[i][0], Fixture.QUESTIONS[i][1], 1232);
    }
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 6 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < CALLS / 10; i++) {
        for (byte[] query : batch) {
          ahead.expect(query, query.length);
        }
        ahead.touch();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @Test
  void refusingAllocatesNothing() {
    Lab lab = Fixture.lab();
    byte[] good = Lab.query("www.example.com", "A", 0);
    for (int at = 2; at < 12; at++) {
      byte[] bad = good.clone();
      bad[at] ^= 0x13;
      assertThat(allocatedBy(lab, bad)).as("octet %s spoilt", at).isZero();
    }
  }

  /** What a client may ask for in OPT, each over every transport, in good replies and bad. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "3=",
        "10=2464c4abcf10c957",
        "10=2464c4abcf10c957010000005cf79f111f8130c3eee29480",
        "10=2464c4abcf10c957010000005cf79f111f8130c3eee29481",
        "10=2464c4abcf10c95701",
        "11=",
        "11=0064",
        "12=0000",
        "65001=abcd",
        "3=;8=00011800c00002;10=2464c4abcf10c957;11=;12=00"
      })
  void optionsAllocateNothing(String options) {
    var settings = AnswerSettings.DEFAULTS.with(Fixture.ALL_OPTIONS);
    Lab lab = Fixture.fill(new Lab(settings, () -> 1_559_731_985));
    String[] names = {"www", "nope", "unresolved", "self", "fail"};
    for (Transport transport : Transport.values()) {
      for (String name : names) {
        byte[] query = Lab.query(name + ".example.com", "A", 1232);
        byte[] asking = Lab.withOptions(query, options);
        assertThat(allocatedBy(lab, asking, transport)).as("%s %s", name, transport).isZero();
      }
      byte[] foreign = Lab.withOptions(Lab.query("elsewhere.org", "A", 1232), options);
      assertThat(allocatedBy(lab, foreign, transport)).as("foreign %s", transport).isZero();
    }
  }

  private long allocatedBy(Lab lab, byte[] query) {
    return allocatedBy(lab, query, Transport.UDP);
  }

  private long allocatedBy(Lab lab, byte[] query, Transport transport) {
    call(lab, query, transport, CALLS / 10);
    long least = Long.MAX_VALUE;
    // The meter itself, or a late compilation, may allocate once; a hot path that allocates does
    // so every time.
    for (int attempt = 0; attempt < 5 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      call(lab, query, transport, CALLS / 10);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  private void call(Lab lab, byte[] query, Transport transport, int times) {
    Responder responder = lab.responder();
    for (int i = 0; i < times; i++) {
      responder.respond(query, query.length, transport, ADDRESS, 4, response);
    }
  }
}
