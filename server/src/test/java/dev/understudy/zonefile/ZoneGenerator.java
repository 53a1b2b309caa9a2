package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.model.AliasTarget;
import dev.understudy.model.CidrRoutingConfig;
import dev.understudy.model.Coordinates;
import dev.understudy.model.GeoLocation;
import dev.understudy.model.GeoProximityLocation;
import dev.understudy.model.RRType;
import dev.understudy.model.ResourceRecord;
import dev.understudy.model.ResourceRecordSet;
import dev.understudy.model.ResourceRecordSetFailover;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * Random zones that Route 53 takes: all types and policies, odd octets in names, long texts, values
 * as callers spell them and as nobody would.
 */
public final class ZoneGenerator {
  private static final List<RecordType> FREE =
      List.of(
          RecordType.A,
          RecordType.AAAA,
          RecordType.CAA,
          RecordType.DS,
          RecordType.HTTPS,
          RecordType.MX,
          RecordType.NAPTR,
          RecordType.NS,
          RecordType.PTR,
          RecordType.SPF,
          RecordType.SRV,
          RecordType.SSHFP,
          RecordType.SVCB,
          RecordType.TLSA,
          RecordType.TXT);
  private static final List<String> REGIONS = List.of("us-east-1", "eu-west-1", "ap-southeast-2");
  private static final List<GeoLocation> AREAS =
      List.of(
          new GeoLocation("EU", null, null),
          new GeoLocation(null, "*", null),
          new GeoLocation(null, "DE", null),
          new GeoLocation(null, "US", "CA"));
  private static final List<GeoProximityLocation> PLACES =
      List.of(
          new GeoProximityLocation("eu-central-1", null, null, null),
          new GeoProximityLocation("us-east-2", null, null, -99),
          new GeoProximityLocation(null, "us-west-2-lax-1", null, 0),
          new GeoProximityLocation(null, null, new Coordinates("+51.50", "-0.1"), 12));
  private static final List<String> LOCATIONS = List.of("*", "office", "lab_2");

  private final Random random;
  private final DomainName apex;
  private final String zoneId;
  private final String check;
  private final String collection;
  private final boolean policies;
  private final RdataGenerator data;
  private final List<ResourceRecordSet> sets = new ArrayList<>();

  /**
   * Generates nothing yet.
   *
   * @param zoneId what aliases into the zone name
   * @param check the id of a health check that exists
   * @param collection the id of a CIDR collection that exists
   * @param policies false for what a plain master file can say
   */
  public ZoneGenerator(
      Random random,
      DomainName apex,
      String zoneId,
      String check,
      String collection,
      boolean policies) {
    this.random = random;
    this.apex = apex;
    this.zoneId = zoneId;
    this.check = check;
    this.collection = collection;
    this.policies = policies;
    this.data = new RdataGenerator(random, this::name, policies);
  }

  /** A zone with its SOA and NS and record sets of so many names. */
  public List<ResourceRecordSet> zone(int names) {
    sets.clear();
    simple(apex, RecordType.SOA, 1);
    simple(apex, RecordType.NS, 2);
    simple(apex, RecordType.TXT, 3);
    Set<DomainName> taken = new HashSet<>(Set.of(apex));
    for (int i = 0; i < names; i++) {
      DomainName name = below();
      if (taken.add(name)) {
        at(name);
      }
    }
    return List.copyOf(sets);
  }

