package dev.understudy.store;

import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries to be read. All methods may be called from any thread unless an implementation says
 * otherwise, and throw {@link StoreUnavailableException} as {@link Store} does.
 */
public interface Contents {
  /** What {@link #scan} gives at most. */
  int SCAN_MAX = 10_000;

  /** The newest entry of a key, or null. */
  @Nullable Entry get(Key key);

  /**
   * Entries whose keys begin with {@code prefix}, in key order, at most {@code limit}.
   *
   * @param from the first key wanted, inclusive; null starts at the first of the prefix
   * @param limit 1 to 10000
   */
  List<Entry> scan(Key prefix, @Nullable Key from, int limit);

  /**
   * All entries whose keys begin with one of the prefixes, in no order; an entry may come twice
   * where one prefix begins with another. Costs less than a scan of each.
   */
  default List<Entry> scanAll(Collection<Key> prefixes) {
    var entries = new ArrayList<Entry>();
    for (Key prefix : prefixes) {
      entries.addAll(everything(prefix));
    }
    return entries;
  }

  /** All entries whose keys begin with {@code prefix}, in key order. */
  default List<Entry> everything(Key prefix) {
    List<Entry> page = scan(prefix, null, SCAN_MAX);
    if (page.size() < SCAN_MAX) {
      return page;
    }
    var entries = new ArrayList<Entry>(page);
    while (page.size() == SCAN_MAX) {
      page = scan(prefix, page.getLast().key(), SCAN_MAX);
      entries.addAll(page.subList(1, page.size()));
    }
    return entries;
  }
}
