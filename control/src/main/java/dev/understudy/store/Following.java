package dev.understudy.store;

import dev.understudy.store.CommitLog.Logged;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Follower;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One follower and its thread: a snapshot, then the commits after it from the log, in order. Starts
 * anew with a snapshot where the log has forgotten what the follower needs next, and, a second
 * later, where the follower or the database failed: a follower is never silently left behind.
 */
final class Following implements Store.Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DatabaseFile file;
  private final CommitLog log;
  private final Follower follower;
  private final Consumer<Following> whenEnded;
  private final Thread thread;
  private final CountDownLatch retry = new CountDownLatch(1);
  private volatile boolean ended;

  Following(DatabaseFile file, CommitLog log, Follower follower, Consumer<Following> whenEnded) {
    this.whenEnded = whenEnded;
    this.file = file;
    this.log = log;
    this.follower = follower;
    this.thread = Thread.ofPlatform().name("store-follower").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    ended = true;
    log.wake();
    retry.countDown();
    boolean interrupted = false;
    while (!thread.equals(Thread.currentThread()) && thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    whenEnded.accept(this);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!ended) {
      CommitLog.Place place = log.take(); // before the snapshot, so that nothing after it is lost
      try {
        follow(snapshot(), place);
      } catch (SQLException | RuntimeException e) {
        if (!ended) {
          LOG.error("a follower of the store failed and will be told everything anew", e);
          pause();
        }
      } finally {
        log.leave(place);
      }
    }
  }

  /** Tells of the whole state; returns its revision. */
  private long snapshot() throws SQLException {
    try (var reader = new Reader(file.connectReader())) {
      reader.beginSnapshot();
      long revision = reader.revision();
      try (ResultSet rows = reader.everything()) {
        var entries = new Rows(rows);
        follower.reset(revision, () -> entries);
      }
      reader.endSnapshot();
      return revision;
    }
  }

  /** Tells of commits until the log has forgotten the next one. */
  private void follow(long from, CommitLog.Place place) {
    long position = from;
    while (!ended) {
      List<Logged> further = log.after(position);
      if (further == null) {
        return;
      }
      for (Logged commit : further) {
        if (ended) {
          return;
        }
        follower.committed(commit.revision(), commit.mutations());
        position = commit.revision();
        place.at(position);
      }
      log.await(position, () -> ended);
    }
  }

  private void pause() {
    try {
      retry.await(RETRY_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; at worst it tries again sooner.
    }
  }

  /** The rows of the snapshot as they come from the database; to be read once. */
  private final class Rows implements Iterator<Entry> {
    private final ResultSet rows;
    private @Nullable Entry next;
    private boolean done;

    Rows(ResultSet rows) {
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      if (next == null && !done) {
        try {
          next = !ended && rows.next() ? Reader.entry(rows) : null;
        } catch (SQLException e) {
          throw SqliteFailure.unavailable(file.path(), e);
        }
        if (ended) {
          throw new StoreUnavailableException("the store is closed");
        }
        done = next == null;
      }
      return next != null;
    }

    @Override
    public Entry next() {
      Entry entry = hasNext() ? next : null;
      if (entry == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return entry;
    }
  }
}
