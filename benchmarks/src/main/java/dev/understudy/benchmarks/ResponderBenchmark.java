package dev.understudy.benchmarks;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.metrics.QueryLedger;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

/** Time per query in the responder alone: no socket, names asked for in a scattered order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ResponderBenchmark {

  /** Names h0, h1, ... with an A record each, in one zone. */
  @Param({"1000", "100000", "1000000"})
  public int names;

  /** What is asked for. */
  @Param({"EXISTING", "MISSING", "FAILOVER"})
  public Question question = Question.EXISTING;

  /** Kinds of names. */
  public enum Question {
    /** A name with one A record. */
    EXISTING("h"),
    /** A name that does not exist. */
    MISSING("missing"),
    /** A name with a primary and a secondary, checked; names f0 to f999. */
    FAILOVER("f");

    private final String prefix;

    Question(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final int QUERIES = 4_096;
  private static final int FAILOVERS = 1_000;
  private static final String ZONE = "example.com";

  private final byte[][] queries = new byte[QUERIES][];
  private final byte[] client = {127, 0, 0, 1};
  private final byte[] reply = new byte[4_096];
  private @Nullable Responder responder;
  private int next;

  /** Compiles the zone and writes the queries. */
  @Setup
  public void prepare() {
    var current = new CurrentEdition();
    new Publisher(current).reset(1, () -> everything().iterator());
    responder =
        new Responder(
            current, new QueryLedger().newRow(), new SplittableRandom(1), AnswerSettings.DEFAULTS);
    int bound = question == Question.FAILOVER ? FAILOVERS : names;
    var random = new SplittableRandom(2);
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = query(question.prefix + random.nextInt(bound) + "." + ZONE);
    }
  }

  private Stream<Mutation> everything() {
    Stream<Mutation> apex =
        Stream.of(
            new Mutation.PutZone(new HostedZone("Z1", name(ZONE), 1)),
            put(ZONE, RecordType.SOA, "", new RoutingPolicy.Simple(), soa()),
            put(ZONE, RecordType.NS, "", new RoutingPolicy.Simple(), name("ns1." + ZONE).wire()));
    Stream<Mutation> hosts =
        IntStream.range(0, names)
            .mapToObj(i ->
                put("h" + i + "." + ZONE, RecordType.A, "", new RoutingPolicy.Simple(), ip(i)));
    Stream<Mutation> failovers =
        IntStream.range(0, FAILOVERS)
            .boxed()
            .flatMap(i -> Stream.of(failover(i, true), failover(i, false)));
    return Stream.of(apex, hosts, failovers).flatMap(each -> each);
  }

  private static Mutation failover(int i, boolean primary) {
    return put(
        "f" + i + "." + ZONE,
        RecordType.A,
        primary ? "one" : "two",
        new RoutingPolicy.Failover(primary),
        ip(i));
  }

  private static Mutation put(
      String owner, RecordType type, String identifier, RoutingPolicy policy, byte[] data) {
    @Nullable String check = identifier.equals("one") ? "check-" + owner : null;
    return new Mutation.PutRecordSet(
        "Z1",
        new ResourceRecordSet(
            name(owner), type, identifier, policy, 60, List.of(Rdata.of(data)), null, check));
  }

  private static byte[] ip(int i) {
    return ByteBuffer.allocate(4).putInt((10 << 24) | i).array();
  }

  private static byte[] soa() {
    var data = new ByteArrayOutputStream();
    data.writeBytes(name("ns1." + ZONE).wire());
    data.writeBytes(name("hostmaster." + ZONE).wire());
    data.writeBytes(new byte[20]);
    return data.toByteArray();
  }

  private static DomainName name(String text) {
    var wire = new ByteArrayOutputStream();
    for (String label : text.split("\\.", -1)) {
      wire.write(label.length());
      wire.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
    }
    wire.write(0);
    return DomainName.ofWire(wire.toByteArray());
  }

  private static byte[] query(String text) {
    byte[] name = name(text).wire();
    return ByteBuffer.allocate(12 + name.length + 4)
        .putShort(4, (short) 1)
        .put(12, name)
        .putShort(12 + name.length, (short) 1)
        .putShort(12 + name.length + 2, (short) 1)
        .array();
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
