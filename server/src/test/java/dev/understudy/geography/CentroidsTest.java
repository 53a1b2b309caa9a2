package dev.understudy.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Area;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three tables of the world agree: centroids here, continents in routing, places in control. */
class CentroidsTest {
  /** Countries of ISO 3166-1 that Route 53 does not support. */
  private static final Set<String> UNSUPPORTED = Set.of("BV", "CX", "EH", "HM");

  private final Centroids centroids = Centroids.known();

  @Test
  void everyCountryThatRecordsMayNameHasAMiddleAndAContinent() throws IOException {
    Map<String, String> continents = new TreeMap<>();
    for (String[] line : places("country")) {
      continents.put(line[1], line[2]);
    }
    assertThat(continents).hasSize(246);
    continents.forEach((country, continent) ->
        assertThat(Area.continentOf(country)).as(country).isEqualTo(continent));
    var expected = new TreeSet<>(continents.keySet());
    expected.addAll(UNSUPPORTED);
    assertThat(centroids.countries()).isEqualTo(expected);
    for (String country : UNSUPPORTED) {
      assertThat(Area.continentOf(country)).as(country).isNull();
    }
  }

  @Test
  void everyCodeInAContinentIsACountry() {
    for (char first = 'A'; first <= 'Z'; first++) {
      for (char second = 'A'; second <= 'Z'; second++) {
        String code = "" + first + second;
        if (Area.continentOf(code) != null) {
          assertThat(centroids.countries()).contains(code);
        }
      }
    }
  }

  @Test
  void everyStateThatRecordsMayNameHasAMiddleNearTheCountry() throws IOException {
    List<String[]> states = places("subdivision");
    assertThat(states).hasSize(51);
    for (String[] line : states) {
      String code = line[2];
      assertThat(centroids.state(code)).isEqualTo(code);
      assertThat(centroids.state("us-" + code)).isEqualTo(code);
      assertThat(centroids.state(line[3])).as(line[3]).isEqualTo(code);
      Coordinates place = Objects.requireNonNull(centroids.of("US", code));
      assertThat(place).isNotEqualTo(centroids.of("US", null));
      assertThat(place.latitude()).as(code).isBetween(18.0, 72.0);
      assertThat(place.longitude()).as(code).isBetween(-160.0, -66.0);
    }
    assertThat(centroids.state("PR")).isNull();
    assertThat(centroids.state("Bavaria")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "DE,47.2,55.1,5.8,15.1", "CN,18,54,73,135", "AU,-44,-10,112,154", "BR,-34,6,-74,-34",
    "NZ,-48,-34,166,179", "JP,24,46,123,146", "ZA,-35,-22,16,33", "CA,41,84,-141,-52",
    "IN,6,36,68,98", "GB,49,61,-8,2", "FR,42,51.5,-5,8.3", "CL,-56,-17,-76,-66",
    "US,24,50,-125,-66", "RU,41,82,19,180", "XK,41.8,43.3,20,21.8", "SG,1.1,1.5,103.5,104.1"
  })
  void theMiddleLiesInside(String country, double south, double north, double west, double east) {
    Coordinates place = Objects.requireNonNull(centroids.of(country, null));
    assertThat(place.latitude()).isBetween(south, north);
    assertThat(place.longitude()).isBetween(west, east);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          52.5,13.4    | 52.5  | 13.4
          -33.9, 151.2 | -33.9 | 151.2
          +1,-180      | 1     | -180
          eu-central-1 | 50.1  | 8.7
          DE           | 51.0  | 10.5
          de           | 51.0  | 10.5
          US-CA        | 37.2  | -119.5
          """)
  void aDefaultLocationIsCoordinatesARegionACountryOrAState(
      String text, double latitude, double longitude) {
    assertThat(DefaultLocation.parse(text)).isEqualTo(new Coordinates(latitude, longitude));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"91,0", "0,181", "52.5", "Berlin", "EU", "mars-1", "US-PR", "1,2,3", "NaN,1", "''"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> DefaultLocation.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not LATITUDE,LONGITUDE");
  }

  /** Lines of control's table of places that begin with a word, in at most four fields. */
  private static List<String[]> places(String kind) throws IOException {
    try (var file =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    Centroids.class.getResourceAsStream("/dev/understudy/control/places.txt")),
                StandardCharsets.UTF_8))) {
      return file.lines()
          .filter(line -> line.startsWith(kind + " "))
          .map(line -> line.split(" ", 4))
          .collect(Collectors.toList());
    }
  }
}
