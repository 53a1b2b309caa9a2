package dev.understudy.propagation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of the store could not be taken in, and what is done instead. Each is said once in the log
 * and stands here until a later commit replaces it. Safe for many threads.
 */
public final class Damage {
  /** So many are remembered and logged; the rest is counted. */
  public static final int ITEMS_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
  private static final int LOGGED_MAX = 20;

  private final Map<String, Item> items = new LinkedHashMap<>();

  /** As they stood before a reset; null outside of one. */
  private @Nullable Map<String, Item> before;

  private long beyond;
  private int logged;

  /** Nothing is damaged yet. */
  public Damage() {}

  /**
   * One thing of the store.
   *
   * @param what which, such as {@code keys of zone Z1}
   * @param problem what is wrong with it
   * @param instead what is done without it
   */
  public record Item(String what, String problem, String instead) {
    @Override
    public String toString() {
      return what + ": " + problem + "; " + instead;
    }
  }

  /** Those that stand, in the order in which they were found; at most {@link #ITEMS_MAX}. */
  public synchronized List<Item> items() {
    return new ArrayList<>(items.values());
  }

  /** How many stand, those not remembered included. */
  public synchronized long count() {
    return items.size() + beyond;
  }

  /**
   * A change met a bug of ours and was left out.
   *
   * @param what it is about
   */
  public void bug(String what, RuntimeException problem) {
    if (add(new Item(what, problem.toString(), "it stays as it was"))) {
      LOG.error("{} met a bug and stays as it was; please report it", what, problem);
    }
  }

  /** Something cannot be read or used. */
  void note(String what, String problem, String instead) {
    var item = new Item(what, problem, instead);
    if (add(item)) {
      LOG.error("{}. Restore the data directory from a backup", item);
    }
  }

  /** It was written anew, or deleted. */
  synchronized void mended(String what) {
    if (!items.isEmpty()) {
      items.remove(what);
    }
  }

  /** Everything is about to be told anew. */
  synchronized void begin() {
    before = new LinkedHashMap<>(items);
    items.clear();
    beyond = 0;
    logged = 0;
  }

  /** Everything was told. */
  synchronized void end() {
    before = null;
    if (logged > LOGGED_MAX) {
      LOG.error("{} entries of the store are damaged: GET /status lists them", count());
    }
    logged = 0;
  }

  /** Whether it is to be logged. */
  private synchronized boolean add(Item item) {
    if (items.containsKey(item.what())) {
      return false;
    }
    if (items.size() >= ITEMS_MAX) {
      beyond++;
    } else {
      items.put(item.what(), item);
    }
    boolean known = before != null && item.equals(before.get(item.what()));
    return !known && ++logged <= LOGGED_MAX;
  }
}
