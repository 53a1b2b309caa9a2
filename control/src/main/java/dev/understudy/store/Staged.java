package dev.understudy.store;

import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a store will hold once mutations that are not committed yet are: reads go through to it, and
 * see the mutations. What {@link #load} has read before is not read again. For one thread.
 */
public final class Staged implements Contents {
  /** The revision of entries that are not committed: no condition on it holds. */
  static final long NOT_COMMITTED = -1;

  private final Contents beneath;

  /** What is known: of loaded prefixes everything, and every key that was written; empty: gone. */
  private final TreeMap<Key, Optional<Entry>> known = new TreeMap<>();

  private final TreeSet<Key> loaded = new TreeSet<>();

  /** What was found beneath, whatever was written since. */
  private final Map<Key, Entry> found = new HashMap<>();

  public Staged(Contents beneath) {
    this.beneath = beneath;
  }

  /** Reads at once what is going to be asked for: all entries under these prefixes. */
  public void load(Collection<Key> prefixes) {
    var further = new HashSet<>(prefixes);
    further.removeAll(loaded);
    if (further.isEmpty()) {
      return;
    }
    for (Entry entry : beneath.scanAll(further)) {
      found.put(entry.key(), entry);
      known.putIfAbsent(entry.key(), Optional.of(entry)); // what was written since is newer
    }
    loaded.addAll(further);
  }

  /** From here on reads see these mutations. */
  public void apply(List<Mutation> mutations) {
    for (Mutation mutation : mutations) {
      known.put(
          mutation.key(),
          switch (mutation) {
            case Mutation.Put(var key, var value) ->
                Optional.of(new Entry(key, value, NOT_COMMITTED));
            case Mutation.Delete _ -> Optional.empty();
          });
    }
  }

  /**
   * The entry that was there before any mutation. Read when it was loaded, or else now: for those
   * who know that it cannot have changed meanwhile.
   */
  public @Nullable Entry before(Key key) {
    Key prefix = loaded.floor(key);
    return prefix != null && key.startsWith(prefix) ? found.get(key) : beneath.get(key);
  }

  @Override
  public @Nullable Entry get(Key key) {
    Optional<Entry> entry = known.get(key);
    if (entry != null) {
      return entry.orElse(null);
    }
    return loaded.contains(key) ? null : beneath.get(key);
  }

  @Override
  public List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    Key at = from == null || from.compareTo(prefix) < 0 ? prefix : from;
    if (loaded.contains(prefix)) {
      return known(prefix, at, limit);
    }
    var entries = new ArrayList<Entry>();
    while (true) {
      List<Entry> page = beneath.scan(prefix, at, limit);
      Key last = page.size() < limit ? null : page.getLast().key();
      var merged = new TreeMap<Key, Optional<Entry>>();
      page.forEach(entry -> merged.put(entry.key(), Optional.of(entry)));
      for (Map.Entry<Key, Optional<Entry>> each : known.tailMap(at, true).entrySet()) {
        Key key = each.getKey();
        if (!key.startsWith(prefix) || (last != null && key.compareTo(last) > 0)) {
          break;
        }
        merged.put(key, each.getValue());
      }
      for (Optional<Entry> each : merged.values()) {
        each.ifPresent(entries::add);
        if (entries.size() == limit) {
          return entries;
        }
      }
      if (last == null) {
        return entries;
      }
      at = last.next();
    }
  }

  private List<Entry> known(Key prefix, Key from, int limit) {
    if (known.isEmpty()) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    for (Map.Entry<Key, Optional<Entry>> each : known.tailMap(from, true).entrySet()) {
      if (entries.size() == limit || !each.getKey().startsWith(prefix)) {
        break;
      }
      each.getValue().ifPresent(entries::add);
    }
    return entries;
  }
}
