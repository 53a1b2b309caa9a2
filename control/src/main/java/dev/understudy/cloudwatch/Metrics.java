package dev.understudy.cloudwatch;

import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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

  /** Chunks with something in them that the store does not hold yet. */
  private final Map<Metric, TreeMap<Integer, Chunk>> fresh = new HashMap<>();

  /** Metrics the directory in the store names. */
  private final Set<Metric> listed = new HashSet<>();

  /** Reads nothing yet. */
  public Metrics(Store store) {
    this.store = store;
  }

  /** Adds to a minute, in memory only. */
  public synchronized void add(Metric metric, long seconds, Statistics statistics) {
    int hour = (int) (seconds / HOUR);
    TreeMap<Integer, Chunk> chunks = fresh.computeIfAbsent(metric, _ -> new TreeMap<>());
    Chunk chunk = chunks.computeIfAbsent(hour, _ -> stored(metric, hour));
    chunk.add((int) (seconds % HOUR / MINUTE), statistics);
  }

  /** What makes all that was added durable: to be committed, then {@link #written}. */
  public synchronized List<Mutation> unwritten() {
    var mutations = new ArrayList<Mutation>();
    fresh.forEach((metric, chunks) -> {
      if (!listed.contains(metric)) {
        mutations.add(new Mutation.Put(MetricKeys.listed(metric), MetricCodec.write(metric)));
      }
      chunks.forEach(
          (hour, chunk) ->
              mutations.add(new Mutation.Put(MetricKeys.chunk(metric, hour), chunk.value())));
    });
    return mutations;
  }

  /** What {@link #unwritten} gave is committed; hours that are over are forgotten here. */
  public synchronized void written(long nowSeconds) {
    listed.addAll(fresh.keySet());
    int hour = (int) (nowSeconds / HOUR);
    fresh.values().forEach(chunks -> chunks.headMap(hour).clear());
    fresh.values().removeIf(Map::isEmpty);
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
      eachEntry(MetricKeys.chunks(metric), entry -> {
        if (MetricKeys.hour(entry.key()) < before) {
          mutations.add(new Mutation.Delete(entry.key()));
        } else {
          left[0] = true;
        }
      });
      if (!left[0] && !fresh.containsKey(metric)) {
        mutations.add(new Mutation.Delete(MetricKeys.listed(metric)));
        listed.remove(metric);
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
