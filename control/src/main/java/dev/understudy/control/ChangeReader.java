package dev.understudy.control;

import dev.understudy.control.RecordSet.PlaceText;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.model.ChangeAction;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the changes of a request: texts to wire form. What is wrong with the shape of a change
 * refuses the request ({@link StructureRules}); what is wrong with a name or a value is a message
 * beside the others of the batch, and that change is left out.
 */
final class ChangeReader {
  private static final int RECORDS_MAX = 1000;
  private static final int CHARACTERS_MAX = 32_000;
  private static final int VALUES_MAX = 400;

  private final List<Change> changes = new ArrayList<>();
  private final List<String> messages = new ArrayList<>();

  private ChangeReader() {}

  /**
   * Reads them all.
   *
   * @throws ApiException InvalidInput for the first change of impossible shape
   */
  static Reading read(dev.understudy.model.ChangeBatch batch) throws ApiException {
    if (batch.changes().isEmpty()) {
      throw Errors.invalidInput("The change batch contains no changes.");
    }
    for (dev.understudy.model.Change change : batch.changes()) {
      StructureRules.check(change);
    }
    var reader = new ChangeReader();
    reader.limits(batch.changes());
    for (dev.understudy.model.Change change : batch.changes()) {
      reader.read(change.action(), change.resourceRecordSet());
    }
    return new Reading(reader.changes, reader.messages);
  }

  /** What could be read, and what is wrong with the rest. */
  record Reading(List<Change> changes, List<String> messages) {}

  /** Limits of one request; an UPSERT counts twice (Developer Guide, "Quotas"). */
  private void limits(List<dev.understudy.model.Change> all) {
    long records = 0;
    long characters = 0;
    for (dev.understudy.model.Change change : all) {
      int times = change.action() == ChangeAction.UPSERT ? 2 : 1;
      List<ResourceRecord> values = change.resourceRecordSet().resourceRecords();
      if (values == null) {
        records += times;
        continue;
      }
      records += (long) times * values.size();
      for (ResourceRecord value : values) {
        characters += (long) times * value.value().length();
      }
    }
    if (records > RECORDS_MAX) {
      messages.add("Number of records limit of " + RECORDS_MAX + " exceeded.");
    }
    if (characters > CHARACTERS_MAX) {
      messages.add("Number of characters limit of " + CHARACTERS_MAX + " exceeded.");
    }
  }

  private void read(ChangeAction action, ResourceRecordSet given) {
    DomainName name;
    try {
      name = NameText.parse(given.name());
    } catch (PresentationException e) {
      messages.add(e.message());
      return;
    }
    RecordType type = RecordType.valueOf(given.type().name());
    String identifier = given.setIdentifier() == null ? "" : given.setIdentifier();
    var problems = new ArrayList<String>();
    RecordSet set = recordSet(name, type, identifier, given, problems);
    if (action == ChangeAction.DELETE) {
      changes.add(
          new Change.Delete(
              new Identity(name, type, identifier), set, StructureRules.policies(given) == 1));
      return;
    }
    messages.addAll(problems);
    if (set == null || !problems.isEmpty()) {
      return;
    }
    changes.add(
        switch (action) {
          case CREATE -> new Change.Create(set);
          case UPSERT -> new Change.Upsert(set);
          case DELETE -> throw new IllegalStateException("handled above");
        });
  }

  private static @Nullable RecordSet recordSet(
      DomainName name,
      RecordType type,
      String identifier,
      ResourceRecordSet given,
      List<String> problems) {
    var texts = new ArrayList<String>();
    List<Rdata> records = records(type, given.resourceRecords(), texts, problems);
    AliasTarget alias = alias(given.aliasTarget(), problems);
    if (records.isEmpty() == (alias == null)) {
      return null;
    }
    Long ttl = given.ttl();
    GeoProximityLocation near = given.geoProximityLocation();
    return new RecordSet(
        new dev.understudy.intent.ResourceRecordSet(
            name,
            type,
            identifier,
            policy(given),
            ttl == null || alias != null ? 0 : Math.toIntExact(ttl),
            records,
            alias,
            given.healthCheckId()),
        texts,
        near == null ? null : place(near));
  }

  private static List<Rdata> records(
      RecordType type,
      @Nullable List<ResourceRecord> values,
      List<String> texts,
      List<String> problems) {
    if (values == null) {
      return List.of();
    }
    if (values.size() > VALUES_MAX) {
      problems.add("Cannot have more than " + VALUES_MAX + " records in a RRSet.");
    }
    var records = new ArrayList<Rdata>(values.size());
    var seen = new HashSet<Rdata>();
    boolean readable = true;
    for (ResourceRecord value : values) {
      try {
        Rdata rdata = RdataText.parse(type, value.value());
        records.add(rdata);
        texts.add(value.value());
        if (values.size() > 1 && !seen.add(rdata)) {
          problems.add("Duplicate Resource Record: '" + value.value() + "'");
        }
      } catch (PresentationException e) {
        problems.add("Invalid Resource Record: " + e.message());
        readable = false;
      }
    }
    return readable ? records : List.of();
  }

  private static @Nullable AliasTarget alias(
      dev.understudy.model.@Nullable AliasTarget given, List<String> problems) {
    if (given == null) {
      return null;
    }
    try {
      return new AliasTarget(
          given.hostedZoneId().replaceFirst("^/?hostedzone/", ""),
          NameText.parse(given.dnsName()),
          given.evaluateTargetHealth());
    } catch (PresentationException e) {
      problems.add(e.message());
      return null;
    }
  }

  /** {@link StructureRules} has seen that there is at most one. */
  private static RoutingPolicy policy(ResourceRecordSet given) {
    var failover = given.failover();
    Long weight = given.weight();
    String region = given.region();
    var area = given.geoLocation();
    GeoProximityLocation near = given.geoProximityLocation();
    var cidr = given.cidrRoutingConfig();
    if (failover != null) {
      return switch (failover) {
        case PRIMARY -> new RoutingPolicy.Failover(true);
        case SECONDARY -> new RoutingPolicy.Failover(false);
      };
    }
    if (weight != null) {
      return new RoutingPolicy.Weighted(Math.toIntExact(weight));
    }
    if (region != null) {
      return new RoutingPolicy.Latency(region);
    }
    if (area != null) {
      return new RoutingPolicy.Geolocation(
          area.continentCode(), area.countryCode(), area.subdivisionCode());
    }
    if (near != null) {
      return geoproximity(near);
    }
    if (cidr != null) {
      return new RoutingPolicy.IpBased(cidr.collectionId(), cidr.locationName());
    }
    return Boolean.TRUE.equals(given.multiValueAnswer())
        ? new RoutingPolicy.Multivalue()
        : new RoutingPolicy.Simple();
  }

  private static RoutingPolicy geoproximity(GeoProximityLocation near) {
    var coordinates = near.coordinates();
    Integer bias = near.bias();
    return new RoutingPolicy.Geoproximity(
        near.awsRegion(),
        near.localZoneGroup(),
        coordinates == null
            ? null
            : new RoutingPolicy.Coordinates(
                Double.parseDouble(coordinates.latitude()),
                Double.parseDouble(coordinates.longitude())),
        bias == null ? 0 : bias);
  }

  private static PlaceText place(GeoProximityLocation near) {
    var coordinates = near.coordinates();
    return new PlaceText(
        coordinates == null ? null : coordinates.latitude(),
        coordinates == null ? null : coordinates.longitude(),
        near.bias());
  }
}
