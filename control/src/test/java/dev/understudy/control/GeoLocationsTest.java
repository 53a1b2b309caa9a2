package dev.understudy.control;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.model.Coordinates;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoLocationDetails;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.GetGeoLocationRequest;
import dev.understudy.model.GetGeoLocationResponse;
import dev.understudy.model.ListGeoLocationsRequest;
import dev.understudy.model.ListGeoLocationsResponse;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecordSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route 53 API Reference, ListGeoLocations; Developer Guide, values of geolocation records. */
class GeoLocationsTest {
  @TempDir Path folder;
  private ApiFixture api;

  @BeforeEach
  void open() throws Exception {
    api = new ApiFixture(folder);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theDefaultComesFirstThenCountriesWithSubdivisionsThenContinents() throws Exception {
    List<String> all = list(null, null, null, "1000");
    assertThat(all).startsWith("* Default", "AD Andorra", "AE United Arab Emirates");
    assertThat(all)
        .containsSubsequence(
            "US USA",
            "US-AK USA, Alaska",
            "US-DC USA, District of Columbia",
            "US-WY USA, Wyoming",
            "UY Uruguay",
            "ZW Zimbabwe")
        .endsWith(
            "continent AF Africa",
            "continent AN Antarctica",
            "continent AS Asia",
            "continent EU Europe",
            "continent NA North America",
            "continent OC Oceania",
            "continent SA South America");
    assertThat(all).hasSize(1 + 246 + 51 + 7).doesNotHaveDuplicates();
  }

  @Test
  void pagesTogetherAreTheWholeList() throws Exception {
    for (String size : List.of("1", "7", "100")) {
      var all = new ArrayList<String>();
      ListGeoLocationsResponse page;
      var request = new ListGeoLocationsRequest(null, null, null, size);
      do {
        page = (ListGeoLocationsResponse) api.api.handle(request);
        assertThat(page.maxItems()).isEqualTo(size);
        page.geoLocationDetailsList().forEach(place -> all.add(text(place)));
        request =
            new ListGeoLocationsRequest(
                page.nextContinentCode(), page.nextCountryCode(), page.nextSubdivisionCode(), size);
      } while (page.isTruncated());
      assertThat(all).isEqualTo(list(null, null, null, "1000"));
    }
  }

  @Test
  void aPageHasAHundredPlacesUnlessAskedOtherwise() throws Exception {
    assertThat(list(null, null, null, null)).hasSize(100);
    assertThat(list(null, null, null, "999999")).hasSize(305);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          OC,   ,   , continent OC Oceania
          OA,   ,   , continent OC Oceania
            , LI,   , LI Liechtenstein
            , BV,   , BW Botswana
            , US, WV, 'US-WV USA, West Virginia'
            , US, WZ, UY Uruguay
            , ZZ,   , continent AF Africa
            , * ,   , * Default
          """)
  void aListBeginsAtACodeOrTheNext(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      String first)
      throws Exception {
    assertThat(list(continent, country, subdivision, "1")).containsExactly(first);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          EU,   ,   , continent EU Europe
          NA,   ,   , continent NA North America
            , NA,   , NA Namibia
            , PR,   , PR Puerto Rico
            , XK,   , XK Kosovo
            , * ,   , * Default
            ,   ,   , * Default
            , US, CA, 'US-CA USA, California'
          """)
  void onePlaceIsFoundByItsCodes(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      String found)
      throws Exception {
    var request = new GetGeoLocationRequest(continent, country, subdivision);
    var response = (GetGeoLocationResponse) api.api.handle(request);
    assertThat(text(response.geoLocationDetails())).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          XX,   ,   , NoSuchGeoLocation
            , ZZ,   , NoSuchGeoLocation
            , BV,   , NoSuchGeoLocation
            , us,   , NoSuchGeoLocation
            , US, PR, NoSuchGeoLocation
            , FR, CA, NoSuchGeoLocation
          EU, FR,   , InvalidInput
            ,   , CA, InvalidInput
          """)
  void whatIsNoPlaceIsTold(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      String code) {
    assertThat(api.refusal(new GetGeoLocationRequest(continent, country, subdivision)))
        .startsWith(code + ": ");
  }

  /** V-geo and section 7.3 of the API: a place in a record set must be one that exists. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          XX, - , - , ContinentCode=XX is not supported: there is no such ContinentCode.
          eu, - , - , ContinentCode=eu is not supported: there is no such ContinentCode.
          - , ZZ, - , CountryCode=ZZ is not supported: there is no such CountryCode.
          - , us, - , CountryCode=us is not supported: there is no such CountryCode.
          - , BV, - , CountryCode=BV is not supported: Route 53 does not support geolocation for BV.
          - , CX, - , CountryCode=CX is not supported: Route 53 does not support geolocation for CX.
          - , EH, - , CountryCode=EH is not supported: Route 53 does not support geolocation for EH.
          - , HM, - , CountryCode=HM is not supported: Route 53 does not support geolocation for HM.
          - , US, PR, 'CountryCode=US, SubdivisionCode=PR is not supported: only CountryCode US has subdivisions, the codes of its 50 states and DC.'
          - , FR, CA, 'CountryCode=FR, SubdivisionCode=CA is not supported: only CountryCode US has subdivisions, the codes of its 50 states and DC.'
          """)
  void unknownAreasAreRefused(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      String reason)
      throws Exception {
    String zone = api.zone("example.com");
    var area = new GeoLocation(continent, country, subdivision);
    assertThat(api.refusal(zone, creating(sets("1").geoLocation(area).build())))
        .isEqualTo("InvalidInput: Invalid request: the GeoLocation " + reason);
  }

  @Test
  void everyListedPlaceIsTaken() throws Exception {
    String zone = api.zone("example.com");
    int count = 0;
    for (GeoLocationDetails place : Places.all()) {
      api.change(
          zone,
          creating(
              set("n" + count / 100 + ".example.com", RRType.A, "192.0.2.1").toBuilder()
                  .setIdentifier("" + count++)
                  .geoLocation(Places.codes(place))
                  .build()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          us-east-1,      true
          us-gov-west-1,  true
          eusc-de-east-1, true
          us-isob-west-1, true
          xx-newland-12,  true
          us-east,        false
          US-EAST-1,      false
          us_east_1,      false
          nowhere,        false
          us-east-0,      false
          """)
  void regionsAreJudgedByTheirForm(String region, boolean taken) throws Exception {
    String zone = api.zone("example.com");
    for (ResourceRecordSet set :
        List.of(
            sets("1").region(region).build(),
            sets("1")
                .name("near.example.com")
                .geoProximityLocation(new GeoProximityLocation(region, null, null, null))
                .build())) {
      String refusal = api.refusal(zone, creating(set));
      assertThat(refusal.isEmpty()).as(refusal).isEqualTo(taken);
      if (!taken) {
        assertThat(refusal)
            .startsWith("InvalidInput: Invalid request: the ")
            .endsWith("Region '" + region + "' does not have the form of one.");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          51.5,  -0.12, 51.50, -0.12, true
          51.5,  -0.12, +51.5, -.12,  true
          0,     0,     -0.00, 0,     true
          10,    180,   10,    -180,  true
          90,    5,     90,    6,     true
          51.5,  -0.12, 51.5,  0.12,  false
          51.5,  -0.12, -51.5, -0.12, false
          -90,   5,     90,    5,     false
          """)
  void onePointHasOneRecordSetHoweverItIsSpelt(
      String latitude, String longitude, String otherLatitude, String otherLongitude, boolean same)
      throws Exception {
    String zone = api.zone("example.com");
    api.change(zone, creating(at("1", latitude, longitude)));
    String refusal = api.refusal(zone, creating(at("2", otherLatitude, otherLongitude)));
    assertThat(refusal.contains("cannot be created because another RRSet"))
        .as(refusal)
        .isEqualTo(same);
    assertThat(refusal.isEmpty()).isNotEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource({"us-west-2-lax-1,true", "us-east-1-bue-1,true", "lax,false", "US-WEST-2-LAX-1,false"})
  void localZoneGroupsAreJudgedByTheirForm(String group, boolean taken) throws Exception {
    String zone = api.zone("example.com");
    var near = new GeoProximityLocation(null, group, null, 10);
    assertThat(api.refusal(zone, creating(sets("1").geoProximityLocation(near).build())).isEmpty())
        .isEqualTo(taken);
  }

  private static ResourceRecordSet at(String identifier, String latitude, String longitude) {
    return sets(identifier)
        .geoProximityLocation(
            new GeoProximityLocation(null, null, new Coordinates(latitude, longitude), null))
        .build();
  }

  private static ResourceRecordSet.Builder sets(String identifier) {
    return set("www.example.com", RRType.A, "192.0.2.1").toBuilder().setIdentifier(identifier);
  }

  private List<String> list(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      @Nullable String maxItems)
      throws ApiException {
    var request = new ListGeoLocationsRequest(continent, country, subdivision, maxItems);
    return ((ListGeoLocationsResponse) api.api.handle(request))
        .geoLocationDetailsList().stream().map(GeoLocationsTest::text).toList();
  }

  private static String text(GeoLocationDetails place) {
    if (place.continentCode() != null) {
      return "continent " + place.continentCode() + " " + place.continentName();
    }
    String country = Objects.requireNonNull(place.countryCode());
    return place.subdivisionCode() == null
        ? country + " " + place.countryName()
        : country
            + "-"
            + place.subdivisionCode()
            + " "
            + place.countryName()
            + ", "
            + place.subdivisionName();
  }
}
