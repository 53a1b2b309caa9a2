package dev.understudy.geography;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Regions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where latency and geoproximity take a client to be that is on no map. */
public final class DefaultLocation {
  private static final Pattern COORDINATES =
      Pattern.compile("([+-]?\\d{1,2}(?:\\.\\d{1,6})?)\\s*,\\s*([+-]?\\d{1,3}(?:\\.\\d{1,6})?)");

  private DefaultLocation() {}

  /**
   * Reads latitude and longitude ({@code 52.5,13.4}), a region ({@code eu-central-1}), a country
   * ({@code DE}) or a state of the USA ({@code US-CA}).
   *
   * @throws IllegalArgumentException saying what is possible, if the text is none of these
   */
  public static Coordinates parse(String text) {
    Matcher degrees = COORDINATES.matcher(text.strip());
    @Nullable Coordinates place = degrees.matches() ? coordinates(degrees) : named(text.strip());
    if (place == null) {
      throw new IllegalArgumentException(
          text + ": not LATITUDE,LONGITUDE, a region such as eu-central-1 or a country such as DE");
    }
    return place;
  }

  private static @Nullable Coordinates coordinates(Matcher degrees) {
    double latitude = Double.parseDouble(degrees.group(1));
    double longitude = Double.parseDouble(degrees.group(2));
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
        ? new Coordinates(latitude, longitude)
        : null;
  }

  private static @Nullable Coordinates named(String name) {
    Coordinates region = Regions.place(name);
    return region == null ? Centroids.known().byCode(name.toUpperCase(Locale.ROOT)) : region;
  }
}
