package dev.understudy.benchmarks;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per query in the responder alone, by the size of the zone: no socket, names asked for in a
 * scattered order.
 */
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
  @Param({"EXISTING", "MISSING"})
  public Question question = Question.EXISTING;

  /** Kinds of names. */
  public enum Question {
    /** A name with one A record. */
    EXISTING("h"),
    /** A name that does not exist. */
    MISSING("missing");

    private final String prefix;

    Question(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final int QUERIES = 4_096;

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
    var random = new SplittableRandom(2);
    for (int i = 0; i < QUERIES; i++) {
      queries[i] = Records.query(question.prefix + random.nextInt(names) + "." + Records.ZONE);
    }
  }

  private Stream<Mutation> everything() {
    return Stream.concat(
        Records.apex(),
        IntStream.range(0, names)
            .mapToObj(i -> Records.address("h" + i + "." + Records.ZONE, (10 << 24) | i)));
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
