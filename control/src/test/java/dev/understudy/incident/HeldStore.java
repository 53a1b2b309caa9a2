package dev.understudy.incident;

import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in memory that outlives the process over it, which may die in the midst of a commit. */
final class HeldStore implements Store {
  /** What becomes of a commit. */
  enum Fate {
    TAKEN,
    /** The disk is full. */
    REFUSED,
    /** The process is killed before anything is written. */
    KILLED_BEFORE,
    /** The process is killed when everything is written, before it hears of that. */
    KILLED_AFTER
  }

  /** The process is dead. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  private final TreeMap<Key, Entry> entries = new TreeMap<>();
  private final Supplier<Fate> fate;
  private long revision;

  HeldStore(Supplier<Fate> fate) {
    this.fate = fate;
  }

  @Override
  public @Nullable Entry get(Key key) {
    return entries.get(key);
  }

  @Override
  public List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    return entries.tailMap(from == null ? prefix : from, true).values().stream()
        .takeWhile(entry -> entry.key().startsWith(prefix))
        .limit(limit)
        .toList();
  }

  @Override
  public long count(Key prefix) {
    return entries.keySet().stream().filter(key -> key.startsWith(prefix)).count();
  }

  @Override
  public CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> steps) {
    List<Mutation> mutations = steps.getFirst();
    if (steps.size() > 1
        || mutations.stream().map(Mutation::key).distinct().count() < mutations.size()) {
      throw new IllegalArgumentException("several steps, or a key that is named by two mutations");
    }
    Fate now = fate.get();
    switch (now) {
      case REFUSED -> throw new StoreUnavailableException("the disk is full");
      case KILLED_BEFORE -> throw new Killed();
      case TAKEN, KILLED_AFTER -> mutations.forEach(this::apply);
    }
    if (now == Fate.KILLED_AFTER) {
      throw new Killed();
    }
    return new CommitOutcome.Committed(revision);
  }

  private void apply(Mutation mutation) {
    revision++;
    switch (mutation) {
      case Mutation.Put(var key, var value) -> entries.put(key, new Entry(key, value, revision));
      case Mutation.Delete(var key) -> entries.remove(key);
    }
  }

  @Override
  public long revision() {
    return revision;
  }

  @Override
  public Subscription follow(Follower follower) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Lease lease(Duration ttl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
