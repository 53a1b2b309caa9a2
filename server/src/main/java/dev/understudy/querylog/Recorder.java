package dev.understudy.querylog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.dnstap.Tap;
import dev.understudy.tape.Entry;
import dev.understudy.tape.Sample;
import dev.understudy.tape.Tape;
import dev.understudy.tape.Tapes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads tapes, on a thread of its own, and passes what is on them to the log and to the tap. */
public final class Recorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** The place that stands for standard output. */
  public static final String STANDARD_OUTPUT = "-";

  private static final long PAUSE_NANOS = 5_000_000L;
  private static final long LOOK_NANOS = 1_000_000_000L;
  private static final int LINES_MAX_OCTETS = 1 << 16;

  /** Entries of one tape before the others have their turn. */
  private static final int TURN_ENTRIES = 1_000;

  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final Tapes tapes;
  private final @Nullable LineSink lines;
  private final @Nullable Tap tap;
  private final InstantSource clock;
  private final LongSupplier nanoTicker;
  private final Entry entry = new Entry();
  private final QueryLine line = new QueryLine();
  private final StringBuilder text = new StringBuilder();
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private int pending;
  private long lookedNanos;
  private volatile boolean stopping;
  private @Nullable Thread thread;

  Recorder(
      Tapes tapes,
      @Nullable LineSink lines,
      @Nullable Tap tap,
      InstantSource clock,
      LongSupplier nanoTicker) {
    this.tapes = tapes;
    this.lines = lines;
    this.tap = tap;
    this.clock = clock;
    this.nanoTicker = nanoTicker;
    this.lookedNanos = nanoTicker.getAsLong();
  }

  /**
   * Starts to read.
   *
   * @param log a file or {@link #STANDARD_OUTPUT}; null for no log
   * @param tap null for none; closed with this
   * @param clock the wall clock
   * @throws IOException if the file cannot be opened
   */
  public static Recorder start(
      Tapes tapes, @Nullable String log, @Nullable Tap tap, InstantSource clock)
      throws IOException {
    var recorder = new Recorder(tapes, sink(log), tap, clock, System::nanoTime);
    recorder.thread = Thread.ofPlatform().daemon().name("understudy-recorder").start(recorder::run);
    return recorder;
  }

  private static @Nullable LineSink sink(@Nullable String log) throws IOException {
    if (log == null) {
      return null;
    }
    return log.equals(STANDARD_OUTPUT)
        ? new StandardOutput(System.out)
        : LogFile.open(Path.of(log));
  }

  private void run() {
    while (!stopping) {
      if (!turn()) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    while (turn()) {
      // What was taken down before the stop is still passed on.
    }
    if (lines != null) {
      lines.close();
    }
    if (tap != null) {
      tap.close();
    }
  }

  /** Reads some entries of each tape; false if there were none. Throws nothing. */
  boolean turn() {
    boolean any = false;
    try {
      Instant now = clock.instant();
      long nanos = nanoTicker.getAsLong();
      for (Tape tape : tapes.all()) {
        for (int i = 0; i < TURN_ENTRIES && tape.read(entry); i++) {
          any = true;
          pass(now.minusNanos(nanos - entry.startNanos()));
        }
      }
      flush();
      if (tap != null) {
        tap.turn();
      }
      if (lines != null && nanos - lookedNanos >= LOOK_NANOS) {
        lookedNanos = nanos;
        lines.look();
      }
    } catch (RuntimeException e) {
      LOG.error("recording a query met a bug; please report it", e);
      text.setLength(0);
      pending = 0;
    }
    return any;
  }

  private void pass(Instant time) {
    if (lines != null && entry.isFor(Sample.LOG)) {
      line.append(entry, time, text);
      pending++;
      if (text.length() >= LINES_MAX_OCTETS) {
        flush();
      }
    }
    if (tap != null && entry.isFor(Sample.TAP)) {
      tap.take(entry, time);
    }
  }

  private void flush() {
    if (lines != null && pending > 0) {
      byte[] octets = text.toString().getBytes(UTF_8);
      (lines.write(octets, octets.length) ? written : lost).addAndGet(pending);
      text.setLength(0);
      pending = 0;
    }
  }

  /** Lines that were written; any thread. */
  public long linesWritten() {
    return written.get();
  }

  /** Lines that could not be written; any thread. */
  public long linesLost() {
    return lost.get();
  }

  /** The tap, or null; for its counts. */
  public @Nullable Tap tap() {
    return tap;
  }

  /** Passes on what was taken down, if that takes less than two seconds, and ends. */
  @Override
  public void close() {
    stopping = true;
    try {
      if (thread != null) {
        thread.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
