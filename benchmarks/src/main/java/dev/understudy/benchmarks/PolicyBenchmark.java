package dev.understudy.benchmarks;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per query in the responder alone, by routing policy: a thousand names of the kind asked for,
 * checked members, 10,000 networks with places and a CIDR collection of 1000 blocks.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PolicyBenchmark {

  /** What each name is. */
  @Param public Question question = Question.STATIC;

  /** Whether queries carry EDNS Client Subnet, of ever other networks. */
  @Param({"false", "true"})
  public boolean subnet;

  /** Kinds of names. */
  public enum Question {
    /** One A record. */
    STATIC,
    /** A primary that is healthy, and a secondary. */
    FAILOVER,
    /** A primary that is not, and a secondary. */
    FAILED_OVER,
    /** Ten weights. */
    WEIGHTED,
    /** Five regions, latencies estimated by distance. */
    LATENCY,
    /** A state, two countries, a continent and the default. */
    GEOLOCATION,
    /** Five places, some with a bias. */
    GEOPROXIMITY,
    /** Four locations and the default. */
    IP_BASED,
    /** Ten values, of which eight answer. */
    MULTIVALUE,
    /** Aliases three deep: two regions over two weights over a failover pair. */
    TREE
  }

  private static final int QUERIES = 4_096;
  private static final int NAMES = 1_000;
  private static final int NETWORKS = 10_000;
  private static final int BLOCKS = 1_000;
  private static final List<String> REGIONS =
      List.of("us-east-1", "us-west-2", "eu-west-1", "ap-southeast-1", "sa-east-1");
  private static final List<String> LOCATIONS = List.of("a", "b", "c", "d");

  private final byte[][] queries = new byte[QUERIES][];
  private final byte[] client = {10, 1, 2, 3};
  private final byte[] reply = new byte[4_096];
  private @Nullable Responder responder;
  private int next;

  /** Compiles the zone and writes the queries. */
  @Setup
  public void prepare() {
    var current = new CurrentEdition();
    var publisher = new Publisher(current);
    publisher.reset(1, () -> everything().iterator());
    publisher.geography(geography());
    Map<String, Boolean> statuses = new HashMap<>();
    for (int i = 0; i < NAMES; i++) {
      statuses.put("check" + i, question != Question.FAILED_OVER);
    }
    publisher.statuses(statuses);
    responder =
        new Responder(
            current, new QueryLedger().newRow(), new SplittableRandom(1), AnswerSettings.DEFAULTS);
    var random = new SplittableRandom(2);
    for (int i = 0; i < QUERIES; i++) {
      String name = owner(random.nextInt(NAMES));
      queries[i] =
          subnet ? Records.query(name, network(random.nextInt(NETWORKS))) : Records.query(name);
    }
  }

  private static String owner(int i) {
    return "h" + i + "." + Records.ZONE;
  }

  private Stream<Mutation> everything() {
    var checks =
        IntStream.range(0, NAMES)
            .mapToObj(i ->
                (Mutation)
                    new Mutation.PutCheck(
                        new HealthCheck(
                            "check" + i,
                            1,
                            false,
                            false,
                            new HealthCheck.AlarmState(HealthCheck.InsufficientData.HEALTHY))));
    var names = IntStream.range(0, NAMES).boxed().flatMap(this::name);
    return Stream.of(Stream.<Mutation>of(collection()), checks, Records.apex(), names)
        .flatMap(each -> each);
  }

  private Stream<Mutation> name(int i) {
    String owner = owner(i);
    return switch (question) {
      case STATIC -> Stream.of(Records.address(owner, i));
      case FAILOVER, FAILED_OVER ->
          members(owner, i, List.of(new Failover(true), new Failover(false)));
      case WEIGHTED ->
          members(
              owner, i, IntStream.range(1, 11).mapToObj(weight -> new Weighted(weight)).toList());
      case LATENCY -> members(owner, i, REGIONS.stream().map(Latency::new).toList());
      case GEOLOCATION ->
          members(
              owner,
              i,
              List.of(
                  new Geolocation(null, "US", "CA"),
                  new Geolocation(null, "US", null),
                  new Geolocation(null, "FR", null),
                  new Geolocation("EU", null, null),
                  new Geolocation(null, "*", null)));
      case GEOPROXIMITY ->
          members(
              owner,
              i,
              REGIONS.stream()
                  .map(region -> new Geoproximity(region, null, null, region.length() - 9))
                  .toList());
      case IP_BASED ->
          members(
              owner,
              i,
              Stream.concat(LOCATIONS.stream(), Stream.of("*"))
                  .map(location -> new IpBased("collection", location))
                  .toList());
      case MULTIVALUE -> members(owner, i, Collections.nCopies(10, new Multivalue()));
      case TREE -> tree(owner, i);
    };
  }

  /** Members with one value each; the first is checked. */
  private static Stream<Mutation> members(
      String owner, int i, List<? extends RoutingPolicy> policies) {
    return IntStream.range(0, policies.size())
        .mapToObj(at ->
            Records.address(
                owner, "m" + at, policies.get(at), at == 0 ? "check" + i : null, 256 * i + at));
  }

  private static Stream<Mutation> tree(String owner, int i) {
    var all = new ArrayList<Mutation>();
    for (String region : REGIONS.subList(0, 2)) {
      String over = region + "." + owner;
      all.add(Records.alias(owner, region, new Latency(region), over));
      for (String pool : List.of("one", "two")) {
        String pair = pool + "." + over;
        all.add(Records.alias(over, pool, new Weighted(10), pair));
        members(pair, i, List.of(new Failover(true), new Failover(false))).forEach(all::add);
      }
    }
    return all.stream();
  }

  /** Every 16th of all networks of 20 bits below 10.0.0.0/8 and on. */
  private static int network(int i) {
    return (10 << 24) + (i << 12);
  }

  private static Mutation collection() {
    var locations = new ArrayList<CidrCollection.Location>();
    for (int at = 0; at < LOCATIONS.size(); at++) {
      var blocks = new ArrayList<CidrBlock>();
      for (int i = at; i < BLOCKS; i += LOCATIONS.size()) {
        blocks.add(CidrBlock.of(Records.ip(network(10 * i)), 16 + i % 8));
      }
      locations.add(new CidrCollection.Location(LOCATIONS.get(at), blocks));
    }
    return new Mutation.PutCidrCollection(new CidrCollection("collection", locations));
  }

  private static Geography geography() {
    var random = new SplittableRandom(3);
    List<Place> places =
        List.of(
            new Place("NA", "US", "CA", new Coordinates(37, -120)),
            new Place("NA", "US", "TX", new Coordinates(31, -100)),
            new Place("EU", "FR", null, new Coordinates(47, 2)),
            new Place("EU", "DE", "BE", new Coordinates(52.5, 13.4)),
            new Place("AS", "JP", null, new Coordinates(35.7, 139.7)));
    var table = new LocationTable.Builder();
    for (int i = 0; i < NETWORKS; i++) {
      table.add(Records.ip(network(i)), 20, places.get(random.nextInt(places.size())));
    }
    return new Geography(table.build(), LatencyTable.EMPTY, null);
  }

  /** One query; the length of its reply. */
  @Benchmark
  public int respond() {
    byte[] query = queries[next++ & (QUERIES - 1)];
    Responder to = responder;
    if (to == null) {
      throw new IllegalStateException("not prepared");
    }
    return to.respond(query, query.length, Transport.UDP, client, 4, reply);
  }
}
