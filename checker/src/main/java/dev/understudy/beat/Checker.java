package dev.understudy.beat;

import dev.understudy.health.Beat;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteCheck;
import dev.understudy.intent.Mutation.DeleteCidrCollection;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.DeleteZone;
import dev.understudy.intent.Mutation.DeleteZoneSigning;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.intent.Mutation.PutCidrCollection;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Mutation.PutZoneSigning;
import dev.understudy.probe.Network;
import dev.understudy.probe.Prober;
import dev.understudy.probe.Standing;
import dev.understudy.probe.Vigil;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches every endpoint of the intent from the moment its check is created and tells a sink what
 * it knows: the whole table each second, and within milliseconds when an opinion turned.
 *
 * <p>One lock guards the table; the sink is called outside it, on the beat's own thread, so a slow
 * sink delays beats but no probe.
 */
public final class Checker implements IntentListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checker.class);
  private static final long BEAT_NANOS = 1_000_000_000L;

  /** Beats follow each other no faster, however many opinions turn. */
  private static final long BEAT_GAP_NANOS = 5_000_000L;

  private static final long FIRST_PROBE_MAX_NANOS = 1_000_000_000L;

  private final Prober prober;
  private final LongSupplier ticker;
  private final RandomGenerator random;
  private final Semaphore probes;
  private final Consumer<Beat> sink;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Ledger ledger;
  private final Map<String, Post> posts = new HashMap<>();
  private final Thread beating;
  private boolean closed;

  /** A check that is watched. */
  private static final class Post {
    private HealthCheck check;
    private final Endpoint endpoint;
    private Standing standing;
    private @Nullable Vigil vigil;

    Post(HealthCheck check, Endpoint endpoint, Standing standing) {
      this.check = check;
      this.endpoint = endpoint;
      this.standing = standing;
    }
  }

  private Checker(
      CheckerSettings settings,
      Consumer<Beat> sink,
      InstantSource clock,
      LongSupplier ticker,
      RandomGenerator random,
      Network network) {
    this.sink = sink;
    this.ticker = ticker;
    this.random = random;
    prober = new Prober(settings.targets(), settings.userAgent(), network, ticker, clock, random);
    probes = new Semaphore(settings.probesMax());
    ledger = new Ledger(settings, clock.millis() * 1000);
    beating = Thread.ofPlatform().daemon().name("beat").unstarted(this::beat);
  }

  /**
   * Starts a checker that watches nothing yet.
   *
   * @param sink takes every beat, on one thread
   * @param clock wall time, for people
   * @param ticker monotonic, in nanoseconds
   * @param random safe for many threads
   */
  public static Checker start(
      CheckerSettings settings,
      Consumer<Beat> sink,
      InstantSource clock,
      LongSupplier ticker,
      RandomGenerator random,
      Network network) {
    var checker = new Checker(settings, sink, clock, ticker, random, network);
    checker.beating.start();
    return checker;
  }

  @Override
  public void reset(long revision, Iterable<Mutation> everything) {
    lock.lock();
    try {
      Set<String> gone = new HashSet<>(posts.keySet());
      for (Mutation mutation : everything) {
        if (mutation instanceof PutCheck(HealthCheck check)) {
          gone.remove(check.id());
          put(check);
        }
      }
      gone.forEach(this::delete);
      tell();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void apply(long revision, List<Mutation> mutations) {
    lock.lock();
    try {
      for (Mutation mutation : mutations) {
        switch (mutation) {
          case PutCheck(HealthCheck check) -> put(check);
          case DeleteCheck(String checkId) -> delete(checkId);
          case PutZone _, DeleteZone _, PutRecordSet _, DeleteRecordSet _ -> {}
          case PutCidrCollection _, DeleteCidrCollection _ -> {}
          case PutZoneSigning _, DeleteZoneSigning _ -> {}
        }
      }
      tell();
    } finally {
      lock.unlock();
    }
  }

  private void put(HealthCheck check) {
    Post before = posts.get(check.id());
    if (closed || check.disabled() || !(check.subject() instanceof Endpoint endpoint)) {
      delete(check.id());
    } else if (before != null && before.endpoint.equals(endpoint)) {
      before.check = check;
      report(before);
    } else {
      Standing standing =
          before != null && before.endpoint.sameTarget(endpoint) ? before.standing : Standing.NEW;
      delete(check.id());
      watch(new Post(check, endpoint, standing));
    }
  }

  private void watch(Post post) {
    long interval = post.endpoint.timing().interval().toNanos();
    long first = (long) (random.nextDouble() * Math.min(interval, FIRST_PROBE_MAX_NANOS));
    var vigil =
        new Vigil(
            post.check.id(),
            post.endpoint,
            post.standing,
            ticker.getAsLong() + first,
            (long) (random.nextDouble() * interval),
            prober,
            probes,
            standing -> learned(post, standing));
    post.vigil = vigil;
    posts.put(post.check.id(), post);
    report(post);
    vigil.start();
  }

  private void delete(String checkId) {
    Post post = posts.remove(checkId);
    if (post != null && post.vigil != null) {
      post.vigil.close();
    }
    ledger.remove(checkId);
  }

  /** Called by vigils; one that has been closed meanwhile is not listened to. */
  private void learned(Post post, Standing standing) {
    lock.lock();
    try {
      if (posts.get(post.check.id()) == post) {
        post.standing = standing;
        report(post);
        tell();
      }
    } finally {
      lock.unlock();
    }
  }

  private void report(Post post) {
    ledger.put(post.check.id(), post.check.version(), post.endpoint, post.standing);
  }

  private void tell() {
    if (ledger.urgent()) {
      news.signal();
    }
  }

  private void beat() {
    long last = ticker.getAsLong() - BEAT_NANOS;
    while (true) {
      Beat beat;
      lock.lock();
      try {
        awaitBeat(last);
        if (closed) {
          return;
        }
        beat = ledger.beat();
      } catch (InterruptedException e) {
        return;
      } finally {
        lock.unlock();
      }
      last = ticker.getAsLong();
      send(beat);
    }
  }

  private void awaitBeat(long last) throws InterruptedException {
    while (!closed) {
      long gap = ledger.urgent() ? BEAT_GAP_NANOS : BEAT_NANOS;
      long left = last + gap - ticker.getAsLong();
      if (left <= 0) {
        return;
      }
      long unused = news.awaitNanos(left);
      assert unused <= left;
    }
  }

  private void send(Beat beat) {
    try {
      sink.accept(beat);
    } catch (RuntimeException e) {
      LOG.error("A beat could not be delivered; the next one brings the whole table again", e);
    }
  }

  /** Stops every probe and the beat. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      List.copyOf(posts.keySet()).forEach(this::delete);
      news.signalAll();
    } finally {
      lock.unlock();
    }
    beating.interrupt();
  }
}
