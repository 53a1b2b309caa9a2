package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.MetricCodec.Listed;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
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
  private static final int DAY = 86_400;

  /** With the hours that data may be ahead of time, and the one under way. */
  private static final int HOURS_KEPT = (int) KEPT.toHours() + 3;

  private static final int SCAN = 1_000;

  private final Store store;

  /** Chunks being added to, by hour. */
  private final Map<Metric, TreeMap<Integer, Chunk>> fresh = new HashMap<>();

  /** Those with something in them that the store does not hold yet. */
  private final Set<Place> unwritten = new LinkedHashSet<>();

  /** What the directory in the store says of the metrics that data came for. */
  private final Map<Metric, Listed> listed = new HashMap<>();

  private final Set<Metric> unlisted = new LinkedHashSet<>();

  private record Place(Metric metric, int hour) {}

  /** Writes to be committed, and what they are about. */
  public static final class Batch {
    private final List<Mutation> mutations;
    private final List<Place> places;
    private final List<Metric> listed;

    private Batch(List<Mutation> mutations, List<Place> places, List<Metric> listed) {
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
    int minute = (int) (seconds % HOUR / MINUTE);
    if (metric.namespace().equals(Metric.ROUTE53)) {
      chunk.addSums(minute, statistics); // many, and Route 53 offers no percentiles of them
    } else {
      chunk.add(minute, statistics);
    }
    unwritten.add(new Place(metric, hour));
    Listed known = listed.get(metric);
    int day = (int) (seconds / DAY);
    if (known == null || known.day() < day || !known.unit().equals(unit)) {
      listed.put(
          metric, new Listed(metric, unit, known == null ? day : Math.max(day, known.day())));
      unlisted.add(metric);
    }
  }

  /**
   * What makes durable what was added: to be committed, or given back if it cannot be.
   *
   * @param most chunks; the rest is for a further batch
   */
  public synchronized Batch unwritten(int most) {
    return batch(unwritten.stream().limit(most).toList(), unlisted.stream().limit(most).toList());
  }

  /** The same of some metrics only. */
  synchronized Batch unwritten(Collection<Metric> of) {
    return batch(
        unwritten.stream().filter(place -> of.contains(place.metric())).toList(),
        unlisted.stream().filter(of::contains).toList());
  }

  private Batch batch(List<Place> places, List<Metric> names) {
    var mutations = new ArrayList<Mutation>();
    for (Metric metric : names) {
      Listed entry = listed.get(metric);
      if (entry != null) {
        mutations.add(new Mutation.Put(MetricKeys.listed(metric), MetricCodec.write(entry)));
      }
    }
    for (Place place : places) {
      Chunk chunk = chunk(place.metric(), place.hour());
      if (chunk != null) {
        mutations.add(
            new Mutation.Put(MetricKeys.chunk(place.metric(), place.hour()), chunk.value()));
      }
    }
    places.forEach(unwritten::remove);
    names.forEach(unlisted::remove);
    return new Batch(List.copyOf(mutations), places, names);
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
    listed.keySet().removeIf(metric -> !fresh.containsKey(metric) && !unlisted.contains(metric));
  }

  /** The unit that a metric's data came with last; None if there was none. */
  public synchronized String unit(Metric metric) {
    Listed known = listed.get(metric);
    if (known != null) {
      return known.unit();
    }
    Entry entry = store.get(MetricKeys.listed(metric));
    return entry == null ? "None" : MetricCodec.read(entry.value().octets()).unit();
  }

  /**
   * The statistics of periods, by their first second; those without data are left out.
   *
   * @param fromSeconds inclusive, since 1970
   * @param toSeconds exclusive; nothing is read that is older than is kept, counted from here
   * @param periodSeconds a multiple of 60; periods are counted from the minute of {@code
   *     fromSeconds}
   */
  public synchronized NavigableMap<Long, Statistics> read(
      Metric metric, long fromSeconds, long toSeconds, int periodSeconds) {
    long from = fromSeconds - Math.floorMod(fromSeconds, MINUTE);
    var periods = new TreeMap<Long, Statistics>();
    int last = (int) ((toSeconds - 1) / HOUR);
    for (int hour = Math.max((int) (from / HOUR), last - HOURS_KEPT); hour <= last; hour++) {
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
    directory(entry -> all.add(MetricCodec.read(entry.value().octets()).metric()));
    return List.copyOf(all);
  }

  /** What deletes statistics and names that are too old: at most 1,000 of each. */
  public List<Mutation> outdated(long nowSeconds) {
    long before = nowSeconds - KEPT.toSeconds();
    var mutations = new ArrayList<Mutation>();
    for (Entry entry : store.scan(MetricKeys.chunks(), null, SCAN)) {
      if (MetricKeys.hour(entry.key()) < before / HOUR) {
        mutations.add(new Mutation.Delete(entry.key()));
      }
    }
    directory(entry -> {
      if (MetricCodec.read(entry.value().octets()).day() < before / DAY
          && mutations.size() < 2 * SCAN) {
        mutations.add(new Mutation.Delete(entry.key()));
      }
    });
    return mutations;
  }

  private void directory(Consumer<Entry> each) {
    Key from = null;
    List<Entry> page;
    do {
      page = store.scan(MetricKeys.directory(), from, SCAN);
      for (Entry entry : page) {
        each.accept(entry);
        from = MetricKeys.following(entry.key());
      }
    } while (page.size() == SCAN);
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
}
