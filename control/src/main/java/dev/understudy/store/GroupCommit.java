package dev.understudy.store;

import dev.understudy.store.CommitLog.Logged;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Mutation;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. Commits that wait at the same time share a transaction and its fsync,
 * each still judged in order by its own conditions, against the state its predecessors left.
 *
 * <p>A transaction becomes durable, then known to followers, then acknowledged. Where it fails, its
 * commits are tried once more one by one, so that a commit too large for the disk takes no other
 * down with it.
 */
final class GroupCommit implements AutoCloseable {
  private static final int GROUP_COMMITS_MAX = 512;
  private static final int GROUP_MUTATIONS_MAX = 20_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final java.util.concurrent.locks.Condition changed = lock.newCondition();

  /** Never longer than there are threads inside {@link #commit}. */
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();

  private boolean closed;
  private final DatabaseFile file;
  private final CommitLog log;
  private final Limits limits;
  private final Thread thread;

  /** Null after a failure, until the next commit opens another. Only the thread's. */
  private @Nullable Writer writer;

  GroupCommit(DatabaseFile file, CommitLog log, Limits limits) {
    this.file = file;
    this.log = log;
    this.limits = limits;
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Returns when the outcome is durable. */
  CommitOutcome commit(List<Condition> conditions, List<List<Mutation>> steps) {
    var waiting = new Waiting(conditions, steps, new CompletableFuture<>());
    lock.lock();
    try {
      if (closed) {
        throw new StoreUnavailableException("the store is closed");
      }
      queue.add(waiting);
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      return waiting.outcome.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreUnavailableException unavailable) {
        // Of this thread, so that the stack trace says who asked.
        throw new StoreUnavailableException(
            String.valueOf(unavailable.getMessage()), unavailable, unavailable.fateUnknown());
      }
      throw e;
    }
  }

  /** Refuses further commits, finishes those that wait, and ends the thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Waiting> group = List.of();
    try {
      for (group = next(); !group.isEmpty(); group = next()) {
        write(group);
      }
    } finally {
      // Left by an exception only through a fault of ours: nobody may wait for ever then.
      discardWriter();
      fail(group);
      fail(refuse());
    }
  }

  private static void fail(List<Waiting> waiting) {
    var fault = new StoreUnavailableException("the store's writer has ended");
    waiting.forEach(each -> each.outcome.completeExceptionally(fault));
  }

  /** From here on every commit is refused; returns those that wait. */
  private List<Waiting> refuse() {
    lock.lock();
    try {
      closed = true;
      var waiting = List.copyOf(queue);
      queue.clear();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** Those that wait now, in order; none once closed. */
  private List<Waiting> next() {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        changed.awaitUninterruptibly();
      }
      var group = new ArrayList<Waiting>();
      int mutations = 0;
      while (!queue.isEmpty() && group.size() < GROUP_COMMITS_MAX) {
        mutations += queue.element().mutations();
        if (mutations > GROUP_MUTATIONS_MAX && !group.isEmpty()) {
          break;
        }
        group.add(queue.remove());
      }
      return group;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Waiting> group) {
    var commits = new ArrayList<Logged>();
    var outcomes = new ArrayList<CommitOutcome>();
    Writer writer;
    try {
      writer = writer();
      writer.begin();
      for (Waiting waiting : group) {
        outcomes.add(judge(writer, waiting, commits));
      }
    } catch (SQLException e) {
      failed(group, e, false);
      return;
    }
    try {
      writer.commit(log.newest() + commits.size());
    } catch (SQLException e) {
      failed(group, e, !SqliteFailure.isFull(e));
      return;
    }
    log.append(commits);
    for (int i = 0; i < group.size(); i++) {
      group.get(i).outcome.complete(outcomes.get(i));
    }
  }

  private CommitOutcome judge(Writer writer, Waiting waiting, List<Logged> commits)
      throws SQLException {
    for (Condition condition : waiting.conditions) {
      if (!writer.holds(condition)) {
        return new CommitOutcome.Refused(condition);
      }
    }
    for (List<Mutation> step : waiting.steps) {
      long revision = log.newest() + commits.size() + 1;
      if (writer.apply(revision, step)) {
        commits.add(Logged.of(revision, step));
      }
    }
    return new CommitOutcome.Committed(log.newest() + commits.size());
  }

  private void failed(List<Waiting> group, SQLException e, boolean fateUnknown) {
    discardWriter();
    if (group.size() > 1 && !fateUnknown) {
      group.forEach(waiting -> write(List.of(waiting)));
      return;
    }
    StoreUnavailableException unavailable =
        fateUnknown
            ? SqliteFailure.fateUnknown(file.path(), e)
            : SqliteFailure.unavailable(file.path(), e);
    group.forEach(waiting -> waiting.outcome.completeExceptionally(unavailable));
  }

  /** After a failure a new connection, and with it the truth about what was kept. */
  private Writer writer() throws SQLException {
    Writer open = writer;
    if (open == null) {
      open = new Writer(file.connectWriter(), limits.pagesMax());
      writer = open;
      long revision = open.revision();
      if (revision != log.newest()) {
        log.restart(revision);
      }
    }
    return open;
  }

  private void discardWriter() {
    Writer open = writer;
    writer = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Closing rolls back; there is nothing else to save.
      }
    }
  }

  private record Waiting(
      List<Condition> conditions,
      List<List<Mutation>> steps,
      CompletableFuture<CommitOutcome> outcome) {
    int mutations() {
      return steps.stream().mapToInt(List::size).sum();
    }
  }
}
