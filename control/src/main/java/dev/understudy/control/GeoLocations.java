package dev.understudy.control;

import dev.understudy.model.ErrorCode;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoLocationDetails;
import dev.understudy.model.GetGeoLocationRequest;
import dev.understudy.model.GetGeoLocationResponse;
import dev.understudy.model.ListGeoLocationsRequest;
import dev.understudy.model.ListGeoLocationsResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Shows {@link Places} (API Reference, GetGeoLocation and ListGeoLocations). */
final class GeoLocations {
  private static final int PAGE = 100;
  private static final int PAGE_MAX = 1000;

  /** The order of {@link Places#all}, so that a page may begin at a code that is not there. */
  private static final Comparator<GeoLocation> ORDER =
      Comparator.comparing((GeoLocation codes) -> orEmpty(codes.continentCode()))
          .thenComparing(codes -> orEmpty(codes.countryCode()))
          .thenComparing(codes -> orEmpty(codes.subdivisionCode()));

  private GeoLocations() {}

  static GetGeoLocationResponse get(GetGeoLocationRequest request) throws ApiException {
    var codes =
        new GeoLocation(request.continentCode(), request.countryCode(), request.subdivisionCode());
    demandFit(codes, "continentcode", "countrycode", "subdivisioncode");
    boolean nothing = codes.continentCode() == null && codes.countryCode() == null;
    GeoLocationDetails place = Places.find(nothing ? new GeoLocation(null, "*", null) : codes);
    if (place == null) {
      throw new ApiException(
          ErrorCode.NO_SUCH_GEO_LOCATION,
          "The specified geolocation is invalid or not supported: " + PlaceRules.name(codes));
    }
    return new GetGeoLocationResponse(place);
  }

  static ListGeoLocationsResponse list(ListGeoLocationsRequest request) throws ApiException {
    int size = Pages.size(request.maxItems(), PAGE, PAGE_MAX);
    var from =
        new GeoLocation(
            request.startContinentCode(),
            request.startCountryCode(),
            request.startSubdivisionCode());
    demandFit(from, "startcontinentcode", "startcountrycode", "startsubdivisioncode");
    List<GeoLocationDetails> rest =
        Places.all().stream()
            .filter(place -> ORDER.compare(Places.codes(place), from) >= 0)
            .toList();
    boolean truncated = rest.size() > size;
    GeoLocationDetails next = truncated ? rest.get(size) : null;
    return ListGeoLocationsResponse.builder()
        .geoLocationDetailsList(rest.stream().limit(size).toList())
        .isTruncated(truncated)
        .nextContinentCode(next == null ? null : next.continentCode())
        .nextCountryCode(next == null ? null : next.countryCode())
        .nextSubdivisionCode(next == null ? null : next.subdivisionCode())
        .maxItems(Integer.toString(size))
        .build();
  }

  private static void demandFit(
      GeoLocation codes, String continent, String country, String subdivision) throws ApiException {
    if (codes.continentCode() != null
        && (codes.countryCode() != null || codes.subdivisionCode() != null)) {
      throw Errors.invalidInput(
          continent + " cannot be given with " + country + " or " + subdivision + ".");
    }
    if (codes.subdivisionCode() != null && codes.countryCode() == null) {
      throw Errors.invalidInput(subdivision + " cannot be given without " + country + ".");
    }
  }

  /** No code is before every code: the default and countries before continents. */
  private static String orEmpty(@Nullable String code) {
    return Objects.requireNonNullElse(code, "");
  }
}
