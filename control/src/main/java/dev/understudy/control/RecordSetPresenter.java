package dev.understudy.control;

import dev.understudy.control.RecordSet.PlaceText;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.Coordinates;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.presentation.NameText;
import org.jspecify.annotations.Nullable;

/**
 * Shows a record set as the API returns it: name escaped and with its dot, values as they were
 * submitted, only the members that it has. A DELETE of what is shown is accepted.
 */
final class RecordSetPresenter {
  private RecordSetPresenter() {}

  static ResourceRecordSet show(RecordSet set) {
    var meaning = set.meaning();
    var shown =
        ResourceRecordSet.builder()
            .name(NameText.format(meaning.name()))
            .type(RRType.valueOf(meaning.type().name()))
            .setIdentifier(meaning.setIdentifier().isEmpty() ? null : meaning.setIdentifier())
            .healthCheckId(meaning.healthCheckId());
    showPolicy(set, shown);
    AliasTarget alias = meaning.alias();
    if (alias == null) {
      return shown
          .ttl((long) meaning.ttlSeconds())
          .resourceRecords(set.values().stream().map(ResourceRecord::new).toList())
          .build();
    }
    return shown
        .aliasTarget(
            new dev.understudy.model.AliasTarget(
                alias.hostedZoneId(), NameText.format(alias.name()), alias.evaluateTargetHealth()))
        .build();
  }

  private static void showPolicy(RecordSet set, ResourceRecordSet.Builder shown) {
    var _ =
        switch (set.policy()) {
          case Simple _ -> shown;
          case Failover(boolean primary) ->
              shown.failover(
                  primary
                      ? ResourceRecordSetFailover.PRIMARY
                      : ResourceRecordSetFailover.SECONDARY);
          case Weighted(int weight) -> shown.weight((long) weight);
          case Latency(String region) -> shown.region(region);
          case Geolocation(var continent, var country, var subdivision) ->
              shown.geoLocation(new GeoLocation(continent, country, subdivision));
          case Geoproximity near ->
              shown.geoProximityLocation(
                  new GeoProximityLocation(
                      near.region(),
                      near.localZoneGroup(),
                      coordinates(set.place()),
                      set.place() == null ? null : set.place().bias()));
          case Multivalue _ -> shown.multiValueAnswer(true);
          case IpBased(String collection, String location) ->
              shown.cidrRoutingConfig(new CidrRoutingConfig(collection, location));
        };
  }

  private static @Nullable Coordinates coordinates(@Nullable PlaceText place) {
    if (place == null) {
      return null;
    }
    String latitude = place.latitude();
    String longitude = place.longitude();
    return latitude == null || longitude == null ? null : new Coordinates(latitude, longitude);
  }
}
