package dev.understudy.store;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A store that commits nothing while its disk is full, for tests of those who commit. */
public record FullStore(Store store, BooleanSupplier full) implements Store {
  @Override
  public @Nullable Entry get(Key key) {
    return store.get(key);
  }

  @Override
  public List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    return store.scan(prefix, from, limit);
  }

  @Override
  public long count(Key prefix) {
    return store.count(prefix);
  }

  @Override
  public CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> steps) {
    if (full.getAsBoolean()) {
      throw new StoreUnavailableException("the disk is full");
    }
    return store.commitInTurn(conditions, steps);
  }

  @Override
  public long revision() {
    return store.revision();
  }

  @Override
  public Subscription follow(Follower follower) {
    return store.follow(follower);
  }

  @Override
  public Lease lease(Duration ttl) {
    return store.lease(ttl);
  }

  @Override
  public void close() {
    store.close();
  }
}
