package dev.understudy.store;

import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Entries that live only as long as somebody renews them, in memory: what the embedded engine keeps
 * of leases dies with the process, as it should. A lease ends when its time is up, seen at the next
 * access; nothing here has a thread.
 *
 * <p>Their entries have revision 0 and hide durable ones with the same key.
 */
final class Leases {
  private final LongSupplier nanoTicker;
  private final TreeMap<Key, Held> entries = new TreeMap<>();
  private final Set<Granted> granted = new HashSet<>();
  private boolean closed;

  Leases(LongSupplier nanoTicker) {
    this.nanoTicker = nanoTicker;
  }

  synchronized Store.Lease grant(long ttlNanos) {
    if (closed) {
      throw new StoreUnavailableException("the store is closed");
    }
    var lease = new Granted(ttlNanos);
    granted.add(lease);
    return lease;
  }

  synchronized @Nullable Entry get(Key key) {
    endOverdue();
    Held held = entries.get(key);
    return held == null ? null : new Entry(key, held.value, 0);
  }

  synchronized boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Entries with the prefix, in key order, at most {@code limit}. */
  synchronized List<Entry> scan(Key prefix, @Nullable Key from, int limit) {
    endOverdue();
    if (entries.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Entry>();
    Key first = from == null || from.compareTo(prefix) < 0 ? prefix : from;
    for (Map.Entry<Key, Held> entry : entries.tailMap(first, true).entrySet()) {
      if (found.size() == limit || !entry.getKey().startsWith(prefix)) {
        break;
      }
      found.add(new Entry(entry.getKey(), entry.getValue().value, 0));
    }
    return found;
  }

  synchronized void close() {
    closed = true;
    entries.clear();
    granted.clear();
  }

  private void endOverdue() {
    if (granted.isEmpty()) {
      return;
    }
    long now = nanoTicker.getAsLong();
    for (Granted lease : List.copyOf(granted)) {
      if (lease.deadlineNanos - now <= 0) {
        end(lease);
      }
    }
  }

  private void end(Granted lease) {
    granted.remove(lease);
    entries.values().removeIf(held -> held.lease == lease);
  }

  private record Held(Value value, Granted lease) {}

  private final class Granted implements Store.Lease {
    private final long ttlNanos;
    private long deadlineNanos;

    Granted(long ttlNanos) {
      this.ttlNanos = ttlNanos;
      this.deadlineNanos = nanoTicker.getAsLong() + ttlNanos;
    }

    @Override
    public void put(Key key, Value value) {
      synchronized (Leases.this) {
        checkLiving();
        entries.put(key, new Held(value, this));
      }
    }

    @Override
    public void renew() {
      synchronized (Leases.this) {
        checkLiving();
        deadlineNanos = nanoTicker.getAsLong() + ttlNanos;
      }
    }

    @Override
    public void close() {
      synchronized (Leases.this) {
        end(this);
      }
    }

    private void checkLiving() {
      endOverdue();
      if (!granted.contains(this)) {
        throw new StoreUnavailableException("the lease has ended");
      }
    }
  }
}
