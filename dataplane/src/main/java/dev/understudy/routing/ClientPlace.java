package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is, as the map says, for explanation.
 *
 * @param continent two letters, as Route 53 counts the country
 * @param country two letters
 * @param subdivision up to three letters, without the country
 * @param coordinates to hundredths of a degree
 * @param assumed whether the coordinates are those of every client that is on no map
 */
public record ClientPlace(
    @Nullable String continent,
    @Nullable String country,
    @Nullable String subdivision,
    @Nullable Coordinates coordinates,
    boolean assumed) {}
