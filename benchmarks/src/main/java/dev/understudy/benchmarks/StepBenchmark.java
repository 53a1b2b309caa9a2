package dev.understudy.benchmarks;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Publisher;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Client;
import dev.understudy.routing.Router;
import dev.understudy.wire.Query;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import dev.understudy.wire.Reply;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
 * Time of each step of an answer by itself: parse a query, find a name, choose among candidates,
 * write a reply.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {

  /** Names h0, h1, ... with an A record each; a name with ten weights beside them. */
  @Param({"1000", "1000000"})
  public int names;

  private static final int QUERIES = 4_096;
  private static final int WEIGHTS = 10;
  private static final int UDP_OCTETS = 1_232;
  private static final String WEIGHTED = "weighted." + Records.ZONE;
  private static final int A = RecordType.A.code();
  private static final byte[] ADDRESS = {10, 0, 0, 1};

  private final byte[][] existing = new byte[QUERIES][];
  private final byte[][] missing = new byte[QUERIES][];
  private final byte[][] withOption = new byte[QUERIES][];
  private final Query query = new Query();
  private final Reply reply = new Reply();
  private final byte[] response = new byte[4_096];
  private final Lookup lookup = new Lookup();
  private final Lookup weighted = new Lookup();
  private final Router router = new Router();
  private final Choice choice = new Choice();
  private final Client client = new Client();
  private final SplittableRandom random = new SplittableRandom(1);
  private Edition edition = new CurrentEdition().get();
  private int next;

  /** Compiles the zone and writes the queries. */
  @Setup
  public void prepare() {
    var current = new CurrentEdition();
    new Publisher(current).reset(1, () -> everything().iterator());
    edition = current.get();
    client.at(ADDRESS, ADDRESS.length, edition.geography());
    for (int i = 0; i < QUERIES; i++) {
      int number = random.nextInt(names);
      existing[i] = Records.query("h" + number + "." + Records.ZONE);
      missing[i] = Records.query("x" + number + "." + Records.ZONE);
      withOption[i] = Records.query("h" + number + "." + Records.ZONE, number);
    }
    byte[] asked = Records.query(WEIGHTED);
    weighted.find(edition.tree(), asked, Query.NAME_AT, asked.length - Query.NAME_AT - 4, A);
  }

  private Stream<Mutation> everything() {
    Stream<Mutation> addresses =
        IntStream.range(0, names)
            .mapToObj(i -> Records.address("h" + i + "." + Records.ZONE, (10 << 24) | i));
    Stream<Mutation> weights =
        IntStream.range(0, WEIGHTS)
            .mapToObj(i -> Records.address(WEIGHTED, "w" + i, new Weighted(1 + i), null, i));
    return Stream.concat(Stream.concat(Records.apex(), addresses), weights);
  }

  /** Header and question. */
  @Benchmark
  public Query.Reading parse() {
    byte[] message = existing[next++ & (QUERIES - 1)];
    return query.read(message, message.length);
  }

  /** Header, question, and OPT with an option. */
  @Benchmark
  public Query.Reading parseOption() {
    byte[] message = withOption[next++ & (QUERIES - 1)];
    return query.read(message, message.length);
  }

  /** A name that exists. */
  @Benchmark
  public Outcome find() {
    return find(existing[next++ & (QUERIES - 1)]);
  }

  /** A name that does not, directly below the apex. */
  @Benchmark
  public Outcome findMissing() {
    return find(missing[next++ & (QUERIES - 1)]);
  }

  private Outcome find(byte[] message) {
    int length = message.length - Query.NAME_AT - 4;
    return lookup.find(edition.tree(), message, Query.NAME_AT, length, A);
  }

  /** One of ten weights; the other policies are in {@link PolicyBenchmark}. */
  @Benchmark
  public int choose() {
    router.choose(weighted.group(), edition.health(), client, random, null, choice);
    return choice.pick(0);
  }

  /** Header, question, one A record, OPT. */
  @Benchmark
  public int write() {
    byte[] message = existing[next++ & (QUERIES - 1)];
    reply.begin(message, message.length, true, response, UDP_OCTETS);
    reply.authoritative();
    reply.record(Query.NAME_AT, A, 60, ADDRESS, 0, ADDRESS.length);
    return reply.end(Rcode.NOERROR, UDP_OCTETS);
  }
}
