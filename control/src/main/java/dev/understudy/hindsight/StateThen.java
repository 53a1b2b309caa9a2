package dev.understudy.hindsight;

import dev.understudy.control.StoredIntent;
import dev.understudy.intent.HostedZone;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the store held at a time, in the order of keys: without the keys of zones, and the record
 * sets of some zones only, read page by page.
 */
final class StateThen implements Iterable<Entry> {
  private static final int PAGE = 1_000;

  private final Store store;
  private final NavigableMap<Key, Value> entries;
  private final Undone undone;
  private final Set<String> zones;
  private final Map<String, HostedZone> publicZones = new HashMap<>();
  private final Set<String> signed = new TreeSet<>();

  /**
   * Undoes what is to be undone.
   *
   * @param now from {@link #readEntries}, read before {@code undone}
   * @param zones whose record sets are wanted, and {@code undone} has
   */
  StateThen(Store store, NavigableMap<Key, Value> now, Undone undone, Set<String> zones) {
    this.store = store;
    this.undone = undone;
    this.zones = zones;
    this.entries = applied(now, undone.entries());
    var keys = new ArrayList<Key>();
    entries.forEach((key, value) -> {
      if (StoredIntent.read(key, null) instanceof StoredIntent.OfZoneKeys of) {
        signed.add(of.zoneId());
        keys.add(key);
      } else if (StoredIntent.read(key, value) instanceof StoredIntent.OfZone of
          && of.zone() != null
          && !of.isPrivate()) {
        publicZones.put(of.zoneId(), of.zone());
      }
    });
    keys.forEach(entries::remove);
  }

  /** Everything in the store that stands before record sets and means something to answers. */
  static NavigableMap<Key, Value> readEntries(Store store) {
    var entries = new TreeMap<Key, Value>();
    Key from = null;
    List<Entry> page;
    do {
      page = store.scan(Key.of(), from, PAGE);
      for (Entry entry : page) {
        switch (StoredIntent.read(entry.key(), null)) {
          case StoredIntent.OfRecordSet _ -> {
            return entries;
          }
          case StoredIntent.Nothing(boolean afterRecordSets) -> {
            if (afterRecordSets) {
              return entries;
            }
          }
          case StoredIntent.OfZone _, StoredIntent.OfCheck _, StoredIntent.OfCheckTags _ ->
              entries.put(entry.key(), entry.value());
          case StoredIntent.OfCidrCollection _, StoredIntent.OfZoneKeys _ ->
              entries.put(entry.key(), entry.value());
        }
        from = following(entry.key());
      }
    } while (page.size() == PAGE);
    return entries;
  }

  /** Zones that were answered from, by id. */
  Map<String, HostedZone> zones() {
    return publicZones;
  }

  /** Ids of the zones that had keys. */
  Set<String> signed() {
    return signed;
  }

  @Override
  public Iterator<Entry> iterator() {
    var prefixes = new TreeSet<Key>();
    zones.forEach(zone -> prefixes.add(StoredIntent.recordSetsOf(zone)));
    return new Pages(entries, prefixes.iterator());
  }

  private static NavigableMap<Key, Value> applied(
      Map<Key, Value> now, Map<Key, Optional<Value>> undone) {
    var then = new TreeMap<Key, Value>(now);
    undone.forEach((key, before) ->
        before.ifPresentOrElse(value -> then.put(key, value), () -> then.remove(key)));
    return then;
  }

  private static Key following(Key key) {
    byte[] octets = key.octets();
    return Key.of(Arrays.copyOf(octets, octets.length + 1));
  }

  /** The entries, then the record sets of one zone after another. */
  private final class Pages implements Iterator<Entry> {
    private final Iterator<Key> prefixes;
    private Iterator<Map.Entry<Key, Value>> page;
    private @Nullable Key prefix;
    private @Nullable Key from;

    Pages(Map<Key, Value> first, Iterator<Key> prefixes) {
      this.page = first.entrySet().iterator();
      this.prefixes = prefixes;
    }

    @Override
    public boolean hasNext() {
      while (!page.hasNext() && (prefix != null || prefixes.hasNext())) {
        Key of = prefix == null ? prefixes.next() : prefix;
        page = read(of, prefix == null ? of : following()).entrySet().iterator();
      }
      return page.hasNext();
    }

    @Override
    public Entry next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Map.Entry<Key, Value> next = page.next();
      return new Entry(next.getKey(), next.getValue(), 0);
    }

    private Key following() {
      return StateThen.following(java.util.Objects.requireNonNull(from));
    }

    /** A page as it was then: what is there now, and what is gone since, up to its last key. */
    private NavigableMap<Key, Value> read(Key of, Key first) {
      List<Entry> found = store.scan(of, first, PAGE);
      var now = new TreeMap<Key, Value>();
      found.forEach(entry -> now.put(entry.key(), entry.value()));
      boolean whole = found.size() < PAGE;
      NavigableMap<Key, Optional<Value>> rest = undone.recordSets().tailMap(first, true);
      from = whole ? null : now.lastKey();
      prefix = whole ? null : of;
      NavigableMap<Key, Optional<Value>> within =
          whole ? new TreeMap<>(rest) : rest.headMap(now.lastKey(), true);
      if (whole) {
        within.keySet().removeIf(key -> !key.startsWith(of));
      }
      return applied(now, within);
    }
  }
}
