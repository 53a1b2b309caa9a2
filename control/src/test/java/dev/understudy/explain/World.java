package dev.understudy.explain;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** A small zone with groups of every policy and aliases between them, all at random. */
final class World {
  static final HostedZone ZONE = new HostedZone("Z1", name("t"), 1);
  static final int NAMES = 12;
  private static final int CHECKS = 6;
  private static final String[] AREAS = {"*", "NA", "EU", "US", "FR", "US-CA"};
  private static final String[] REGIONS = {"cn-north-1", "eu-west-1", "us-east-1", "us-west-2"};

  final CurrentEdition current = new CurrentEdition();
  final Map<String, Boolean> checks = new HashMap<>();
  final Publisher publisher = new Publisher(current);
  private final SplittableRandom random;

  World(long seed) {
    random = new SplittableRandom(seed);
    publisher.geography(geography());
    var everything = new ArrayList<Mutation>();
    for (int i = 0; i < CHECKS; i++) {
      checks.put("h" + i, random.nextInt(3) > 0);
      everything.add(new Mutation.PutCheck(KnownChecks.check("h" + i)));
    }
    everything.add(
        new Mutation.PutCidrCollection(
            new CidrCollection(
                "c",
                List.of(
                    new CidrCollection.Location("l0", List.of(block(10, 8))),
                    new CidrCollection.Location("l1", List.of(block(10, 16)))))));
    everything.add(new Mutation.PutZone(ZONE));
    everything.add(put(simple("t", RecordType.SOA, "ns.t. host.t. 1 7200 900 1209600 86400")));
    for (int i = 0; i < NAMES; i++) {
      group("n" + i + ".t", everything);
    }
    everything.add(put(simple("c.t", RecordType.CNAME, "n1.t.")));
    everything.add(put(simple("d.t", RecordType.CNAME, "c.t.")));
    everything.add(put(simple("loop.t", RecordType.CNAME, "loop.t.")));
    everything.add(put(simple("child.t", RecordType.NS, "ns.elsewhere.")));
    group("*.wild.t", everything);
    publisher.reset(7, everything);
    publisher.outside(
        Map.of(
            new OutsideTarget(name("known.elsewhere"), RecordType.A),
            new OutsideRecords(60, List.of(address(0)))));
    publisher.statuses(checks);
  }

  /** A name that may or may not be there. */
  DomainName anyName() {
    return switch (random.nextInt(16)) {
      case 0 -> name("none.t");
      case 1 -> name("d.t");
      case 2 -> name("loop.t");
      case 3 -> name("www.child.t");
      case 4 -> name("a.b.wild.t");
      case 5 -> name("other.example");
      default -> name("n" + random.nextInt(NAMES) + ".t");
    };
  }

  SplittableRandom random() {
    return random;
  }

  private void group(String name, List<Mutation> to) {
    int kind = random.nextInt(8);
    int members = kind == 0 ? 1 : 1 + random.nextInt(kind == 6 ? 12 : kind == 1 ? 2 : 4);
    Set<RoutingPolicy> policies = new HashSet<>();
    for (int i = 0; i < members; i++) {
      RoutingPolicy policy = policy(kind, i);
      if (!policies.add(policy) && kind > 2 && kind != 6) {
        continue;
      }
      String check = random.nextInt(3) == 0 ? null : "h" + random.nextInt(CHECKS + 1);
      String identifier = kind == 0 ? "" : "m" + i;
      boolean alias = kind != 6 && random.nextInt(3) == 0;
      to.add(
          put(
              alias
                  ? new ResourceRecordSet(
                      name(name), RecordType.A, identifier, policy, 0, List.of(), target(), check)
                  : new ResourceRecordSet(
                      name(name),
                      RecordType.A,
                      identifier,
                      policy,
                      random.nextInt(300),
                      List.of(address(random.nextInt(1 << 24))),
                      null,
                      check)));
    }
  }

  private AliasTarget target() {
    boolean evaluate = random.nextInt(3) > 0;
    return switch (random.nextInt(12)) {
      case 0 -> new AliasTarget("Zelsewhere", name("known.elsewhere"), evaluate);
      case 1 -> new AliasTarget("Zelsewhere", name("unknown.elsewhere"), evaluate);
      default -> new AliasTarget("Z1", name("n" + random.nextInt(NAMES + 1) + ".t"), evaluate);
    };
  }

  private RoutingPolicy policy(int kind, int member) {
    return switch (kind) {
      case 0 -> new RoutingPolicy.Simple();
      case 1 -> new RoutingPolicy.Failover(member == 0);
      case 2 -> new RoutingPolicy.Weighted(random.nextInt(4));
      case 3 -> new RoutingPolicy.Latency(REGIONS[random.nextInt(REGIONS.length)]);
      case 4 -> area(AREAS[random.nextInt(AREAS.length)]);
      case 5 ->
          new RoutingPolicy.Geoproximity(
              null,
              null,
              new Coordinates(random.nextInt(90), random.nextInt(180)),
              random.nextInt(199) - 99);
      case 6 -> new RoutingPolicy.Multivalue();
      default -> new RoutingPolicy.IpBased("c", random.nextBoolean() ? "*" : "l" + member % 2);
    };
  }

  private static RoutingPolicy area(String text) {
    return switch (text) {
      case "NA", "EU" -> new RoutingPolicy.Geolocation(text, null, null);
      case "US-CA" -> new RoutingPolicy.Geolocation(null, "US", "CA");
      default -> new RoutingPolicy.Geolocation(null, text, null);
    };
  }

  private static Geography geography() {
    var places =
        new LocationTable.Builder()
            .add(octets(10, 0), 8, new Place("NA", "US", "CA", new Coordinates(37.8, -122.4)))
            .add(octets(11, 0), 8, new Place("EU", "FR", null, new Coordinates(48.9, 2.4)))
            .add(octets(12, 0), 8, new Place("AS", "CN", null, null));
    var latencies =
        new LatencyTable.Builder()
            .add(octets(10, 0), 8, Map.of("us-east-1", 70.0, "eu-west-1", 3.0));
    return new Geography(places.build(), latencies.build(), null);
  }

  private static byte[] octets(int first, int second) {
    return new byte[] {(byte) first, (byte) second, 0, 0};
  }

  private static CidrBlock block(int first, int length) {
    return CidrBlock.of(octets(first, 0), length);
  }

  private static Rdata address(int low) {
    return Rdata.of(new byte[] {10, (byte) (low >>> 16), (byte) (low >>> 8), (byte) low});
  }

  private static ResourceRecordSet simple(String name, RecordType type, String value) {
    try {
      return new ResourceRecordSet(
          name(name),
          type,
          "",
          new RoutingPolicy.Simple(),
          900,
          List.of(RdataText.parse(type, value)),
          null,
          null);
    } catch (PresentationException e) {
      throw new AssertionError(e);
    }
  }

  private static Mutation put(ResourceRecordSet set) {
    return new Mutation.PutRecordSet("Z1", set);
  }

  static DomainName name(String text) {
    try {
      return NameText.parse(text);
    } catch (PresentationException e) {
      throw new AssertionError(e);
    }
  }
}
