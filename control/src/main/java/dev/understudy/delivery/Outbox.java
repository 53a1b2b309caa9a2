package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Accepted;
import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Attempt.Refused;
import dev.understudy.delivery.Outcome.GivenUp;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.UnreadableStateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the store says is to be sent, until it is delivered, refused or expired.
 *
 * <p>Use: put {@link #entries} into the commit that causes the notifications, then {@link #wake}.
 * Neither waits for anything but memory. Every entry is accepted; where too much waits, the oldest
 * of the recipient with the most is given up, so that one dead address cannot crowd out the others.
 * In memory are only the keys; texts are read from the store when they are sent. How often a
 * notification was tried is not stored: after a restart everything is due at once.
 *
 * <p>One lock guards the lanes; the store and the carrier are only called without it.
 */
public final class Outbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int PAGE = 64;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

  /** How long a caller may take from {@link #entries} to its commit and {@link #wake}. */
  private static final Duration COMMIT_PATIENCE = Duration.ofMinutes(10);

  private static final Duration STORE_DELAY = Duration.ofSeconds(1);

  private final Store store;
  private final Carrier carrier;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Pace pace;
  private final OutboxLimits limits;
  private final OutboxKeys keys = new OutboxKeys();

  /** Held while the store is read for new entries, so that they are taken in in their order. */
  private final ReentrantLock intake = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition idle = lock.newCondition();
  private final Lanes lanes;
  private final Settlement settlement;

  /** Keys given out, not yet seen in the store, with the time of the ticker. */
  private final TreeMap<Key, Long> issued = new TreeMap<>();

  private final Map<Key, Integer> attempts = new HashMap<>();

  private @Nullable Long timer;
  private boolean closed;

  Outbox(
      Store store,
      Carrier carrier,
      OutcomeListener listener,
      InstantSource clock,
      RandomGenerator random,
      Pace pace,
      OutboxLimits limits) {
    this.store = store;
    this.carrier = carrier;
    this.clock = clock;
    this.random = random;
    this.pace = pace;
    this.limits = limits;
    this.lanes = new Lanes(limits);
    this.settlement = new Settlement(store, listener, pace);
  }

  /**
   * Begins to send what the store holds.
   *
   * @param random spreads retries; used under a lock
   */
  public static Outbox start(
      Store store,
      Carrier carrier,
      OutcomeListener listener,
      InstantSource clock,
      RandomGenerator random) {
    var outbox =
        new Outbox(store, carrier, listener, clock, random, new SystemPace(), OutboxLimits.DEFAULT);
    outbox.begin();
    return outbox;
  }

  void begin() {
    pace.soon(this::takeInAll);
  }

  /**
   * The writes that make notifications wait, for the caller's own commit. Where that commit is
   * refused or never made, nothing is sent.
   */
  public List<Mutation> entries(Notification... notifications) {
    return entries(List.of(notifications));
  }

  /** As {@link #entries(Notification...)}, in the order of the list. */
  public List<Mutation> entries(List<Notification> notifications) {
    var writes = new ArrayList<Mutation>(notifications.size());
    Instant now = clock.instant();
    for (Notification notification : notifications) {
      var value = NotificationCodec.write(notification);
      lock.lock();
      try {
        Key key = keys.next(now);
        issued.put(key, pace.nanoTime());
        writes.add(new Mutation.Put(key, value));
      } finally {
        lock.unlock();
      }
    }
    return writes;
  }

  /** Something was committed: sends it. Returns at once. */
  public void wake() {
    pace.soon(this::takeInIssued);
  }

  /** Counters and what waits. */
  public OutboxCounts counts() {
    lock.lock();
    try {
      @Nullable Key oldest = lanes.oldest();
      Duration age =
          oldest == null
              ? Duration.ZERO
              : Duration.between(OutboxKeys.accepted(oldest), clock.instant());
      return new OutboxCounts(
          settlement.sent(),
          settlement.retried(),
          settlement.givenUp(),
          lanes.size(),
          age.isNegative() ? Duration.ZERO : age,
          settlement.lastGivenUp());
    } finally {
      lock.unlock();
    }
  }

  /** Begins nothing new, waits 2 s for what is under way; the rest is sent after the next start. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      long left = CLOSE_PATIENCE.toNanos();
      while (lanes.busy() > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    pace.stop();
  }

  private void takeInAll() {
    intake.lock();
    try {
      @Nullable Key from = null;
      List<Entry> page;
      do {
        page = store.scan(OutboxKeys.PREFIX, from, PAGE);
        for (Entry entry : page) {
          keys.seen(entry.key());
          takeIn(entry);
          from = Key.of(Arrays.copyOf(entry.key().octets(), entry.key().octets().length + 1));
        }
      } while (page.size() == PAGE);
    } catch (StoreUnavailableException e) {
      LOG.warn("cannot read what waits to be sent, trying again: {}", e.getMessage());
      pace.after(STORE_DELAY, this::takeInAll);
    } finally {
      intake.unlock();
    }
    pump();
  }

  private void takeInIssued() {
    intake.lock();
    try {
      for (Key key : issuedKeys()) {
        @Nullable Entry entry = store.get(key);
        if (entry != null) {
          takeIn(entry);
        }
      }
    } catch (StoreUnavailableException e) {
      LOG.warn("cannot read what is to be sent, trying again: {}", e.getMessage());
      pace.after(STORE_DELAY, this::takeInIssued);
    } finally {
      intake.unlock();
    }
    pump();
  }

  /** In their order; what was never committed is forgotten. */
  private List<Key> issuedKeys() {
    lock.lock();
    try {
      long now = pace.nanoTime();
      issued.values().removeIf(since -> now - since > COMMIT_PATIENCE.toNanos());
      return List.copyOf(issued.keySet());
    } finally {
      lock.unlock();
    }
  }

  private void takeIn(Entry entry) {
    Waiting fresh;
    try {
      Notification notification = NotificationCodec.read(entry.value());
      fresh = waiting(entry, notification);
    } catch (UnreadableStateException e) {
      LOG.error("a waiting notification is left in the store unsent: {}", e.getMessage());
      forget(entry.key());
      return;
    }
    List<Waiting> dropped = List.of();
    lock.lock();
    try {
      issued.remove(entry.key());
      Duration age = Duration.between(OutboxKeys.accepted(entry.key()), clock.instant());
      if (!settlement.pending(entry.key()) && lanes.add(fresh, pace.nanoTime(), age)) {
        dropped = lanes.dropExcess(fresh.lane());
        dropped.forEach(gone -> settlement.begin(gone.key()));
      }
    } finally {
      lock.unlock();
    }
    dropped.forEach(this::drop);
  }

  private void forget(Key key) {
    lock.lock();
    try {
      issued.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private static Waiting waiting(Entry entry, Notification notification) {
    Message message = notification.message();
    String server =
        switch (message) {
          case Mail _ -> "mail";
          case Post post -> post.url().host() + ":" + post.url().port();
        };
    return new Waiting(
        entry.key(),
        server,
        message.destination(),
        notification.thread(),
        entry.value().lengthOctets());
  }

  private void drop(Waiting gone) {
    try {
      @Nullable Entry entry = store.get(gone.key());
      if (entry != null) {
        Notification notification = NotificationCodec.read(entry.value());
        settlement.settle(
            gone.key(), new GivenUp(clock.instant(), notification, 0, "too much was waiting"));
      }
    } catch (StoreUnavailableException _) {
      pace.after(STORE_DELAY, () -> drop(gone)); // until then it counts as done
    }
  }

  /** Begins all tries that are due, and sets the timer for the next. */
  private void pump() {
    lock.lock();
    try {
      long now = pace.nanoTime();
      for (@Nullable Waiting next = take(now); next != null; next = take(now)) {
        Waiting begun = next;
        pace.soon(() -> attempt(begun));
      }
      @Nullable Long due = closed ? null : lanes.nextDue();
      if (due != null && due - now > 0 && (timer == null || due - timer < 0)) {
        timer = due;
        pace.after(Duration.ofNanos(due - now), () -> timerRang(due));
      }
      if (lanes.busy() == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Waiting take(long now) {
    return closed ? null : lanes.take(now);
  }

  private void timerRang(long due) {
    lock.lock();
    try {
      if (timer != null && timer == due) {
        timer = null;
      }
    } finally {
      lock.unlock();
    }
    pump();
  }

  private void attempt(Waiting begun) {
    try {
      @Nullable Entry entry = store.get(begun.key());
      if (entry == null) {
        ended(begun);
        return;
      }
      Notification notification = NotificationCodec.read(entry.value());
      if (!clock.instant().isBefore(notification.expires())) {
        settlement.settle(
            begun.key(),
            new GivenUp(clock.instant(), notification, attemptsOf(begun.key()), "expired"));
        ended(begun);
        return;
      }
      carry(begun, notification);
    } catch (StoreUnavailableException e) {
      LOG.warn("cannot read what is to be sent, trying again: {}", e.getMessage());
      retry(begun, STORE_DELAY, Attempt.unreachable("the store cannot be read"));
    }
  }

  private void carry(Waiting begun, Notification notification) {
    try {
      carrier.carry(notification, attempt -> finished(begun, notification, attempt));
    } catch (RuntimeException e) { // one that cannot even begin must not stop its lane for good
      LOG.error("sending {} met a bug; please report it", notification, e);
      finished(begun, notification, new Deferred("could not begin: " + e, null));
    }
  }

  private void finished(Waiting tried, Notification notification, Attempt attempt) {
    int made = count(tried.key());
    Instant now = clock.instant();
    switch (attempt) {
      case Accepted(String detail) -> {
        settlement.settle(tried.key(), new Outcome.Delivered(now, notification, made, detail));
        ended(tried);
      }
      case Refused(String detail) -> {
        settlement.settle(tried.key(), new GivenUp(now, notification, made, detail));
        ended(tried);
      }
      case Deferred failed -> {
        String detail = failed.detail();
        if (!now.isBefore(notification.expires())) {
          settlement.settle(
              tried.key(), new GivenUp(now, notification, made, "expired; at last: " + detail));
          ended(tried);
          return;
        }
        Duration delay =
            delay(made, failed.retryAfter(), Duration.between(now, notification.expires()));
        settlement.tellDelay(new Outcome.Delayed(now, notification, made, detail, delay));
        retry(tried, delay, failed);
      }
    }
  }

  private Duration delay(int made, @Nullable Duration wish, Duration left) {
    double chance;
    lock.lock();
    try {
      chance = random.nextDouble();
    } finally {
      lock.unlock();
    }
    Duration delay = limits.delayAfter(made, chance);
    if (wish != null && wish.compareTo(delay) > 0) {
      delay = wish.compareTo(limits.retryAfterMax()) > 0 ? limits.retryAfterMax() : wish;
    }
    return delay.compareTo(left) > 0 ? left : delay;
  }

  private void retry(Waiting tried, Duration delay, Deferred why) {
    lock.lock();
    try {
      lanes.retry(tried, pace.nanoTime(), delay, why);
    } finally {
      lock.unlock();
    }
    pump();
  }

  private void ended(Waiting tried) {
    lock.lock();
    try {
      lanes.done(tried);
      attempts.remove(tried.key());
    } finally {
      lock.unlock();
    }
    pump();
  }

  private int count(Key key) {
    lock.lock();
    try {
      return attempts.merge(key, 1, Integer::sum);
    } finally {
      lock.unlock();
    }
  }

  private int attemptsOf(Key key) {
    lock.lock();
    try {
      return attempts.getOrDefault(key, 0);
    } finally {
      lock.unlock();
    }
  }
}
