package dev.understudy.tape;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.understudy.metrics.QueryCount;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read, in order and whole, or was refused. */
class TapeTest {
  private static final byte[] CLIENT = {10, 1, 2, 3};
  private static final byte[] NOTHING = {};

  @Test
  void anEntryIsReadAsItWasWritten() {
    var tape = new Tape(1_024, null);
    byte[] six = new byte[18];
    Arrays.fill(six, (byte) 7);
    byte[] query = {1, 2, 3};
    byte[] reply = {4, 5, 6, 7, 8, 9};
    assertThat(
            tape.write(
                Sample.TAP,
                2,
                QueryCount.ANSWER_FAILOVER,
                -5,
                17,
                six,
                16,
                65_535,
                query,
                3,
                reply,
                5))
        .isTrue();
    var entry = new Entry();
    assertThat(tape.read(entry)).isTrue();
    assertThat(entry.isFor(Sample.TAP)).isTrue();
    assertThat(entry.isFor(Sample.LOG)).isFalse();
    assertThat(entry.carrier()).isEqualTo(2);
    assertThat(entry.found()).isEqualTo(QueryCount.ANSWER_FAILOVER);
    assertThat(entry.startNanos()).isEqualTo(-5);
    assertThat(entry.tookNanos()).isEqualTo(17);
    assertThat(entry.clientLength()).isEqualTo(16);
    assertThat(entry.client()).startsWith(7, 7);
    assertThat(entry.port()).isEqualTo(65_535);
    assertThat(Arrays.copyOf(entry.query(), entry.queryLength())).containsExactly(1, 2, 3);
    assertThat(Arrays.copyOf(entry.reply(), entry.replyLength())).containsExactly(4, 5, 6, 7, 8);
    assertThat(tape.read(entry)).isFalse();
  }

  @Test
  void whatWasRefusedWasFoundNowhere() {
    var tape = new Tape(1_024, null);
    assertThat(write(tape, null, NOTHING)).isTrue();
    var entry = new Entry();
    assertThat(tape.read(entry)).isTrue();
    assertThat(entry.found()).isNull();
    assertThat(entry.queryLength()).isZero();
  }

  @Test
  void aFullTapeLosesTheNewAndKeepsTheOld() {
    var tape = new Tape(256, null);
    for (byte i = 0; i < 4; i++) {
      assertThat(write(tape, null, new byte[] {i})).as("entries of 56 octets").isTrue();
    }
    assertThat(write(tape, null, new byte[] {4})).isFalse();
    var entry = new Entry();
    assertThat(tape.read(entry)).isTrue();
    assertThat(entry.query()[0]).isZero();
    assertThat(write(tape, null, new byte[] {5})).as("where the first was").isTrue();
    for (byte i : new byte[] {1, 2, 3, 5}) {
      assertThat(tape.read(entry)).isTrue();
      assertThat(entry.query()[0]).isEqualTo(i);
    }
    assertThat(tape.read(entry)).isFalse();
  }

  /** Against a queue that has no bounds: what was taken comes out in its order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsAQueue(long seed) {
    var random = new SplittableRandom(seed);
    var tape = new Tape(4_096, null);
    Deque<byte[]> model = new ArrayDeque<>();
    var entry = new Entry();
    int refused = 0;
    for (int step = 0; step < 100_000; step++) {
      if (random.nextInt(100) < 55) {
        byte[] query = new byte[random.nextInt(random.nextInt(10) == 0 ? 1_500 : 100)];
        random.nextBytes(query);
        if (write(tape, null, query)) {
          model.add(query);
        } else {
          refused++;
        }
      } else {
        assertThat(tape.read(entry)).isEqualTo(!model.isEmpty());
        if (!model.isEmpty()) {
          assertThat(Arrays.copyOf(entry.query(), entry.queryLength())).isEqualTo(model.remove());
        }
      }
    }
    assertThat(refused).isPositive();
  }

  /** One thread writes, another reads: nothing is torn, lost unseen or out of order. */
  @Test
  void twoThreadsNeedNoLock() throws InterruptedException {
    int entries = 200_000;
    var tape = new Tape(8_192, null);
    var taken = new AtomicLong();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              byte[] query = new byte[64];
              for (int i = 0; i < entries; i++) {
                Arrays.fill(query, (byte) i);
                if (tape.write(1, 0, null, i, 0, CLIENT, 4, 0, query, 1 + i % 64, NOTHING, 0)) {
                  taken.incrementAndGet();
                }
              }
            });
    var entry = new Entry();
    long last = -1;
    long read = 0;
    while (true) {
      boolean over = !writer.isAlive();
      if (tape.read(entry)) {
        read++;
        assertThat(entry.startNanos()).isGreaterThan(last);
        last = entry.startNanos();
        assertThat(entry.queryLength()).isEqualTo(1 + (int) last % 64);
        assertThat(entry.query()[entry.queryLength() - 1]).isEqualTo((byte) last);
      } else if (over) {
        break;
      }
    }
    writer.join();
    assertThat(read).isEqualTo(taken.get()).isPositive();
  }

  @Test
  void writingAllocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var tape = new Tape(1 << 16, null);
    var sample = new Sample(3, 2, new SplittableRandom(1));
    byte[] query = new byte[60];
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5 && least != 0; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 10_000; i++) {
        tape.write(
            sample.next(), 0, QueryCount.ANSWER_SIMPLE, i, 1, CLIENT, 4, 53, query, 60, query, 60);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1_000})
  void oneInSoManyIsTaken(int oneIn) {
    var sample = new Sample(oneIn, 0, new SplittableRandom(7));
    int queries = 1_000 * oneIn;
    int taken = 0;
    for (int i = 0; i < queries; i++) {
      int wanted = sample.next();
      assertThat(wanted).isIn(0, Sample.LOG);
      taken += wanted;
    }
    assertThat(taken).isBetween(oneIn == 1 ? 1_000 : 900, oneIn == 1 ? 1_000 : 1_100);
  }

  @Test
  void nobodyIsSampledForNobody() {
    var sample = new Sample(0, 0, new SplittableRandom(7));
    for (int i = 0; i < 1_000; i++) {
      assertThat(sample.next()).isZero();
    }
    assertThat(new Sample(1, 1, new SplittableRandom(7)).next()).isEqualTo(Sample.LOG | Sample.TAP);
  }

  private static boolean write(Tape tape, @Nullable QueryCount found, byte[] query) {
    return tape.write(Sample.LOG, 0, found, 0, 0, CLIENT, 4, 0, query, query.length, NOTHING, 0);
  }
}
