package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Follower;
import dev.understudy.store.Store.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what it is told, as a copy of the store, and insists on order without gap. */
final class RecordingFollower implements Follower {
  private final TreeMap<Key, Value> copy = new TreeMap<>();
  private final List<Long> resets = new ArrayList<>();
  private long revision = -1;
  private @Nullable Thread thread;
  private @Nullable AssertionError fault;

  @Override
  public synchronized void reset(long revision, Iterable<Entry> entries) {
    onOneThread();
    copy.clear();
    @Nullable Key last = null;
    for (Entry entry : entries) {
      if (last != null && last.compareTo(entry.key()) >= 0) {
        fault = new AssertionError(entry.key() + " after " + last);
      }
      if (entry.revision() > revision) {
        fault = new AssertionError(entry + " is newer than the snapshot of " + revision);
      }
      last = entry.key();
      copy.put(entry.key(), entry.value());
    }
    resets.add(revision);
    this.revision = revision;
    notifyAll();
  }

  @Override
  public synchronized void committed(long revision, List<Mutation> mutations) {
    onOneThread();
    if (revision != this.revision + 1) {
      fault = new AssertionError("revision " + revision + " after " + this.revision);
    }
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(var key, var value) -> copy.put(key, value);
        case Mutation.Delete(var key) -> copy.remove(key);
      }
    }
    this.revision = revision;
    notifyAll();
  }

  /** Waits for a revision; returns the copy. */
  synchronized SortedMap<Key, Value> at(long wanted) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (revision < wanted && deadline - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
    }
    if (fault != null) {
      throw fault;
    }
    assertThat(revision).isEqualTo(wanted);
    return new TreeMap<>(copy);
  }

  synchronized List<Long> resets() {
    return List.copyOf(resets);
  }

  private void onOneThread() {
    if (thread != null && !thread.equals(Thread.currentThread())) {
      fault = new AssertionError("called on " + Thread.currentThread() + " and " + thread);
    }
    thread = Thread.currentThread();
  }
}
