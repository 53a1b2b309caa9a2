package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is wrong with one record set that is to be written, given the working copy so far (Developer
 * Guide, "Supported DNS record types" and the values of each routing policy). An empty list:
 * nothing.
 */
final class PutRules {
  private static final Set<RecordType> SIMPLE_ONLY =
      EnumSet.of(RecordType.NS, RecordType.SOA, RecordType.DS);
  private static final Set<RecordType> NEVER_MULTIVALUE =
      EnumSet.of(RecordType.NS, RecordType.SOA, RecordType.DS, RecordType.CNAME);

  private final Zone zone;
  private final WorkingCopy copy;

  PutRules(Zone zone, WorkingCopy copy) {
    this.zone = zone;
    this.copy = copy;
  }

  List<String> problems(RecordSet set) {
    ResourceRecordSet is = set.meaning();
    if (!is.name().isAtOrBelow(zone.name())) {
      return List.of(
          "RRSet with DNS name "
              + NameText.format(is.name())
              + " is not permitted in zone "
              + NameText.format(zone.name()));
    }
    var problems = new ArrayList<String>();
    ofType(is, problems);
    ofPolicy(is, problems);
    ofNeighbours(is, problems);
    GroupRules.check(set, copy, problems);
    ofCollection(is, problems);
    AliasTarget target = is.alias();
    if (target != null) {
      AliasRules.check(zone, is, target, copy, problems);
    }
    if (zone.privateZone()) {
      inPrivateZone(is, problems);
    }
    return problems;
  }

  /** C3, C4, C8: where a type may stand and how many values it has. */
  private void ofType(ResourceRecordSet is, List<String> problems) {
    boolean apex = is.name().equals(zone.name());
    if (is.type() == RecordType.CNAME && apex) {
      problems.add(ofType(is) + " is not permitted at apex in zone " + zoneName());
    }
    if (is.type() == RecordType.SOA && !apex) {
      problems.add(ofType(is) + " is permitted only at apex in zone " + zoneName());
    }
    if (is.type() == RecordType.NS && is.name().isWildcard()) {
      problems.add(ofType(is) + " is not permitted because a wildcard name cannot have type NS.");
    }
    boolean single = is.type() == RecordType.CNAME || is.type() == RecordType.SOA;
    if (single && is.records().size() > 1) {
      problems.add(ofType(is) + " must have exactly one value.");
    }
  }

  /** C8 and the demand that a primary be watched. */
  private static void ofPolicy(ResourceRecordSet is, List<String> problems) {
    boolean simple = is.policy() instanceof Simple;
    boolean multivalue = is.policy() instanceof Multivalue;
    if ((!simple && SIMPLE_ONLY.contains(is.type()))
        || (multivalue && NEVER_MULTIVALUE.contains(is.type()))) {
      problems.add(ofType(is) + " is not permitted with routing policy " + word(is.policy()) + ".");
    }
    if (is.policy() instanceof Failover(boolean primary)
        && primary
        && is.alias() == null
        && is.healthCheckId() == null) {
      problems.add(
          "A non-alias primary ResourceRecordSet must have an associated health check. "
              + "No changes made.");
    }
  }

  /** The collection must be there; its locations may come and go. */
  private void ofCollection(ResourceRecordSet is, List<String> problems) {
    if (is.policy() instanceof IpBased(String collection, _)
        && !copy.collectionExists(collection)) {
      problems.add(
          "The CIDR collection with ID "
              + collection
              + " was not found. It is used by the "
              + ofType(is)
              + ", SetIdentifier "
              + is.setIdentifier()
              + ".");
    }
  }

  /** C3: a CNAME stands alone at its name. */
  private void ofNeighbours(ResourceRecordSet is, List<String> problems) {
    boolean cname = is.type() == RecordType.CNAME;
    boolean others = false;
    boolean cnames = false;
    for (RecordSet neighbour : copy.at(is.name())) {
      cnames |= neighbour.meaning().type() == RecordType.CNAME;
      others |= neighbour.meaning().type() != RecordType.CNAME;
    }
    if (cname && others && !is.name().equals(zone.name())) {
      problems.add(
          ofType(is)
              + " is not permitted as it conflicts with other records with the same DNS name in zone "
              + zoneName());
    }
    if (!cname && cnames) {
      problems.add(
          ofType(is)
              + " is not permitted because a conflicting RRSet of type CNAME with the same DNS name"
              + " already exists in zone "
              + zoneName());
    }
  }

  /**
   * C13 (Developer Guide, "Considerations when working with a private hosted zone"). IP-based
   * record sets may be made, as the page on their values says.
   */
  private void inPrivateZone(ResourceRecordSet is, List<String> problems) {
    if (is.policy() instanceof Geoproximity) {
      problems.add(
          ofType(is)
              + " is not permitted with routing policy "
              + word(is.policy())
              + " in a private hosted zone.");
    }
    boolean unchecked = is.policy() instanceof Simple || is.policy() instanceof IpBased;
    if (is.healthCheckId() != null && unchecked) {
      problems.add(
          ofType(is)
              + " cannot have a health check with routing policy "
              + word(is.policy())
              + " in a private hosted zone.");
    }
    if (is.type() == RecordType.NS && !is.name().equals(zone.name())) {
      problems.add(ofType(is) + " cannot delegate a subdomain of a private hosted zone.");
    }
    AliasTarget target = is.alias();
    if (target != null && WellKnownZones.isCloudFront(target)) {
      problems.add(ofType(is) + " cannot be an alias of CloudFront in a private hosted zone.");
    }
  }

  /** The policy's name in sentences. */
  static String word(RoutingPolicy policy) {
    return switch (policy) {
      case Simple _ -> "simple";
      case Failover _ -> "failover";
      case Weighted _ -> "weighted";
      case Latency _ -> "latency";
      case Geolocation _ -> "geolocation";
      case Geoproximity _ -> "geoproximity";
      case Multivalue _ -> "multivalue answer";
      case IpBased _ -> "IP-based";
    };
  }

  private static String ofType(ResourceRecordSet is) {
    return "RRSet of type " + is.type() + " with DNS name " + NameText.format(is.name());
  }

  private String zoneName() {
    return NameText.format(zone.name());
  }
}
