package dev.understudy.geography;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * About the middle of each country and each state of the USA, for databases that name the country
 * and not the place. The table is {@code centroids.txt}: the codes of ISO 3166-1 and Kosovo.
 */
final class Centroids {
  private static final String FILE = "centroids.txt";
  private static final String STATE_PREFIX = "US-";

  private final Map<String, Coordinates> byCode = new HashMap<>();
  private final Map<String, String> statesByName = new HashMap<>();

  private Centroids() {}

  /** The table that comes with the product, read once. */
  static Centroids known() {
    return Known.CENTROIDS;
  }

  private static final class Known {
    private static final Centroids CENTROIDS = load();
  }

  private static Centroids load() {
    var centroids = new Centroids();
    try (InputStream file = Centroids.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      lines
          .lines()
          .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
          .forEach(centroids::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return centroids;
  }

  private void add(String line) {
    String[] fields = line.split(" ", 4);
    var place = new Coordinates(Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
    byCode.put(fields[0], place);
    if (fields[0].startsWith(STATE_PREFIX)) {
      statesByName.put(fields[3].toUpperCase(Locale.ROOT), fields[0].substring(3));
    }
  }

  /** The middle of a state of the USA, else of the country; null if there is no such country. */
  @Nullable Coordinates of(String country, @Nullable String state) {
    Coordinates ofState = state == null ? null : byCode.get(country + "-" + state);
    return ofState == null ? byCode.get(country) : ofState;
  }

  /** The middle of a country, or of a state of the USA with {@code US-} before it; null if none. */
  @Nullable Coordinates byCode(String code) {
    return byCode.get(code);
  }

  /** The code of a state of the USA by code, {@code US-} and code, or name; null if it is none. */
  @Nullable String state(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    String code = upper.startsWith(STATE_PREFIX) ? upper.substring(STATE_PREFIX.length()) : upper;
    return byCode.containsKey(STATE_PREFIX + code) ? code : statesByName.get(upper);
  }

  /** The codes of all countries. */
  Set<String> countries() {
    var countries = new TreeSet<>(byCode.keySet());
    countries.removeIf(code -> code.startsWith(STATE_PREFIX));
    return countries;
  }
}
