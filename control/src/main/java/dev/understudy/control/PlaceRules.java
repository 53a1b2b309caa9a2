package dev.understudy.control;

import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.ResourceRecordSet;
import java.util.regex.Pattern;

/**
 * Whether a record set's place is one that exists, its elements having been found to fit together.
 * Regions and local zone groups are judged by their form only: AWS adds some every year.
 */
final class PlaceRules {
  /** {@code us-east-1}, {@code us-gov-west-1}, {@code eusc-de-east-1}. */
  private static final Pattern REGION =
      Pattern.compile("[a-z]{2,8}(-[a-z]{2,12}){1,3}-[1-9][0-9]?");

  /** {@code us-west-2-lax-1}. */
  private static final Pattern LOCAL_ZONE_GROUP =
      Pattern.compile("[a-z]{2,8}(-[a-z0-9]{1,12}){3,6}");

  private PlaceRules() {}

  /**
   * Checks what a change would write.
   *
   * @throws ApiException InvalidInput, with the first thing that is wrong
   */
  static void check(ResourceRecordSet set) throws ApiException {
    String region = set.region();
    if (region != null) {
      demand(REGION, region, "Region");
    }
    GeoLocation area = set.geoLocation();
    if (area != null) {
      check(area);
    }
    GeoProximityLocation near = set.geoProximityLocation();
    if (near != null) {
      check(near);
    }
    var cidr = set.cidrRoutingConfig();
    if (cidr != null && cidr.locationName().contains("*") && cidr.locationName().length() > 1) {
      throw Errors.invalidInput(
          "Invalid request: the LocationName '"
              + cidr.locationName()
              + "' is neither the name of a CIDR location nor *.");
    }
  }

  private static void check(GeoLocation area) throws ApiException {
    if (Places.find(area) != null) {
      return;
    }
    String country = area.countryCode();
    String why =
        country != null && Places.UNSUPPORTED_COUNTRIES.contains(country)
            ? "Route 53 does not support geolocation for " + country
            : area.subdivisionCode() == null
                ? "there is no such " + (country == null ? "ContinentCode" : "CountryCode")
                : "only CountryCode US has subdivisions, the codes of its 50 states and DC";
    throw Errors.invalidInput(
        "Invalid request: the GeoLocation " + name(area) + " is not supported: " + why + ".");
  }

  private static void check(GeoProximityLocation near) throws ApiException {
    String region = near.awsRegion();
    if (region != null) {
      demand(REGION, region, "AWSRegion");
    }
    String group = near.localZoneGroup();
    if (group != null) {
      demand(LOCAL_ZONE_GROUP, group, "LocalZoneGroup");
    }
  }

  private static void demand(Pattern form, String value, String member) throws ApiException {
    if (!form.matcher(value).matches()) {
      throw Errors.invalidInput(
          "Invalid request: the " + member + " '" + value + "' does not have the form of one.");
    }
  }

  /** {@code ContinentCode=EU}, {@code CountryCode=US, SubdivisionCode=CA}. */
  static String name(GeoLocation area) {
    if (area.continentCode() != null) {
      return "ContinentCode=" + area.continentCode();
    }
    return "CountryCode="
        + area.countryCode()
        + (area.subdivisionCode() == null ? "" : ", SubdivisionCode=" + area.subdivisionCode());
  }

  /** Whether both texts are one point: {@code 51.5} is {@code +51.50}, and 180 W is 180 E. */
  static boolean samePoint(
      dev.understudy.intent.RoutingPolicy.Coordinates one,
      dev.understudy.intent.RoutingPolicy.Coordinates other) {
    boolean pole = Math.abs(one.latitude()) == 90;
    return one.latitude() == other.latitude()
        && (pole
            || one.longitude() == other.longitude()
            || (Math.abs(one.longitude()) == 180 && Math.abs(other.longitude()) == 180));
  }
}
