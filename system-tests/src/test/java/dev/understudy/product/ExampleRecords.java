package dev.understudy.product;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.route53.model.AliasTarget;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.Coordinates;
import software.amazon.awssdk.services.route53.model.GeoLocation;
import software.amazon.awssdk.services.route53.model.RRType;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;
import software.amazon.awssdk.services.route53.model.ResourceRecordSetFailover;

/**
 * Record sets as the table of worked examples writes them: {@code name [type] policy health body},
 * separated by commas.
 *
 * <pre>
 *  name    relative to the example's zone; @ is the apex
 *  type    AAAA, TXT, NS; A where none is written
 *  policy  -  P  S  w10  L:eu-west-1  G:US-CA  G:*  K:EU (a continent)  N:1.35/0/+50  M  C:loc-a
 *  health  a kind of check, or - for none
 *  body    1.1.1.1+1.1.1.2   300@1.1.1.1 (a TTL)   >name  ~name (an alias with and without
 *          EvaluateTargetHealth)   >S3  >ALB (aliases of other services)
 * </pre>
 */
final class ExampleRecords {
  private static final Map<String, AliasTarget> SERVICES =
      Map.of(
          "S3",
          AliasTarget.builder()
              .hostedZoneId("Z3AQBSTGFYJSTF")
              .dnsName("s3-website-us-east-1.amazonaws.com")
              .evaluateTargetHealth(true)
              .build(),
          "ALB",
          AliasTarget.builder()
              .hostedZoneId("Z35SXDOTRQ7X7K")
              .dnsName("lb-1.us-east-1.elb.amazonaws.com")
              .evaluateTargetHealth(true)
              .build());

  private final String domain;
  private final String zoneId;
  private final Map<String, String> checks;
  private final String collection;

  /**
   * For one zone.
   *
   * @param checks ids by kind
   * @param collection the id of the example's CIDR collection
   */
  ExampleRecords(String domain, String zoneId, Map<String, String> checks, String collection) {
    this.domain = domain;
    this.zoneId = zoneId;
    this.checks = checks;
    this.collection = collection;
  }

  /** The record sets in an order in which each alias finds its target. */
  List<Change> changes(String text) {
    var targets = new ArrayList<Change>();
    var aliases = new ArrayList<Change>();
    int number = 0;
    for (String row : text.split(",", -1)) {
      ResourceRecordSet set = read(row.strip(), "set-" + number++);
      Change change = Change.builder().action(ChangeAction.CREATE).resourceRecordSet(set).build();
      (set.aliasTarget() == null ? targets : aliases).add(change);
    }
    targets.addAll(aliases.reversed());
    return targets;
  }

  private ResourceRecordSet read(String row, String identifier) {
    var words = new ArrayList<>(Arrays.asList(row.split(" +", -1)));
    if (words.size() == 4) {
      words.add(1, "A");
    }
    ResourceRecordSet.Builder set =
        ResourceRecordSet.builder()
            .name(name(words.get(0)))
            .type(RRType.fromValue(words.get(1)))
            .healthCheckId(check(words.get(3)));
    String policy = words.get(2);
    if (!policy.equals("-")) {
      set.setIdentifier(identifier);
      policy(policy, set);
    }
    body(words.get(4), set);
    return set.build();
  }

  private @Nullable String check(String kind) {
    return kind.equals("-") ? null : Objects.requireNonNull(checks.get(kind), kind);
  }

  private void policy(String policy, ResourceRecordSet.Builder set) {
    String rest = policy.substring(policy.indexOf(':') + 1);
    switch (policy.charAt(0)) {
      case 'P' -> set.failover(ResourceRecordSetFailover.PRIMARY);
      case 'S' -> set.failover(ResourceRecordSetFailover.SECONDARY);
      case 'M' -> set.multiValueAnswer(true);
      case 'w' -> set.weight(Long.valueOf(policy.substring(1)));
      case 'L' -> set.region(rest);
      case 'K' -> set.geoLocation(GeoLocation.builder().continentCode(rest).build());
      case 'G' -> set.geoLocation(area(rest.split("-", -1)));
      case 'C' -> set.cidrRoutingConfig(cidr -> cidr.collectionId(collection).locationName(rest));
      case 'N' -> near(rest.split("/", -1), set);
      default -> throw new IllegalArgumentException(policy);
    }
  }

  private static GeoLocation area(String[] codes) {
    return GeoLocation.builder()
        .countryCode(codes[0])
        .subdivisionCode(codes.length > 1 ? codes[1] : null)
        .build();
  }

  private static void near(String[] place, ResourceRecordSet.Builder set) {
    set.geoProximityLocation(near ->
        near.coordinates(Coordinates.builder().latitude(place[0]).longitude(place[1]).build())
            .bias(Integer.valueOf(place[2])));
  }

  private void body(String body, ResourceRecordSet.Builder set) {
    if (body.startsWith(">") || body.startsWith("~")) {
      String target = body.substring(1);
      set.aliasTarget(
          SERVICES.getOrDefault(
              target,
              AliasTarget.builder()
                  .hostedZoneId(zoneId)
                  .dnsName(name(target))
                  .evaluateTargetHealth(body.startsWith(">"))
                  .build()));
      return;
    }
    int at = body.indexOf('@');
    set.ttl(at < 0 ? 60L : Long.parseLong(body.substring(0, at)));
    set.resourceRecords(
        Arrays.stream(body.substring(at + 1).split("\\+", -1))
            .map(value -> ResourceRecord.builder().value(value).build())
            .toList());
  }

  private String name(String label) {
    return label.equals("@") ? domain : label + "." + domain;
  }
}