  private void at(DomainName name) {
    if (random.nextInt(6) == 0) {
      if (policies && random.nextBoolean()) {
        group(name, RecordType.CNAME);
      } else {
        simple(name, RecordType.CNAME, 1);
      }
      return;
    }
    Set<RecordType> types = new HashSet<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      types.add(FREE.get(random.nextInt(FREE.size())));
    }
    if (name.isWildcard()) {
      types.remove(RecordType.NS);
    }
    for (RecordType type : types) {
      boolean plain = !policies || type == RecordType.NS || type == RecordType.DS;
      if (plain || random.nextBoolean()) {
        if (plain || random.nextInt(4) > 0 || !alias(name, type)) {
          simple(name, type, 1 + random.nextInt(4));
        }
      } else {
        group(name, type);
      }
    }
  }

  private void simple(DomainName name, RecordType type, int values) {
    ResourceRecordSet.Builder set = named(name, type);
    if (policies && random.nextInt(8) == 0) {
      set.healthCheckId(check);
    }
    sets.add(set.ttl(ttl()).resourceRecords(values(type, values)).build());
  }

  /** To a name that has the type and is no alias itself, or out of the zone. */
  private boolean alias(DomainName name, RecordType type) {
    List<ResourceRecordSet> targets =
        sets.stream()
            .filter(set -> set.type().name().equals(type.name()) && set.aliasTarget() == null)
            .filter(set -> !set.name().equals(NameText.format(name)))
            .toList();
    AliasTarget target;
    if (!targets.isEmpty()) {
      ResourceRecordSet to = targets.get(random.nextInt(targets.size()));
      target = new AliasTarget(zoneId, to.name(), random.nextBoolean());
    } else if (type == RecordType.A || type == RecordType.AAAA) {
      target = new AliasTarget("Z35SXDOTRQ7X7K", "lb\\0521.example.net.", true);
    } else {
      return false;
    }
    sets.add(named(name, type).aliasTarget(target).build());
    return true;
  }

  private void group(DomainName name, RecordType type) {
    int policy = random.nextInt(type == RecordType.CNAME ? 6 : 7);
    int count =
        switch (policy) {
          case 0 -> 2;
          case 2, 5 -> 3;
          default -> 4;
        };
    long ttl = ttl();
    int from = sets.size();
    for (int i = 0; i < count; i++) {
      ResourceRecordSet.Builder set = named(name, type).setIdentifier(identifier(i));
      switch (policy) {
        case 0 ->
            set.failover(
                    i == 0
                        ? ResourceRecordSetFailover.PRIMARY
                        : ResourceRecordSetFailover.SECONDARY)
                .healthCheckId(check);
        case 1 -> set.weight((long) random.nextInt(256));
        case 2 -> set.region(REGIONS.get(i));
        case 3 -> set.geoLocation(AREAS.get(i));
        case 4 -> set.geoProximityLocation(PLACES.get(i));
        case 5 -> set.cidrRoutingConfig(new CidrRoutingConfig(collection, LOCATIONS.get(i)));
        default -> set.multiValueAnswer(true);
      }
      if (policy != 0 && random.nextInt(3) == 0) {
        set.healthCheckId(check);
      }
      int values = type == RecordType.CNAME ? 1 : 1 + random.nextInt(2);
      sets.add(set.ttl(ttl).resourceRecords(values(type, values)).build());
    }
    if (random.nextInt(4) == 0) { // the order of the API is not that in which they were made
      sets.subList(from, sets.size()).sort((a, b) -> b.hashCode() - a.hashCode());
    }
  }

  private static ResourceRecordSet.Builder named(DomainName name, RecordType type) {
    return ResourceRecordSet.builder()
        .name(NameText.format(name))
        .type(RRType.valueOf(type.name()));
  }

  private String identifier(int i) {
    return switch (random.nextInt(4)) {
      case 0 -> "Zürich \"" + i + "\" \\ ; (östlich)";
      case 1 -> "\u65e5\u672c " + "x".repeat(100) + i;
      default -> "set-" + i;
    };
  }

  private long ttl() {
    return random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(100_000);
  }

  private List<ResourceRecord> values(RecordType type, int count) {
    var values = new ArrayList<ResourceRecord>();
    var taken = new HashSet<Rdata>();
    while (values.size() < count) {
      Rdata rdata = data.of(type);
      String value = spelled(type, rdata);
      if (value.length() <= 4000 && taken.add(rdata)) {
        values.add(new ResourceRecord(value));
      }
    }
    return values;
  }

  /** In canonical text, or in another that means the same. */
  private String spelled(RecordType type, Rdata rdata) {
    String text = RdataText.format(type, rdata);
    String other =
        switch (random.nextInt(6)) {
          case 0 -> text.replace("\" \"", "\"\"");
          case 1 -> text.replace(" ", random.nextBoolean() ? "  " : "\t");
          case 2 -> text.toUpperCase(Locale.ROOT);
          case 3 ->
              text.endsWith(".") && text.length() > 1 ? text.substring(0, text.length() - 1) : text;
          default -> text;
        };
    try {
      return RdataText.parse(type, other).equals(rdata) ? other : text;
    } catch (PresentationException e) {
      return text;
    }
  }

  private DomainName below() {
    var wire = new ByteArrayOutputStream();
    for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
      label(wire);
    }
    wire.writeBytes(apex.wire());
    return wire.size() > DomainName.LENGTH_MAX_OCTETS
        ? apex
        : DomainName.ofWire(wire.toByteArray());
  }

  private DomainName name() {
    var wire = new ByteArrayOutputStream();
    for (int labels = random.nextInt(4); labels > 0; labels--) {
      label(wire);
    }
    wire.write(0);
    return DomainName.ofWire(wire.toByteArray());
  }

  private void label(ByteArrayOutputStream wire) {
    byte[] label =
        switch (policies ? random.nextInt(10) : random.nextInt(7)) {
          case 0, 1, 2 -> ("n" + random.nextInt(1000)).getBytes(US_ASCII);
          case 3 -> "*".getBytes(US_ASCII);
          case 4 -> "_tcp".getBytes(US_ASCII);
          case 5 -> "a.b;c\"d\\e $@(f)/".getBytes(US_ASCII);
          case 6 -> data.octets(1 + random.nextInt(4));
          case 7 -> data.octets(1 + random.nextInt(60));
          default -> "www".getBytes(US_ASCII);
        };
    wire.write(label.length);
    wire.writeBytes(label);
  }
}
