package dev.understudy.geography;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.LocationTable.Place;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How databases say where a network is: nested, as MaxMind and DB-IP do, or flat, as the free
 * databases of IPinfo, IPLocate and ip-location-db do.
 *
 * <pre>
 *               nested                        flat, the first that is there
 *  country      country.iso_code              country_code, country_iso_code, country
 *  continent    continent.code                continent_code, continent
 *  subdivision  subdivisions[0].iso_code      subdivision_code, region_code, state_code, state1,
 *                                             state, region
 *  coordinates  location.latitude, longitude  latitude or lat, longitude or lng or lon
 * </pre>
 *
 * <p>Where a network is registered, or which country it represents, is not where its clients are:
 * {@code registered_country} and {@code represented_country} are not read. A subdivision counts in
 * the USA only, where Route 53 has them, by code or name. Coordinates are rounded to hundredths of
 * a degree, about a kilometre; 0, 0 in a country means that they are unknown.
 */
final class Schema {
  /** Keys whose values are read. */
  static final Set<String> KEYS =
      Set.of(
          "code",
          "continent",
          "continent_code",
          "country",
          "country_code",
          "country_iso_code",
          "iso_code",
          "lat",
          "latitude",
          "lng",
          "location",
          "lon",
          "longitude",
          "region",
          "region_code",
          "state",
          "state1",
          "state_code",
          "subdivision_code",
          "subdivisions");

  private static final Set<String> CONTINENTS = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

  /** Of the USA in some databases, countries of their own in Route 53. */
  private static final Set<String> TERRITORIES = Set.of("AS", "GU", "MP", "PR", "UM", "VI");

  private static final String USA = "US";

  private final Centroids centroids;

  Schema(Centroids centroids) {
    this.centroids = centroids;
  }

  /** The place that a record tells of; null if it tells of none. */
  @Nullable Place place(Map<?, ?> fields) {
    String country =
        country(
            first(
                nested(fields.get("country"), "iso_code"),
                fields.get("country_code"),
                fields.get("country_iso_code"),
                fields.get("country")));
    String continent =
        continent(
            first(
                nested(fields.get("continent"), "code"),
                fields.get("continent_code"),
                fields.get("continent")));
    String subdivision = null;
    if (USA.equals(country)) {
      String text = subdivision(fields);
      String territory = code(text);
      if (territory != null && TERRITORIES.contains(territory)) {
        country = territory;
      } else if (text != null) {
        subdivision = centroids.state(text);
      }
    }
    Coordinates coordinates = coordinates(fields, country);
    if (coordinates == null && country != null) {
      coordinates = centroids.of(country, subdivision);
    }
    return country == null && continent == null && coordinates == null
        ? null
        : new Place(continent, country, subdivision, coordinates);
  }

  /** A country that is one: not {@code EU}, {@code AP}, {@code A1} or {@code ZZ}. */
  private @Nullable String country(@Nullable String text) {
    String code = code(text);
    return code != null && centroids.of(code, null) != null ? code : null;
  }

  private static @Nullable String continent(@Nullable String text) {
    String code = code(text);
    return code != null && CONTINENTS.contains(code) ? code : null;
  }

  private static @Nullable String code(@Nullable String text) {
    return text == null ? null : text.strip().toUpperCase(Locale.ROOT);
  }

  private static @Nullable String subdivision(Map<?, ?> fields) {
    Object nested =
        fields.get("subdivisions") instanceof List<?> list && !list.isEmpty()
            ? nested(list.getFirst(), "iso_code")
            : null;
    return first(
        nested,
        fields.get("subdivision_code"),
        fields.get("region_code"),
        fields.get("state_code"),
        fields.get("state1"),
        fields.get("state"),
        fields.get("region"));
  }

  private static @Nullable Coordinates coordinates(Map<?, ?> fields, @Nullable String country) {
    Map<?, ?> from = fields.get("location") instanceof Map<?, ?> map ? map : fields;
    double latitude = degrees(from.get("latitude"), from.get("lat"));
    double longitude = degrees(from.get("longitude"), from.get("lng"), from.get("lon"));
    boolean known = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    boolean filler = latitude == 0 && longitude == 0 && country != null;
    return known && !filler ? new Coordinates(rounded(latitude), rounded(longitude)) : null;
  }

  private static double rounded(double degrees) {
    return Math.round(degrees * 100) / 100.0;
  }

  /** The first that is there, a number or a text of one; NaN without any. */
  private static double degrees(@Nullable Object... candidates) {
    for (Object candidate : candidates) {
      if (candidate instanceof Number number) {
        return number.doubleValue();
      }
      if (candidate instanceof String text && !text.isBlank()) {
        try {
          return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
          return Double.NaN;
        }
      }
    }
    return Double.NaN;
  }

  private static @Nullable Object nested(@Nullable Object map, String key) {
    return map instanceof Map<?, ?> fields ? fields.get(key) : null;
  }

  /** The first text that says anything. */
  private static @Nullable String first(@Nullable Object... candidates) {
    for (Object candidate : candidates) {
      if (candidate instanceof String text && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }
}
