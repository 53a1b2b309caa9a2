package dev.understudy.store;

import dev.understudy.store.Store.Mutation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest commits, all durable, for followers, until each of them has had them. Bounded: the
 * oldest are forgotten, and a follower that would have needed them starts anew from a snapshot.
 *
 * <p>One thread appends, any number wait and read.
 */
final class CommitLog {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition appended = lock.newCondition();
  private final ArrayDeque<Logged> commits = new ArrayDeque<>();
  private final Set<Place> places = new HashSet<>();
  private final Limits limits;
  private long octets;

  /** The revision before that of the first of {@link #commits}. */
  private long forgotten;

  private volatile long newest;

  CommitLog(long revision, Limits limits) {
    this.forgotten = revision;
    this.newest = revision;
    this.limits = limits;
  }

  /** The revision of the newest commit. */
  long newest() {
    return newest;
  }

  /** How far a follower has come: what is after it is kept for it. */
  static final class Place {
    private volatile long position;

    private Place(long position) {
      this.position = position;
    }

    /** Has had all up to that revision, or wants to begin there. */
    void at(long revision) {
      position = revision;
    }
  }

  /** For one who follows from the newest commit on, or from a later one. */
  Place take() {
    lock.lock();
    try {
      var place = new Place(newest);
      places.add(place);
      return place;
    } finally {
      lock.unlock();
    }
  }

  /** Nobody follows from there any more. */
  void leave(Place place) {
    lock.lock();
    try {
      places.remove(place);
    } finally {
      lock.unlock();
    }
  }

  /** Makes commits known; their revisions follow on from the newest without gap. */
  void append(List<Logged> further) {
    lock.lock();
    try {
      for (Logged commit : further) {
        assert commit.revision() == newest + 1 : commit.revision() + " after " + newest;
        commits.add(commit);
        octets += commit.octets();
        newest = commit.revision();
      }
      long had = newest;
      for (Place place : places) {
        had = Math.min(had, place.position);
      }
      while (!commits.isEmpty()
          && (commits.element().revision() <= had
              || commits.size() > limits.logCommitsMax()
              || octets > limits.logOctetsMax())) {
        Logged oldest = commits.remove();
        octets -= oldest.octets();
        forgotten = oldest.revision();
      }
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The store turned out to be at this revision: whoever follows must start anew. */
  void restart(long revision) {
    lock.lock();
    try {
      commits.clear();
      octets = 0;
      forgotten = revision;
      newest = revision;
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The commits after {@code position}, none if there are none yet, or null where some of them are
   * forgotten.
   */
  @Nullable List<Logged> after(long position) {
    lock.lock();
    try {
      if (position < forgotten) {
        return null;
      }
      var further = new ArrayList<Logged>();
      var newestFirst = commits.descendingIterator();
      while (newestFirst.hasNext()) {
        Logged commit = newestFirst.next();
        if (commit.revision() <= position) {
          break;
        }
        further.add(commit);
      }
      return further.reversed();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something was appended after {@code position}, or until {@code ended}. */
  void await(long position, BooleanSupplier ended) {
    lock.lock();
    try {
      while (newest <= position && position >= forgotten && !ended.getAsBoolean()) {
        appended.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets all that wait look anew whether they have ended. */
  void wake() {
    lock.lock();
    try {
      appended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * One commit that changed something.
   *
   * @param octets about how many octets its keys and values have
   */
  record Logged(long revision, List<Mutation> mutations, long octets) {
    static Logged of(long revision, List<Mutation> mutations) {
      long octets = 0;
      for (Mutation mutation : mutations) {
        octets +=
            switch (mutation) {
              case Mutation.Put(var key, var value) ->
                  64L + key.shared().length + value.lengthOctets();
              case Mutation.Delete(var key) -> 32L + key.shared().length;
            };
      }
      return new Logged(revision, mutations, octets);
    }
  }
}
