package dev.understudy.incident;

import dev.understudy.control.CheckLabels;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outbox;
import dev.understudy.history.AnswerChanges;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.UnreadableStateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of health checks that turn. That a check turned is noted in the commit that records
 * it; what is told of it, and the memory of having told it, are one later commit, made on a thread
 * of its own when nothing else seems to turn.
 *
 * <p>While the record's commit is under way nothing is decided here, so that state is written in
 * the order in which it came to be.
 */
public final class Alerts implements AnswerChanges, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final int PAGE = 1_000;
  private static final Duration STORE_DELAY = Duration.ofSeconds(1);

  /** How often it looks whether checks that are down were deleted. */
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final Store store;
  private final Sending sending;
  private final InstantSource clock;
  private final CheckSource checks;
  private final AlertSettings settings;
  private final Supplier<Watch> watch;
  private final Undelivered undelivered;
  private final Wording wording;
  private final Thread thread = Thread.ofPlatform().daemon().name("alerts").unstarted(this::run);
  private volatile boolean ended;

  /** Guards all below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Changes changes = new Changes();
  private final Incidents incidents;
  private boolean recording;
  private Instant swept = Instant.EPOCH;
  private Tally tally;

  private Alerts(
      Store store,
      CheckSource checks,
      Sending sending,
      AlertSettings settings,
      Supplier<Watch> watch,
      Undelivered undelivered,
      InstantSource clock,
      RandomGenerator random) {
    this.store = store;
    this.sending = sending;
    this.clock = clock;
    this.checks = checks;
    this.settings = settings;
    this.watch = watch;
    this.undelivered = undelivered;
    this.tally = Tally.none(clock.instant());
    this.wording = new Wording(settings);
    this.incidents =
        new Incidents(
            () -> Long.toString(clock.millis(), 36) + Long.toString(random.nextLong() >>> 1, 36),
            changes);
  }

  /**
   * Reads what was told before; call {@link #begin} then.
   *
   * @param watch what is watched, asked for each heartbeat
   * @param undelivered what was given up since the last heartbeat
   * @param random names incidents
   * @throws StoreUnavailableException if the store cannot be read
   */
  public static Alerts open(
      Store store,
      Outbox outbox,
      AlertSettings settings,
      Supplier<Watch> watch,
      Undelivered undelivered,
      InstantSource clock,
      RandomGenerator random) {
    return open(
        store,
        id -> CheckLabels.read(store, id),
        Sending.by(outbox),
        settings,
        watch,
        undelivered,
        clock,
        random);
  }

  static Alerts open(
      Store store,
      Function<String, Optional<CheckLabels>> tags,
      Sending sending,
      AlertSettings settings,
      Supplier<Watch> watch,
      Undelivered undelivered,
      InstantSource clock,
      RandomGenerator random) {
    var checks = new CheckSource(tags, settings.everyCheck());
    var alerts = new Alerts(store, checks, sending, settings, watch, undelivered, clock, random);
    alerts.restore(StateCodec.INCIDENTS);
    alerts.restore(StateCodec.MEMBERS);
    alerts.restoreTally();
    return alerts;
  }

  /** Begins to tell, first what a process before this one left untold. */
  public void begin() {
    thread.start();
  }

  @Override
  public List<Mutation> mutations(Turn turn) {
    List<Flip> flips = flips(turn);
    lock.lock();
    try {
      flips.forEach(incidents::turned);
      if (settings.heartbeat() != null) {
        keep(tally.and(turn));
      }
      recording = true;
      return changes.all();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void committed(Turn turn) {
    lock.lock();
    try {
      recording = false;
      changes.written();
    } finally {
      lock.unlock();
    }
    sending.wake().run(); // what an earlier commit could not write may have been among it
    LockSupport.unpark(thread);
  }

  /** Tries until tags can be read: the record waits for the same store. */
  private List<Flip> flips(Turn turn) {
    boolean warned = false;
    while (true) {
      try {
        return checks.flips(turn);
      } catch (StoreUnavailableException e) {
        if (ended) {
          throw e; // then it is not recorded either, and found at the next start
        }
        if (!warned) {
          LOG.warn("alerts cannot read tags, trying again each second: {}", e.getMessage());
          warned = true;
        }
        LockSupport.parkNanos(STORE_DELAY.toNanos());
      }
    }
  }

  private void run() {
    boolean warned = false;
    while (!ended) {
      Duration rest = STORE_DELAY;
      try {
        rest = step();
        warned = false;
      } catch (StoreUnavailableException e) {
        if (!warned) {
          LOG.warn("alerts cannot be written, trying again each second: {}", e.getMessage());
          warned = true;
        }
      } catch (RuntimeException e) { // one alert that cannot be told must not be the last
        LOG.error("alerts met a bug; please report it", e);
      }
      if (rest.isPositive()) {
        LockSupport.parkNanos(this, rest.toNanos());
      }
    }
  }

  /** Tells what is due; returns for how long there is nothing to do. */
  Duration step() {
    lock.lock();
    try {
      if (recording) {
        return LONGEST_REST; // its end unparks this thread
      }
      Instant now = clock.instant();
      sweep(now);
      for (Telling telling : incidents.due(now)) {
        send(List.of(wording.notification(telling)));
      }
      beat(now);
      List<Mutation> writes = changes.all();
      if (!writes.isEmpty()) {
        store.commit(List.of(), writes);
        changes.written();
        sending.wake().run();
      }
      return rest();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what is over, and ends what cannot end because the check was deleted. */
  private void sweep(Instant now) {
    if (now.isBefore(swept.plus(LONGEST_REST))) {
      return;
    }
    for (String checkId : incidents.down()) {
      checks.gone(checkId, now).ifPresent(incidents::turned);
    }
    incidents.forget(now);
    swept = now;
  }

  private void beat(Instant now) {
    @Nullable LocalTime daily = settings.heartbeat();
    if (daily != null && !now.isBefore(tally.due(daily))) {
      Undelivered.Taken taken = undelivered.take();
      send(new Heartbeat(now, watch.get(), tally, taken.count()).notifications(settings));
      keep(Tally.none(now));
      taken.forget().forEach(changes::add);
      undelivered.forgotten(taken);
    }
  }

  private void send(List<Notification> notifications) {
    sending.entries().apply(notifications).forEach(changes::add);
  }

  private void keep(Tally next) {
    tally = next;
    changes.add(next.write());
  }

  private Duration rest() {
    Instant now = clock.instant();
    @Nullable LocalTime daily = settings.heartbeat();
    return Stream.of(incidents.nextDue(), daily == null ? null : tally.due(daily))
        .filter(Objects::nonNull)
        .map(due -> Duration.between(now, due))
        .reduce(LONGEST_REST, (a, b) -> a.compareTo(b) < 0 ? a : b);
  }

  private void restore(Key prefix) {
    @Nullable Key from = null;
    List<Entry> page;
    do {
      page = store.scan(prefix, from, PAGE);
      page.forEach(this::restore);
      from = page.isEmpty() ? from : StateCodec.after(page.getLast().key());
    } while (page.size() == PAGE);
  }

  private void restoreTally() {
    @Nullable LocalTime daily = settings.heartbeat();
    @Nullable Entry stored = store.get(Tally.KEY);
    if (daily == null) {
      if (stored != null) {
        changes.add(new Mutation.Delete(Tally.KEY)); // once wanted again it begins anew
      }
      return;
    }
    try {
      keep(stored == null ? tally : Tally.read(stored.value()));
    } catch (UnreadableStateException e) {
      LOG.error("what happened since the last heartbeat is forgotten: {}", e.getMessage());
      keep(tally);
    }
  }

  private void restore(Entry entry) {
    try {
      incidents.restore(StateCodec.read(entry.key(), entry.value()));
    } catch (UnreadableStateException e) {
      LOG.error("what was told of an incident is left in the store unread: {}", e.getMessage());
    }
  }

  /** Tells nothing further; what is due is told after the next start. */
  @Override
  public void close() {
    ended = true;
    LockSupport.unpark(thread);
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
