package dev.understudy.store;

import java.time.Duration;
import java.util.List;

/**
 * An ordered key-value store with revisions. All methods may be called from any thread and may
 * block on the disk or the network.
 *
 * <p>Revisions start at 0 for an empty store and grow by one with every commit that changed
 * something. Every method throws {@link StoreUnavailableException} when the engine cannot do its
 * work now (disk full, closed, no quorum): then nothing was written, or, for a commit whose fate is
 * unknown, the message says so.
 */
public interface Store extends Contents, AutoCloseable {

  /** How many entries have keys that begin with {@code prefix}. */
  long count(Key prefix);

  /**
   * Applies all mutations at once if every condition holds, and returns when they are durable. No
   * key may be named by two mutations.
   */
  default CommitOutcome commit(List<Condition> conditions, List<Mutation> mutations) {
    return commitInTurn(conditions, List.of(mutations));
  }

  /**
   * Several commits for the price of one: if every condition holds before the first, applies all of
   * them in order, each with a revision of its own and nothing of anyone else's between them, and
   * returns when all are durable; the outcome tells of the last. Either all are kept or none. No
   * key may be named by two mutations of one step.
   */
  CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> steps);

  /**
   * The same for a caller that has read what the steps write over.
   *
   * @param read through which it did, since it read what the conditions name; they are such that
   *     what it found still stands when the first step is applied
   */
  default CommitOutcome commitInTurn(
      List<Condition> conditions, List<List<Mutation>> steps, Staged read) {
    return commitInTurn(conditions, steps);
  }

  /** The revision of the newest commit. */
  long revision();

  /**
   * Tells {@code follower} of everything, in order, without gap, on one thread of its own: first
   * {@link Follower#reset} with the whole state, then each commit. Where the follower is too slow
   * or the engine lost its place, {@code reset} is called again.
   */
  Subscription follow(Follower follower);

  /**
   * Grants a lease. Entries put under it are not durable and vanish when it ends or the process
   * dies; they are seen by {@code get} and {@code scan}, not by followers, and do not count as a
   * revision.
   *
   * @param ttl how long it lasts without {@link Lease#renew}, 1 s to 1 h
   */
  Lease lease(Duration ttl);

  /** Ends all subscriptions and leases and lets go of the engine. */
  @Override
  void close();

  /**
   * One key with its value.
   *
   * @param revision of the commit that last wrote it
   */
  record Entry(Key key, Value value, long revision) {}

  /** What must hold for a commit to be applied. */
  sealed interface Condition {
    Key key();

    /** The key was last written at this revision; 0 means that it is absent. */
    record AtRevision(Key key, long revision) implements Condition {}

    /** The key is present. */
    record Present(Key key) implements Condition {}
  }

  /** One write. */
  sealed interface Mutation {
    Key key();

    record Put(Key key, Value value) implements Mutation {}

    /** Deleting an absent key does nothing. */
    record Delete(Key key) implements Mutation {}
  }

  /** How a commit ended. */
  sealed interface CommitOutcome {
    /** Durable. */
    record Committed(long revision) implements CommitOutcome {}

    /** Nothing was written; the condition that did not hold. */
    record Refused(Condition condition) implements CommitOutcome {}
  }

  /** Told of commits; called on one thread, never concurrently. */
  interface Follower {
    /**
     * Forget everything: this is the whole state at {@code revision}, in key order. The entries
     * must be consumed within the call.
     */
    void reset(long revision, Iterable<Entry> entries);

    /** The next commit after the one told before. */
    void committed(long revision, List<Mutation> mutations);
  }

  /** A follower's place. */
  interface Subscription extends AutoCloseable {
    /** Ends it; returns when the follower will not be called any more. */
    @Override
    void close();
  }

  /** Entries that live only as long as this is renewed. */
  interface Lease extends AutoCloseable {
    void put(Key key, Value value);

    /** Starts the time anew. */
    void renew();

    @Override
    void close();
  }
}
