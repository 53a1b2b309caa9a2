package dev.understudy.zonefile;

import dev.understudy.model.AliasTarget;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.Coordinates;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a master file cannot say of a record set, as members of a comment. */
final class Policies {
  private static final Set<String> OF_ANY =
      Set.of(
          "SetIdentifier",
          "Weight",
          "Region",
          "ContinentCode",
          "CountryCode",
          "SubdivisionCode",
          "Failover",
          "MultiValueAnswer",
          "HealthCheckId",
          "CollectionId",
          "LocationName",
          "AWSRegion",
          "LocalZoneGroup",
          "Latitude",
          "Longitude",
          "Bias");

  /** Of aliases only; an alias without {@code HostedZoneId} points into its own zone. */
  private static final Set<String> OF_ALIASES =
      Set.of("Name", "Type", "HostedZoneId", "DNSName", "EvaluateTargetHealth");

  private Policies() {}

  /** The members of a record set that are no data of its records. */
  static Map<String, String> of(ResourceRecordSet set) {
    var members = new LinkedHashMap<String, String>();
    put(members, "SetIdentifier", set.setIdentifier());
    put(members, "Weight", set.weight());
    put(members, "Region", set.region());
    GeoLocation area = set.geoLocation();
    if (area != null) {
      put(members, "ContinentCode", area.continentCode());
      put(members, "CountryCode", area.countryCode());
      put(members, "SubdivisionCode", area.subdivisionCode());
    }
    ResourceRecordSetFailover failover = set.failover();
    put(members, "Failover", failover == null ? null : failover.value());
    put(members, "MultiValueAnswer", set.multiValueAnswer());
    put(members, "HealthCheckId", set.healthCheckId());
    CidrRoutingConfig cidr = set.cidrRoutingConfig();
    if (cidr != null) {
      put(members, "CollectionId", cidr.collectionId());
      put(members, "LocationName", cidr.locationName());
    }
    GeoProximityLocation near = set.geoProximityLocation();
    if (near != null) {
      put(members, "AWSRegion", near.awsRegion());
      put(members, "LocalZoneGroup", near.localZoneGroup());
      Coordinates point = near.coordinates();
      if (point != null) {
        put(members, "Latitude", point.latitude());
        put(members, "Longitude", point.longitude());
      }
      put(members, "Bias", near.bias());
    }
    return members;
  }

  /**
   * Gives a record set the members of a comment.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static void apply(Annotation note, boolean alias, ResourceRecordSet.Builder set) {
    var unknown = new TreeSet<>(note.members().keySet());
    unknown.removeAll(OF_ANY);
    if (alias) {
      unknown.removeAll(OF_ALIASES);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          Lexer.MARK + " does not know " + String.join(", ", unknown) + " here");
    }
    set.setIdentifier(note.get("SetIdentifier"))
        .weight(number(note, "Weight"))
        .region(note.get("Region"))
        .failover(failover(note.get("Failover")))
        .multiValueAnswer(flag(note, "MultiValueAnswer"))
        .healthCheckId(note.get("HealthCheckId"));
    area(note, set);
    cidr(note, set);
    near(note, set);
    if (alias) {
      set.aliasTarget(target(note));
    }
  }

  private static void area(Annotation note, ResourceRecordSet.Builder set) {
    String continent = note.get("ContinentCode");
    String country = note.get("CountryCode");
    String subdivision = note.get("SubdivisionCode");
    if (continent != null || country != null || subdivision != null) {
      set.geoLocation(new GeoLocation(continent, country, subdivision));
    }
  }

  private static void cidr(Annotation note, ResourceRecordSet.Builder set) {
    if (note.get("CollectionId") != null || note.get("LocationName") != null) {
      set.cidrRoutingConfig(
          new CidrRoutingConfig(need(note, "CollectionId"), need(note, "LocationName")));
    }
  }

  private static void near(Annotation note, ResourceRecordSet.Builder set) {
    String region = note.get("AWSRegion");
    String group = note.get("LocalZoneGroup");
    Long bias = number(note, "Bias");
    boolean point = note.get("Latitude") != null || note.get("Longitude") != null;
    if (region != null || group != null || bias != null || point) {
      set.geoProximityLocation(
          new GeoProximityLocation(
              region,
              group,
              point ? new Coordinates(need(note, "Latitude"), need(note, "Longitude")) : null,
              bias == null ? null : Math.toIntExact(bias)));
    }
  }

  private static AliasTarget target(Annotation note) {
    String zone = note.get("HostedZoneId");
    Boolean health = flag(note, "EvaluateTargetHealth");
    return new AliasTarget(
        zone == null ? ZoneText.OWN_ZONE : zone, need(note, "DNSName"), health != null && health);
  }

  private static String need(Annotation note, String member) {
    String value = note.get(member);
    if (value == null) {
      throw new IllegalArgumentException(Lexer.MARK + " lacks " + member + "=");
    }
    return value;
  }

  private static @Nullable ResourceRecordSetFailover failover(@Nullable String word) {
    if (word == null) {
      return null;
    }
    for (ResourceRecordSetFailover role : ResourceRecordSetFailover.values()) {
      if (role.value().equals(word)) {
        return role;
      }
    }
    throw new IllegalArgumentException("Failover=" + word + " is neither PRIMARY nor SECONDARY");
  }

  private static @Nullable Boolean flag(Annotation note, String member) {
    String word = note.get(member);
    if (word == null) {
      return null;
    }
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException(member + "=" + word + " is neither true nor false");
    }
    return word.equals("true");
  }

  private static @Nullable Long number(Annotation note, String member) {
    String word = note.get(member);
    if (word == null) {
      return null;
    }
    if (!word.matches("[+-]?[0-9]{1,9}")) {
      throw new IllegalArgumentException(member + "=" + word + " is not a number");
    }
    return Long.valueOf(word);
  }

  private static void put(Map<String, String> members, String member, @Nullable Object value) {
    if (value != null) {
      members.put(member, value.toString());
    }
  }
}
