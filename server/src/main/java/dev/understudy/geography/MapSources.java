package dev.understudy.geography;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the operator says the world is described.
 *
 * @param places an MMDB file
 * @param latencies a table of region by network
 * @param elsewhere where latency and geoproximity take a client to be that is on no map
 */
public record MapSources(
    @Nullable Path places, @Nullable Path latencies, @Nullable Coordinates elsewhere) {
  /** Nothing is known of the world. */
  public static final MapSources NONE = new MapSources(null, null, null);
}
