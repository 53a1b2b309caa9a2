package dev.understudy.history;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredNote;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Item;
import dev.understudy.store.Key;
import dev.understudy.store.Staged;
import dev.understudy.store.Store;
import dev.understudy.store.Value;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The store as those have it who change the configuration: what a commit changes in zones, record
 * sets, health checks, tags and CIDR collections is recorded in the same commit, with what stood
 * there before.
 *
 * <p>What stood there is read before the commit, by this store or by the caller; it cannot be
 * anything else when the commit is applied, because whoever writes such an entry makes its
 * revision, or that of its zone, a condition. See docs/adr/0125.
 */
public final class RecordingStore implements Store {
  /** Stands for what must not be shown. */
  private static final Value SECRET = Value.of();

  /** Of both states together; a change of more keeps no values, only what it touched. */
  private static final int OCTETS_MAX = 8 << 20;

  private final Store store;
  private final EventLog log;
  private final InstantSource clock;

  public RecordingStore(Store store, EventLog log, InstantSource clock) {
    this.store = store;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public CommitOutcome commitInTurn(List<Condition> conditions, List<List<Mutation>> steps) {
    var read = new Staged(store);
    read.load(steps.stream().flatMap(List::stream).map(Mutation::key).toList());
    return commitInTurn(conditions, steps, read);
  }

  @Override
  public CommitOutcome commitInTurn(
      List<Condition> conditions, List<List<Mutation>> steps, Staged read) {
    var written = new HashMap<Key, Optional<Value>>();
    var all = new ArrayList<List<Mutation>>(steps.size());
    for (List<Mutation> step : steps) {
      all.add(recording(step, key -> before(key, written, read)));
      if (all.size() < steps.size()) {
        note(step, written);
      }
    }
    return store.commitInTurn(conditions, all);
  }

  /** What a key holds after the steps so far. */
  private static @Nullable Value before(Key key, Map<Key, Optional<Value>> written, Staged read) {
    Optional<Value> newest = written.get(key);
    if (newest != null) {
      return newest.orElse(null);
    }
    Entry entry = read.before(key);
    return entry == null ? null : entry.value();
  }

  private static void note(List<Mutation> step, Map<Key, Optional<Value>> written) {
    for (Mutation mutation : step) {
      written.put(
          mutation.key(),
          switch (mutation) {
            case Mutation.Put(_, Value value) -> Optional.of(value);
            case Mutation.Delete _ -> Optional.empty();
          });
    }
  }

  /** A step and the event that tells of it, if it changes any of the configuration. */
  private List<Mutation> recording(List<Mutation> step, Function<Key, @Nullable Value> before) {
    StoredNote.@Nullable OfChange change = null;
    var items = new ArrayList<Item>();
    for (Mutation mutation : step) {
      Value after =
          switch (mutation) {
            case Mutation.Put(_, Value value) -> value;
            case Mutation.Delete _ -> null;
          };
      Optional<StoredNote> note = StoredNote.read(mutation.key(), after);
      if (note.orElse(null) instanceof StoredNote.OfChange known) {
        change = known;
      } else {
        item(mutation.key(), after, note.isPresent(), before).ifPresent(items::add);
      }
    }
    if (items.isEmpty()) {
      return step;
    }
    var event =
        new ConfigurationChange(
            clock.instant(),
            change == null ? null : change.changeId(),
            change == null ? null : change.comment(),
            bounded(items));
    var all = new ArrayList<>(step);
    all.addAll(log.entries(event));
    return all;
  }

  private static Optional<Item> item(
      Key key, @Nullable Value after, boolean tags, Function<Key, @Nullable Value> contents) {
    boolean secret = false;
    switch (StoredIntent.read(key, null)) {
      case StoredIntent.OfZone _, StoredIntent.OfRecordSet _ -> {}
      case StoredIntent.OfCheck _, StoredIntent.OfCheckTags _ -> {}
      case StoredIntent.OfCidrCollection _ -> {}
      case StoredIntent.OfZoneKeys _ -> secret = true;
      case StoredIntent.Nothing _ -> {
        if (!tags) {
          return Optional.empty();
        }
      }
    }
    Value before = contents.apply(key);
    if (Objects.equals(before, after)) {
      return Optional.empty();
    }
    return Optional.of(
        secret
            ? new Item(key, before == null ? null : SECRET, after == null ? null : SECRET)
            : new Item(key, before, after));
  }

  private static List<Item> bounded(List<Item> items) {
    long octets = 0;
    for (Item item : items) {
      octets += length(item.before()) + (long) length(item.after());
    }
    return octets <= OCTETS_MAX
        ? items
        : items.stream()
            .map(item ->
                new Item(
                    item.key(),
                    item.before() == null ? null : SECRET,
                    item.after() == null ? null : SECRET))
            .toList();
  }

  private static int length(@Nullable Value value) {
    return value == null ? 0 : value.lengthOctets();
  }

  @Override
  public @Nullable Entry get(Key key) {
    return store.get(key);
  }

  @Override
  public List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    return store.scan(prefix, from, limit);
  }

  @Override
  public List<Entry> scanAll(Collection<Key> prefixes) {
    return store.scanAll(prefixes);
  }

  @Override
  public long count(Key prefix) {
    return store.count(prefix);
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

  /** Closes nothing: the store belongs to whoever opened it. */
  @Override
  public void close() {}
}
