package dev.understudy.control;

import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoLocationDetails;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The places that geolocation knows, read once from {@code places.txt}: the default {@code *},
 * countries by code, each with its subdivisions by code, then continents by code (API Reference,
 * ListGeoLocations). Codes are upper-case, and a continent's may be a country's too.
 */
final class Places {
  /** Countries of ISO 3166-1 for which Route 53 has no geolocation (Developer Guide). */
  static final List<String> UNSUPPORTED_COUNTRIES = List.of("BV", "CX", "EH", "HM");

  private static final String RESOURCE = "places.txt";
  private static final List<GeoLocationDetails> ALL = read();
  private static final Map<GeoLocation, GeoLocationDetails> BY_CODES = byCodes();

  private Places() {}

  /** All, in order of the list. */
  static List<GeoLocationDetails> all() {
    return ALL;
  }

  /** The place with exactly these codes, or null. */
  static @Nullable GeoLocationDetails find(GeoLocation codes) {
    return BY_CODES.get(codes);
  }

  static GeoLocation codes(GeoLocationDetails place) {
    return new GeoLocation(place.continentCode(), place.countryCode(), place.subdivisionCode());
  }

  private static Map<GeoLocation, GeoLocationDetails> byCodes() {
    var places = new HashMap<GeoLocation, GeoLocationDetails>();
    ALL.forEach(place -> places.put(codes(place), place));
    return Map.copyOf(places);
  }

  private static List<GeoLocationDetails> read() {
    var continents = new ArrayList<GeoLocationDetails>();
    var countries = new ArrayList<GeoLocationDetails>();
    var subdivisions = new HashMap<String, List<GeoLocationDetails>>();
    var names = new HashMap<String, String>();
    for (String line : lines()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "continent" ->
            continents.add(
                GeoLocationDetails.builder()
                    .continentCode(words[1])
                    .continentName(words[2])
                    .build());
        case "country" -> {
          String name = words[2].substring(words[2].indexOf(' ') + 1);
          names.put(words[1], name);
          countries.add(country(words[1], name));
        }
        case "subdivision" ->
            subdivisions
                .computeIfAbsent(words[1], _ -> new ArrayList<>())
                .add(
                    GeoLocationDetails.builder()
                        .countryCode(words[1])
                        .countryName(Objects.requireNonNull(names.get(words[1])))
                        .subdivisionCode(words[2].substring(0, words[2].indexOf(' ')))
                        .subdivisionName(words[2].substring(words[2].indexOf(' ') + 1))
                        .build());
        default -> {} // blank or a comment
      }
    }
    var all = new ArrayList<GeoLocationDetails>();
    all.add(country("*", "Default"));
    for (GeoLocationDetails country : countries) {
      all.add(country);
      all.addAll(
          subdivisions.getOrDefault(Objects.requireNonNull(country.countryCode()), List.of()));
    }
    all.addAll(continents);
    return List.copyOf(all);
  }

  /** Without its continent, so that the codes of an entry are a GeoLocation as it stands. */
  private static GeoLocationDetails country(String code, String name) {
    return GeoLocationDetails.builder().countryCode(code).countryName(name).build();
  }

  private static List<String> lines() {
    try (InputStream in = Places.class.getResourceAsStream(RESOURCE)) {
      return new String(Objects.requireNonNull(in, RESOURCE).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
