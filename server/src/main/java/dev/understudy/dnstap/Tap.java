package dev.understudy.dnstap;

import dev.understudy.tape.Entry;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Passes what was taken down to a reader of dnstap: one frame for a query, one for its reply. */
public final class Tap implements AutoCloseable {
  private final TapMessage message;
  private final TapOutput output;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  private Tap(TapMessage message, TapOutput output) {
    this.message = message;
    this.output = output;
  }

  /**
   * Opens a tap; a reader on a socket need not be there.
   *
   * @param identity who this nameserver is
   * @param version its software
   * @param nanoTicker as {@link System#nanoTime}
   * @throws IOException if the file cannot be made
   */
  public static Tap open(TapTarget target, String identity, String version, LongSupplier nanoTicker)
      throws IOException {
    return new Tap(
        new TapMessage(identity, version),
        switch (target) {
          case TapTarget.OfFile(var path) -> TapFile.open(path, nanoTicker);
          case TapTarget.OfSocket(var address, _) -> new TapSocket(address, nanoTicker);
        });
  }

  /** Passes an entry on, or loses it. The thread that turns it only. */
  public void take(Entry entry, Instant received) {
    count(message.query(entry, received));
    if (entry.replyLength() > 0) {
      count(message.reply(entry, received, received.plusNanos(entry.tookNanos())));
    }
  }

  private void count(Fields frame) {
    (output.frame(frame.octets(), frame.length()) ? written : lost).incrementAndGet();
  }

  /** Gets on with connecting and writing; to be called every few milliseconds by one thread. */
  public void turn() {
    output.turn();
  }

  /** Frames that were passed on, or wait to be; any thread. */
  public long written() {
    return written.get();
  }

  /** Frames that were lost because nobody took them; any thread. */
  public long lost() {
    return lost.get();
  }

  /** Ends the stream. The thread that turned it only. */
  @Override
  public void close() {
    output.close();
  }
}
