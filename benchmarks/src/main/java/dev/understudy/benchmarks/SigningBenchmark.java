package dev.understudy.benchmarks;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.dnssec.NewKey;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.metrics.QueryLedger;
import java.security.SecureRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What an answer of a signed zone costs: not asked to sign, signature known, signature to make. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SigningBenchmark {
  /** Where the digits of a random name begin, after the header, a length and a letter. */
  private static final int DIGITS_AT = 14;

  private final byte[] client = {127, 0, 0, 1};
  private final byte[] reply = new byte[4_096];
  private final byte[] plain = Records.query("h1." + Records.ZONE);
  private final byte[] known = withDo(Records.query("h1." + Records.ZONE));
  private final byte[] missing = withDo(Records.query("m00000000." + Records.ZONE));
  private @Nullable Responder responder;
  private int next;

  /** Compiles and signs the zone. */
  @Setup
  public void prepare() {
    var random = new SecureRandom();
    var signing =
        new ZoneSigning(
            List.of(NewKey.make(SigningKey.KEY_SIGNING, random)),
            List.of(NewKey.make(SigningKey.ZONE_SIGNING, random)));
    var current = new CurrentEdition();
    var everything =
        Stream.of(
                Records.apex(),
                Stream.<Mutation>of(new Mutation.PutZoneSigning("Z1", signing)),
                Stream.of(Records.address("h1." + Records.ZONE, 1)))
            .flatMap(each -> each)
            .toList();
    new Publisher(current).reset(1, everything);
    responder =
        new Responder(
            current, new QueryLedger().newRow(), new SplittableRandom(1), AnswerSettings.DEFAULTS);
  }

  /** DO is not set. */
  @Benchmark
  public int plain() {
    return respond(plain);
  }

  /** The same RRset again and again. */
  @Benchmark
  public int known() {
    return respond(known);
  }

  /** Another name that does not exist each time. */
  @Benchmark
  public int flood() {
    int number = next++;
    for (int i = 0; i < 8; i++) {
      missing[DIGITS_AT + i] = (byte) ('a' + ((number >>> (4 * i)) & 0xf));
    }
    return respond(missing);
  }

  private int respond(byte[] query) {
    Responder to = responder;
    if (to == null) {
      throw new IllegalStateException("not prepared");
    }
    return to.respond(query, query.length, Transport.UDP, client, 4, reply);
  }

  /** With an OPT record that sets DO (RFC 3225). */
  private static byte[] withDo(byte[] query) {
    byte[] longer = java.util.Arrays.copyOf(query, query.length + 11);
    longer[11] = 1;
    byte[] opt = {0, 0, 41, 4, (byte) 0xd0, 0, 0, (byte) 0x80, 0, 0, 0};
    System.arraycopy(opt, 0, longer, query.length, opt.length);
    return longer;
  }
}
