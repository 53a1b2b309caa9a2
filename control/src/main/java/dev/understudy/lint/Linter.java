package dev.understudy.lint;

import dev.understudy.control.StoredGroups;
import dev.understudy.control.Touched;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the store on a thread of its own and keeps the warnings that stand. What a commit brings
 * about is said once in the log; what was there at the start is counted there and listed by {@link
 * #findings}.
 *
 * <p>It rests as long as it worked while more waits, so it takes half of one core at most. No
 * warning is ever lost by that: what commits touch is looked at first.
 */
public final class Linter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Linter.class);

  /** Of one step; more are counted. */
  private static final int LOGGED_MAX = 20;

  private static final long RETRY_NANOS = 1_000_000_000L;

  private final Inspector inspector;
  private final Store.Subscription subscription;
  private final Thread thread;
  private volatile boolean ended;

  private Linter(Store store) {
    inspector = new Inspector(new StoredGroups(store), Casebook.GROUPS_MAX);
    thread = Thread.ofPlatform().daemon().name("lint").unstarted(this::run);
    subscription = store.follow(new Notes());
  }

  /** Starts to follow the store. Returns at once. */
  public static Linter start(Store store) {
    var linter = new Linter(store);
    linter.thread.start();
    return linter;
  }

  /** What stands now. */
  public Findings findings() {
    return inspector.findings();
  }

  private void run() {
    boolean walking = true;
    while (!ended) {
      long start = System.nanoTime();
      try {
        log(inspector.step());
        boolean still = inspector.walking();
        if (walking && !still) {
          summarize();
        }
        walking = still;
      } catch (RuntimeException e) {
        if (ended) {
          return;
        }
        LOG.error("a look for failover traps failed and will be made anew", e);
        inspector.again();
        LockSupport.parkNanos(RETRY_NANOS);
      }
      if (inspector.idle()) {
        LockSupport.park(this);
      } else {
        rest(System.nanoTime() - start);
      }
    }
  }

  private void rest(long nanos) {
    long until = System.nanoTime() + nanos;
    for (long left = nanos; left > 0 && !ended; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left); // what is told meanwhile wakes it too soon
    }
  }

  private void summarize() {
    Findings findings = inspector.findings();
    if (findings.count() > 0) {
      LOG.warn(
          "{} failover warnings stand: GET /status lists them, the first is {}",
          findings.count(),
          findings.warnings().getFirst());
    }
    if (!findings.complete()) {
      LOG.warn(
          "more than {} groups of record sets name health checks or deserve warnings: the others"
              + " are not looked at",
          Casebook.GROUPS_MAX);
    }
  }

  private static void log(List<Warning> news) {
    news.stream().limit(LOGGED_MAX).forEach(warning -> LOG.warn("{}", warning));
    if (news.size() > LOGGED_MAX) {
      LOG.warn(
          "{} more failover warnings of the same change: GET /status lists them",
          news.size() - LOGGED_MAX);
    }
  }

  @Override
  public void close() {
    ended = true;
    subscription.close();
    boolean interrupted = false;
    while (thread.isAlive()) {
      LockSupport.unpark(thread);
      try {
        thread.join(100);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Notes what is told on the store's thread and wakes the linter's. */
  private final class Notes implements Store.Follower {
    @Override
    public void reset(long revision, Iterable<Entry> entries) {
      inspector.reset(revision); // which reads page by page, so that no snapshot is held for long
      LockSupport.unpark(thread);
    }

    @Override
    public void committed(long revision, List<Mutation> mutations) {
      inspector.touched(revision, Touched.of(mutations));
      LockSupport.unpark(thread);
    }
  }
}
