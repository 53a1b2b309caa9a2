package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * What is known of where clients are and how far regions are from them.
 *
 * @param elsewhere where latency and geoproximity take a client to be that is on no map; if null,
 *     all regions are as far from it
 */
public record Geography(
    Locations locations, LatencyTable latencies, @Nullable Coordinates elsewhere) {
  /** Nothing is known. */
  public static final Geography UNKNOWN =
      new Geography(Locations.NOWHERE, LatencyTable.EMPTY, null);
}
