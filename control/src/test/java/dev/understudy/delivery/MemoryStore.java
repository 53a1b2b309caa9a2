package dev.understudy.delivery;

import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in memory, which outlives any outbox over it and may be out of order for a while. */
final class MemoryStore implements Store {
  private final TreeMap<Key, Entry> entries = new TreeMap<>();
  private long revision;
  boolean broken;

  @Override
  public synchronized @Nullable Entry get(Key key) {
    check();
    return entries.get(key);
  }

  @Override
  public synchronized List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    check();
    return entries.tailMap(from == null ? prefix : from, true).values().stream()
        .takeWhile(entry -> entry.key().startsWith(prefix))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized long count(Key prefix) {
    return entries.keySet().stream().filter(key -> key.startsWith(prefix)).count();
  }

  @Override
  public synchronized CommitOutcome commitInTurn(
      List<Condition> conditions, List<List<Mutation>> steps) {
    check();
    for (Condition condition : conditions) {
      boolean holds =
          switch (condition) {
            case Condition.Present(Key key) -> entries.containsKey(key);
            case Condition.AtRevision(Key key, long wanted) -> {
              @Nullable Entry entry = entries.get(key);
              yield wanted == (entry == null ? 0 : entry.revision());
            }
          };
      if (!holds) {
        return new CommitOutcome.Refused(condition);
      }
    }
    steps.forEach(this::apply);
    return new CommitOutcome.Committed(revision);
  }

  private void apply(List<Mutation> mutations) {
    revision++;
    for (Mutation mutation : mutations) {
      switch (mutation) {
        case Mutation.Put(var key, var value) -> entries.put(key, new Entry(key, value, revision));
        case Mutation.Delete(var key) -> entries.remove(key);
      }
    }
  }

  @Override
  public synchronized long revision() {
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

  private void check() {
    if (broken) {
      throw new StoreUnavailableException("the disk is full");
    }
  }
}
