package dev.understudy.benchmarks;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.ReadAhead;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.intent.Mutation;
import dev.understudy.metrics.QueryLedger;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per query of batches as a socket gives them, with and without reading ahead. Before each the
 * caches are used for something else, as the kernel does between two batches; that is in both.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BatchBenchmark {

  /** Names with an A record each, in one zone. */
  @Param({"1000", "100000", "1000000"})
  public int names;

  /** Whether the names asked for exist. */
  @Param({"true", "false"})
  public boolean exist;

  /** Whether the batch reads ahead. */
  @Param({"false", "true"})
  public boolean ahead;

  private static final int BATCH = 64;
  private static final int QUERIES = 1 << 16;
  private static final int LINE = 64;

  private final byte[][] queries = new byte[QUERIES][];
  private final byte[] client = {127, 0, 0, 1};
  private final byte[] query = new byte[512];
  private final byte[] reply = new byte[4_096];
  private final byte[] elsewhere = new byte[512 << 10];
  private @Nullable Responder responder;
  private @Nullable ReadAhead reader;
  private int next;

  /** Compiles the zone and writes the queries. */
  @Setup
  public void prepare() {
    var current = new CurrentEdition();
    new Publisher(current).reset(1, () -> everything().iterator());
    responder =
        new Responder(
            current, new QueryLedger().newRow(), new SplittableRandom(1), AnswerSettings.DEFAULTS);
    reader = ahead ? new ReadAhead(current, BATCH) : null;
    var random = new SplittableRandom(2);
    for (int i = 0; i < QUERIES; i++) {
      String name = (exist ? "h" : "x") + random.nextInt(names);
      queries[i] = Records.query(name + "." + Records.ZONE);
    }
  }

  private Stream<Mutation> everything() {
    return Stream.concat(
        Records.apex(),
        IntStream.range(0, names)
            .mapToObj(i -> Records.address("h" + i + "." + Records.ZONE, (10 << 24) | i)));
  }

  /** One batch. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int batch() {
    Responder to = responder;
    if (to == null) {
      throw new IllegalStateException("not prepared");
    }
    int octets = 0;
    for (int i = 0; i < elsewhere.length; i += LINE) {
      octets += elsewhere[i]++;
    }
    int first = next & (QUERIES - 1);
    next += BATCH;
    ReadAhead all = reader;
    if (all != null) {
      for (int i = first; i < first + BATCH; i++) {
        all.expect(query, copy(i));
      }
      all.touch();
    }
    for (int i = first; i < first + BATCH; i++) {
      octets += to.respond(query, copy(i), Transport.UDP, client, 4, reply);
    }
    return octets;
  }

  /** Queries come out of the kernel's buffers. */
  private int copy(int i) {
    byte[] from = queries[i];
    System.arraycopy(from, 0, query, 0, from.length);
    return from.length;
  }
}
