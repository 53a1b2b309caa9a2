package dev.understudy.cloudwatch;

import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of every metric by the minute, kept 15 days.
 *
 * <p>The store holds them by the hour, {@link Chunk}; what is not written yet is in memory too. A
 * client's data is written before it is acknowledged, that of health checks every few minutes: a
 * crash loses those, and they say nothing that anyone was told. All methods may be called from any
 * thread.
 */
public final class Metrics {
  /** How long they are kept. */
  public static final Duration KEPT = Duration.ofDays(15);

  private static final int MINUTE = 60;
  private static final int HOUR = 3_600;
  private static final int SCAN = 1_000;

  private final Store store;

  /** Chunks being added to, by hour. */
  private final Map<Metric, TreeMap<Integer, Chunk>> fresh = new HashMap<>();

  /** Those with something in them that the store does not hold yet. */
  private Set<Place> unwritten = new LinkedHashSet<>();

  /** The units of metrics that the directory in the store names. */
  private final Map<Metric, String> units = new HashMap<>();

  private Set<Metric> unlisted = new LinkedHashSet<>();

  private record Place(Metric metric, int hour) {}

  /** Writes to be committed, and what they are about. */
  public static final class Batch {
    private final List<Mutation> mutations;
    private final Set<Place> places;
    private final Set<Metric> listed;

    private Batch(List<Mutation> mutations, Set<Place> places, Set<Metric> listed) {
      this.mutations = mutations;
      this.places = places;
      this.listed = listed;
    }

    /** The writes. */
    public List<Mutation> mutations() {
      return mutations;
    }
  }

  /** Reads nothing yet. */
  public Metrics(Store store) {
    this.store = store;
  }

  /** Adds to a minute, in memory only. */
  public synchronized void add(Metric metric, long seconds, Statistics statistics, String unit) {
    int hour = (int) (seconds / HOUR);
    TreeMap<Integer, Chunk> chunks = fresh.computeIfAbsent(metric, _ -> new TreeMap<>());
    Chunk chunk = chunks.computeIfAbsent(hour, _ -> stored(metric, hour));
    chunk.add((int) (seconds % HOUR / MINUTE), statistics);
    unwritten.add(new Place(metric, hour));
    if (!unit.equals(units.put(metric, unit))) {
      unlisted.add(metric);
    }
  }

  /** What makes durable all that was added: to be committed, or given back if it cannot be. */
  public synchronized Batch unwritten() {
    var mutations = new ArrayList<Mutation>();
    for (Metric metric : unlisted) {
      mutations.add(
          new Mutation.Put(
              MetricKeys.listed(metric),
              MetricCodec.write(metric, units.getOrDefault(metric, ""))));
    }
    for (Place place : unwritten) {
      Chunk chunk = chunk(place.metric(), place.hour());
      if (chunk != null) {
        mutations.add(
            new Mutation.Put(MetricKeys.chunk(place.metric(), place.hour()), chunk.value()));
      }
    }
    var batch = new Batch(List.copyOf(mutations), unwritten, unlisted);
    unwritten = new LinkedHashSet<>();
    unlisted = new LinkedHashSet<>();
    return batch;
  }

  /** A batch could not be committed: it is unwritten again. */
  public synchronized void giveBack(Batch batch) {
    unwritten.addAll(batch.places);
    unlisted.addAll(batch.listed);
  }

  /** Forgets hours that are over and written; they are read from the store from now on. */
  public synchronized void forgetWritten(long nowSeconds) {
    int hour = (int) (nowSeconds / HOUR);
    fresh.forEach((metric, chunks) ->
        chunks
            .headMap(hour)
            .keySet()
            .removeIf(each -> !unwritten.contains(new Place(metric, each))));
    fresh.values().removeIf(Map::isEmpty);
  }

  /** The unit that a metric's data came with last; None if there was none. */
  public synchronized String unit(Metric metric) {
    String known = units.get(metric);
    if (known != null) {
      return known;
    }
    Entry entry = store.get(MetricKeys.listed(metric));
    return entry == null ? "None" : MetricCodec.readUnit(entry.value().octets());
  }

  /**
   * The statistics of periods, by their first second; those without data are left out.
   *
   * @param fromSeconds inclusive, since 1970
   * @param toSeconds exclusive
   * @param periodSeconds a multiple of 60; periods begin at multiples of it, counted from {@code
   *     fromSeconds} where that is none
   */
  public synchronized NavigableMap<Long, Statistics> read(
      Metric metric, long fromSeconds, long toSeconds, int periodSeconds) {
    long from = fromSeconds - Math.floorMod(fromSeconds, MINUTE);
    var periods = new TreeMap<Long, Statistics>();
    for (int hour = (int) (from / HOUR); hour <= (int) ((toSeconds - 1) / HOUR); hour++) {
      Chunk chunk = chunk(metric, hour);
      for (int minute = 0; chunk != null && minute < Chunk.MINUTES; minute++) {
        long at = (long) hour * HOUR + (long) minute * MINUTE;
        Statistics statistics = chunk.at(minute);
        if (statistics != null && at >= from && at < toSeconds) {
          long start = from + (at - from) / periodSeconds * periodSeconds;
          periods.merge(start, statistics, Statistics::plus);
        }
      }
    }
    return periods;
  }

  /** All metrics that are known of, in the order of their octets. */
  public synchronized List<Metric> all() {
    var all = new TreeSet<Metric>(Comparator.comparing(m -> Key.of(m.octets())));
    all.addAll(fresh.keySet());
    eachEntry(MetricKeys.directory(), entry -> all.add(MetricCodec.read(entry.value().octets())));
    return List.copyOf(all);
  }

  /** What deletes the chunks that are too old, at most about {@code most} of them. */
  public synchronized List<Mutation> outdated(long nowSeconds, int most) {
    int before = (int) ((nowSeconds - KEPT.toSeconds()) / HOUR);
    var mutations = new ArrayList<Mutation>();
    for (Metric metric : all()) {
      boolean[] left = {false};
      eachEntry(
          MetricKeys.chunks(metric),
          entry -> {
            if (MetricKeys.hour(entry.key()) < before) {
              mutations.add(new Mutation.Delete(entry.key()));
            } else {
              left[0] = true;
            }
          });
      if (!left[0] && !fresh.containsKey(metric)) {
        mutations.add(new Mutation.Delete(MetricKeys.listed(metric)));
        units.remove(metric);
      }
      if (mutations.size() >= most) {
        break;
      }
    }
    return mutations;
  }

  private @Nullable Chunk chunk(Metric metric, int hour) {
    TreeMap<Integer, Chunk> chunks = fresh.get(metric);
    Chunk chunk = chunks == null ? null : chunks.get(hour);
    if (chunk != null) {
      return chunk;
    }
    Entry entry = store.get(MetricKeys.chunk(metric, hour));
    return entry == null ? null : Chunk.read(entry.value().octets());
  }

  private Chunk stored(Metric metric, int hour) {
    Entry entry = store.get(MetricKeys.chunk(metric, hour));
    return entry == null ? new Chunk() : Chunk.read(entry.value().octets());
  }

  private void eachEntry(Key prefix, Consumer<Entry> each) {
    Key from = null;
    while (true) {
      List<Entry> page = store.scan(prefix, from, SCAN);
      (from == null ? page : page.subList(1, page.size())).forEach(each);
      if (page.size() < SCAN) {
        return;
      }
      from = page.getLast().key();
    }
  }
}
