package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.presentation.NameText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the record sets of one name and type demand of one more among them (C1, C6, C7, C15). */
final class GroupRules {
  private static final int SETS_MAX = 100;
  private static final int GEOPROXIMITY_SETS_MAX = 30;

  private GroupRules() {}

  static void check(RecordSet set, WorkingCopy copy, List<String> problems) {
    ResourceRecordSet is = set.meaning();
    var others = new ArrayList<ResourceRecordSet>();
    boolean mixed = false;
    for (RecordSet other : copy.group(is.name(), is.type())) {
      mixed |= other.policy().getClass() != is.policy().getClass();
      if (!other.identity().equals(set.identity())) {
        others.add(other.meaning());
      }
    }
    if (mixed) { // also with what an UPSERT would replace: a policy is never changed in place
      problems.add(mixed(is));
      return;
    }
    for (ResourceRecordSet other : others) {
      conflict(is, other, problems);
    }
    int max = is.policy() instanceof Geoproximity ? GEOPROXIMITY_SETS_MAX : SETS_MAX;
    if (others.size() >= max) {
      problems.add(
          "Cannot have more than "
              + max
              + " RRSets with DNS name "
              + NameText.format(is.name())
              + " and type "
              + is.type()
              + ".");
    }
  }

  private static String mixed(ResourceRecordSet is) {
    String start = "RRSet with DNS name " + NameText.format(is.name()) + ", type " + is.type();
    String identifier = ", SetIdentifier " + is.setIdentifier();
    return switch (is.policy()) {
      case Simple _ ->
          start + " cannot be created as other RRSets exist with the same name and type.";
      case Weighted _ ->
          start
              + identifier
              + " cannot be created as a non-weighted set exists with the same name and type.";
      case Multivalue _ ->
          start
              + identifier
              + " cannot be created as a non-multivalue answer set exists with the same name and"
              + " type.";
      case Failover _, Latency _, Geolocation _, Geoproximity _, IpBased _ ->
          start
              + identifier
              + ", and "
              + place(is.policy())
              + " cannot be created because a non-"
              + PutRules.word(is.policy())
              + " RRSet with the same name and type already exists.";
    };
  }

  private static void conflict(
      ResourceRecordSet is, ResourceRecordSet other, List<String> problems) {
    boolean same =
        switch (is.policy()) {
          case Simple _, Weighted _, Multivalue _ -> false;
          case Failover _, Latency _, Geolocation _, IpBased _ ->
              is.policy().equals(other.policy());
          case Geoproximity near -> samePlace(near, (Geoproximity) other.policy());
        };
    if (same) {
      problems.add(
          "RRSet with DNS name "
              + NameText.format(is.name())
              + ", type "
              + is.type()
              + ", SetIdentifier "
              + is.setIdentifier()
              + ", and "
              + place(is.policy())
              + " cannot be created because another RRSet with the same name, type and "
              + PutRules.word(is.policy())
              + " value already exists.");
    }
    if (is.policy() instanceof IpBased(String collection, _)
        && other.policy() instanceof IpBased(String otherCollection, _)
        && !collection.equals(otherCollection)) {
      problems.add(
          "RRSet with DNS name "
              + NameText.format(is.name())
              + ", type "
              + is.type()
              + ", SetIdentifier "
              + is.setIdentifier()
              + " must use the CIDR collection of the other RRSets with the same name and type.");
    }
    ofServices(is, other, problems);
  }

  /** Only one of a group may be an S3 website; a failover pair may not both be CloudFront. */
  private static void ofServices(
      ResourceRecordSet is, ResourceRecordSet other, List<String> problems) {
    AliasTarget target = is.alias();
    AliasTarget otherTarget = other.alias();
    if (target == null || otherTarget == null) {
      return;
    }
    if (WellKnownZones.isS3Website(target) && WellKnownZones.isS3Website(otherTarget)) {
      problems.add(
          "Only one RRSet with DNS name "
              + NameText.format(is.name())
              + " and type "
              + is.type()
              + " can be an alias of an S3 website.");
    }
    if (is.policy() instanceof Failover
        && WellKnownZones.isCloudFront(target)
        && WellKnownZones.isCloudFront(otherTarget)) {
      problems.add(
          "The primary and the secondary RRSet with DNS name "
              + NameText.format(is.name())
              + " and type "
              + is.type()
              + " cannot both be aliases of CloudFront distributions.");
    }
  }

  private static boolean samePlace(Geoproximity one, Geoproximity other) {
    return Objects.equals(one.region(), other.region())
        && Objects.equals(one.localZoneGroup(), other.localZoneGroup())
        && samePoint(one.coordinates(), other.coordinates());
  }

  private static boolean samePoint(@Nullable Coordinates one, @Nullable Coordinates other) {
    return (one == null && other == null)
        || (one != null && other != null && PlaceRules.samePoint(one, other));
  }

  /** What tells a record set of this policy from its siblings. */
  private static String place(RoutingPolicy policy) {
    return switch (policy) {
      case Simple _, Weighted _, Multivalue _ -> PutRules.word(policy);
      case Failover(boolean primary) -> "Failover=" + (primary ? "PRIMARY" : "SECONDARY");
      case Latency(String region) -> "Region Name=" + region;
      case Geolocation(var continent, var country, var subdivision) ->
          "GeoLocation Name="
              + (continent != null
                  ? continent
                  : country + (subdivision == null ? "" : "-" + subdivision));
      case Geoproximity near ->
          "GeoProximityLocation Name="
              + (near.region() != null
                  ? near.region()
                  : near.localZoneGroup() != null
                      ? near.localZoneGroup()
                      : point(near.coordinates()));
      case IpBased(String collection, String location) ->
          "CidrRoutingConfig Name=" + collection + "/" + location;
    };
  }

  /** {@code 51.5,-0.12}: latitude, then longitude. */
  private static String point(@Nullable Coordinates point) {
    return point == null ? "" : degrees(point.latitude()) + "," + degrees(point.longitude());
  }

  private static String degrees(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
