package dev.understudy.incident;

import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outcome;
import dev.understudy.delivery.Outcome.GivenUp;
import dev.understudy.delivery.OutcomeListener;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.UnreadableStateException;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which notifications were given up since the last heartbeat, for the next: one entry each, written
 * in the commit that gives it up and deleted in that of the heartbeat. At most 10,000 are kept;
 * beyond them the heartbeat says "at least".
 *
 * <pre>
 *  octet 0    1                          9
 *        +----+--------------------------+----------------------+
 *        | 73 | milliseconds since 1970  | id of the notification
 *        +----+--------------------------+----------------------+
 * </pre>
 */
public final class Undelivered implements OutcomeListener {
  private static final Key PREFIX = Key.of((byte) 0x73);
  private static final int FORMAT = 1;
  private static final int PAGE = 1_000;
  static final int KEPT_MAX = 10_000;

  private final Store store;
  private final boolean wanted;
  private final AtomicLong kept = new AtomicLong();

  private Undelivered(Store store, boolean wanted) {
    this.store = store;
    this.wanted = wanted;
  }

  /**
   * Goes on from what the store holds.
   *
   * @throws dev.understudy.store.StoreUnavailableException if the store cannot be read
   */
  public static Undelivered open(Store store, AlertSettings settings) {
    var undelivered = new Undelivered(store, settings.heartbeat() != null);
    undelivered.kept.set(store.count(PREFIX));
    return undelivered;
  }

  @Override
  public List<Mutation> mutations(Outcome outcome) {
    return switch (outcome) {
      case GivenUp gone when wanted && kept.incrementAndGet() <= KEPT_MAX -> List.of(put(gone));
      case GivenUp _, Outcome.Delivered _, Outcome.Delayed _ -> List.of();
    };
  }

  /**
   * What was given up.
   *
   * @param count of them, at least so many where it is {@link #KEPT_MAX}
   * @param last the one given up last, null where there is none
   */
  record Count(long count, @Nullable Last last) {
    static final Count NONE = new Count(0, null);
  }

  /**
   * One that was given up.
   *
   * @param about what it told, may be empty
   * @param detail the other side's last words or the reason
   */
  record Last(Instant at, String recipient, String about, String detail) {}

  /** What there is by now, and what makes that forgotten. */
  record Taken(Count count, List<Mutation> forget) {}

  /** All so far; to be committed with the message that tells it. */
  Taken take() {
    var forget = new ArrayList<Mutation>();
    @Nullable Entry newest = null;
    @Nullable Key from = null;
    List<Entry> page;
    do {
      page = store.scan(PREFIX, from, PAGE);
      for (Entry entry : page) {
        forget.add(new Mutation.Delete(entry.key()));
        newest = entry;
        from = StateCodec.after(entry.key());
      }
    } while (page.size() == PAGE);
    return new Taken(newest == null ? Count.NONE : new Count(forget.size(), read(newest)), forget);
  }

  /** The entries are gone. */
  void forgotten(Taken taken) {
    kept.addAndGet(-taken.forget().size());
  }

  private static Mutation put(GivenUp gone) {
    Notification notification = gone.notification();
    byte[] id = notification.id().getBytes(StandardCharsets.US_ASCII);
    var key =
        ByteBuffer.allocate(1 + Long.BYTES + id.length)
            .put(PREFIX.octets())
            .putLong(gone.at().toEpochMilli())
            .put(id);
    Value value =
        new ValueWriter(FORMAT)
            .instant(gone.at())
            .text(notification.message().recipient())
            .text(notification.about())
            .text(gone.detail())
            .value();
    return new Mutation.Put(Key.of(key.array()), value);
  }

  private static @Nullable Last read(Entry entry) {
    try {
      var in = new ValueReader("undelivered notification", entry.value().octets(), FORMAT);
      var last = new Last(in.instant(), in.text(), in.text(), in.text());
      in.end();
      return last;
    } catch (UnreadableStateException _) {
      return null; // it counts still
    }
  }
}
