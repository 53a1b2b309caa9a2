package dev.understudy.geography;

import dev.understudy.routing.LocationTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where networks are, as one database says.
 *
 * @param type what its maker calls it, {@code GeoLite2-City} for one
 * @param built when it was made; null if it does not say
 */
record WorldMap(LocationTable locations, String type, @Nullable Instant built) {

  /** For the log. */
  String summary() {
    return "%s built %s: %d networks at %d places"
        .formatted(
            type.isBlank() ? "of unnamed type" : printable(type),
            built == null ? "at an unknown time" : built.toString(),
            locations.networks(),
            locations.places());
  }

  private static String printable(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }
}
