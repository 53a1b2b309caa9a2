package dev.understudy.control;

import dev.understudy.model.Change;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.Coordinates;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which elements a record set in a request may have together (API Reference, ResourceRecordSet).
 */
final class StructureRules {
  private static final String BODIES =
      "[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]";
  private static final String POLICIES =
      "[Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or"
          + " CidrRoutingConfig]";

  private StructureRules() {}

  /**
   * Checks one change.
   *
   * @throws ApiException InvalidInput, with the first thing that is wrong
   */
  static void check(Change change) throws ApiException {
    ResourceRecordSet set = change.resourceRecordSet();
    checkBody(change, set);
    checkPolicy(change, set);
    GeoLocation area = set.geoLocation();
    if (area != null) {
      checkArea(area);
    }
    GeoProximityLocation near = set.geoProximityLocation();
    if (near != null) {
      checkPlace(near);
    }
    if (change.action() != ChangeAction.DELETE) { // what was once taken can be taken away
      PlaceRules.check(set);
    }
  }

  /** How many routing policies the elements of a record set name. */
  static int policies(ResourceRecordSet set) {
    return given(set.weight())
        + given(set.region())
        + given(set.failover())
        + given(set.geoLocation())
        + (Boolean.TRUE.equals(set.multiValueAnswer()) ? 1 : 0)
        + given(set.geoProximityLocation())
        + given(set.cidrRoutingConfig());
  }

  private static int given(@Nullable Object element) {
    return element == null ? 0 : 1;
  }

  private static void checkBody(Change change, ResourceRecordSet set) throws ApiException {
    List<?> values = set.resourceRecords();
    boolean hasValues = values != null && !values.isEmpty();
    boolean alias = set.aliasTarget() != null;
    boolean instance = set.trafficPolicyInstanceId() != null;
    boolean records = hasValues && set.ttl() != null;
    boolean anyRecords = hasValues || set.ttl() != null;
    if ((alias && (anyRecords || instance)) || (records && instance)) {
      throw exactlyOne(BODIES, "more than one", change);
    }
    if (!alias && !records && !instance) {
      throw exactlyOne(BODIES, "none", change);
    }
    if (instance) {
      throw Errors.invalidInput(
          "Invalid request: traffic policies are not supported, TrafficPolicyInstanceId cannot be"
              + " used in "
              + describe(change));
    }
  }

  private static void checkPolicy(Change change, ResourceRecordSet set) throws ApiException {
    int policies = policies(set);
    boolean identified = set.setIdentifier() != null;
    if (policies > 1) {
      throw exactlyOne(POLICIES, "more than one", change);
    }
    if (policies == 1 && !identified) {
      throw Errors.invalidInput(
          "Invalid request: Missing field 'SetIdentifier' in " + describe(change));
    }
    boolean mayOmitPolicy = change.action() == ChangeAction.DELETE;
    if (policies == 0 && identified && !mayOmitPolicy) {
      throw exactlyOne(POLICIES, "none", change);
    }
  }

  private static void checkArea(GeoLocation area) throws ApiException {
    boolean continent = area.continentCode() != null;
    boolean country = area.countryCode() != null;
    boolean subdivision = area.subdivisionCode() != null;
    if (continent && (country || subdivision)) {
      throw Errors.invalidInput(
          "Invalid request: GeoLocation with a ContinentCode must not have a CountryCode or a"
              + " SubdivisionCode.");
    }
    if (!continent && !country) {
      throw Errors.invalidInput(
          "Invalid request: GeoLocation must have a ContinentCode or a CountryCode.");
    }
    if (subdivision && "*".equals(area.countryCode())) {
      throw Errors.invalidInput(
          "Invalid request: GeoLocation with CountryCode * must not have a SubdivisionCode.");
    }
  }

  private static void checkPlace(GeoProximityLocation near) throws ApiException {
    int places = given(near.awsRegion()) + given(near.localZoneGroup()) + given(near.coordinates());
    if (places != 1) {
      throw Errors.invalidInput(
          "Invalid request: GeoProximityLocation must have exactly one of [AWSRegion,"
              + " LocalZoneGroup, or Coordinates].");
    }
    Coordinates coordinates = near.coordinates();
    if (coordinates != null) {
      checkDegrees("Latitude", coordinates.latitude(), 90);
      checkDegrees("Longitude", coordinates.longitude(), 180);
    }
  }

  private static void checkDegrees(String name, String text, int max) throws ApiException {
    try {
      if (Math.abs(Double.parseDouble(text)) <= max) {
        return;
      }
    } catch (NumberFormatException e) {
      // Told below, as for numbers out of range.
    }
    throw Errors.invalidInput(
        "Invalid request: " + name + " '" + text + "' is not a number from -" + max + " to " + max);
  }

  private static ApiException exactlyOne(String of, String found, Change change) {
    return Errors.invalidInput(
        "Invalid request: Expected exactly one of "
            + of
            + ", but found "
            + found
            + " in "
            + describe(change));
  }

  /** {@code Change with [Action=CREATE, Name=x., Type=A, SetIdentifier=null]}. */
  private static String describe(Change change) {
    ResourceRecordSet set = change.resourceRecordSet();
    String name;
    try {
      name = NameText.format(NameText.parse(set.name()));
    } catch (PresentationException e) {
      name = set.name();
    }
    return "Change with [Action="
        + change.action()
        + ", Name="
        + name
        + ", Type="
        + set.type()
        + ", SetIdentifier="
        + set.setIdentifier()
        + "]";
  }
}
