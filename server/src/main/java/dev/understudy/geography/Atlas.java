package dev.understudy.geography;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.Locations;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is known of the world outside, kept up to date with the files that say so. Looks at them
 * once a second, on a thread of its own: reading millions of networks takes seconds.
 */
public final class Atlas implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Atlas.class);
  private static final String PLACES = "database of places";
  private static final String LATENCIES = "table of latencies";

  /**
   * One of the maps in use, for those who watch.
   *
   * @param kind {@code places} or {@code latencies}
   * @param networks how many it knows
   * @param loaded when it was read
   * @param built when it was made, as it says; null if it does not
   * @param refusals how often its file changed and could not be used
   */
  public record Sheet(
      String kind, int networks, Instant loaded, @Nullable Instant built, long refusals) {}

  private final @Nullable WatchedFile<WorldMap> places;
  private final @Nullable WatchedFile<LatencyFile.Latencies> latencies;
  private final @Nullable Coordinates elsewhere;
  private final Consumer<Geography> reader;
  private @Nullable ScheduledExecutorService polling;

  private Atlas(MapSources sources, Consumer<Geography> reader, InstantSource clock)
      throws UnreadableMapException {
    this.places = open(PLACES, sources.places(), MapFile::read, clock);
    this.latencies = open(LATENCIES, sources.latencies(), LatencyFile::read, clock);
    this.elsewhere = sources.elsewhere();
    this.reader = reader;
  }

  /**
   * Reads the files, hands on what they say, and watches them from then on.
   *
   * @param reader takes each {@link Geography}, the first before this returns
   * @throws UnreadableMapException in one line, if a file cannot be used
   */
  public static Atlas open(MapSources sources, Consumer<Geography> reader, InstantSource clock)
      throws UnreadableMapException {
    Atlas atlas = unwatched(sources, reader, clock);
    if (atlas.places != null || atlas.latencies != null) {
      atlas.watch();
    }
    return atlas;
  }

  /** The same, but somebody else calls {@link #poll}. */
  static Atlas unwatched(MapSources sources, Consumer<Geography> reader, InstantSource clock)
      throws UnreadableMapException {
    var atlas = new Atlas(sources, reader, clock);
    atlas.publish();
    atlas.tell(atlas.places != null, atlas.latencies != null);
    return atlas;
  }

  private static <T> @Nullable WatchedFile<T> open(
      String what, @Nullable Path file, WatchedFile.Reading<T> reading, InstantSource clock)
      throws UnreadableMapException {
    if (file == null) {
      return null;
    }
    try {
      return new WatchedFile<>(what, file, reading, clock);
    } catch (UnreadableMapException e) {
      throw new UnreadableMapException(what + " " + file + ": " + e.getMessage(), e);
    }
  }

  private void watch() {
    ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("atlas").factory());
    ScheduledFuture<?> _ = thread.scheduleWithFixedDelay(this::pollOnce, 1, 1, TimeUnit.SECONDS);
    polling = thread;
  }

  /** One that fails must not be the last. */
  private void pollOnce() {
    try {
      poll();
    } catch (RuntimeException e) {
      LOG.error("looking at the maps met a bug; please report it", e);
    }
  }

  /** Reads what changed, and hands it on at once. */
  void poll() {
    boolean newPlaces = places != null && places.poll();
    boolean newLatencies = latencies != null && latencies.poll();
    if (newPlaces || newLatencies) {
      publish();
      tell(newPlaces, newLatencies);
    }
  }

  private void publish() {
    reader.accept(
        new Geography(
            places == null ? Locations.NOWHERE : places.held().value().locations(),
            latencies == null ? LatencyTable.EMPTY : latencies.held().value().table(),
            elsewhere));
  }

  private void tell(boolean newPlaces, boolean newLatencies) {
    if (places != null && newPlaces) {
      LOG.info("{} in use: {}", PLACES, places.held().value().summary());
    }
    if (latencies != null && newLatencies) {
      LOG.info("{} in use: {} networks", LATENCIES, latencies.held().value().networks());
    }
  }

  /** The maps in use. */
  public List<Sheet> sheets() {
    var sheets = new ArrayList<Sheet>();
    if (places != null) {
      var held = places.held();
      WorldMap map = held.value();
      sheets.add(
          new Sheet(
              "places", map.locations().networks(), held.at(), map.built(), places.refusals()));
    }
    if (latencies != null) {
      var held = latencies.held();
      sheets.add(
          new Sheet("latencies", held.value().networks(), held.at(), null, latencies.refusals()));
    }
    return sheets;
  }

  /** Watches no longer. */
  @Override
  public void close() {
    if (polling != null) {
      polling.shutdownNow();
    }
  }
}
