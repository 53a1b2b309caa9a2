package dev.understudy.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Atlas;
import dev.understudy.wire.Rcode;
import dev.understudy.wire.RecordType;
import dev.understudy.zone.Compiler;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import dev.understudy.zone.TreeDump;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small random worlds, changed at random: what was compiled change by change equals
 * what is compiled at once, and every answer equals the oracle's.
 *
 * <p>{@code -Dunderstudy.worlds=N} plays N worlds; {@code -Dunderstudy.seed=S} starts at seed S.
 */
class OracleTest {
  private static final int WORLDS = Integer.getInteger("understudy.worlds", 400);
  private static final long SEED = Long.getLong("understudy.seed", 1);
  private static final int STEPS = 6;
  private static final int QUESTIONS = 40;

  private static final String[] LABELS = {"a", "b", "c", "*"};
  private static final String[] APEXES = {"t", "a.t", "b.a.t", "c.b.a.t", "c.t", "u"};
  private static final RecordType[] TYPES = {
    RecordType.A,
    RecordType.A,
    RecordType.A,
    RecordType.AAAA,
    RecordType.CNAME,
    RecordType.NS,
    RecordType.MX,
    RecordType.DS,
    RecordType.TXT
  };
  private static final String[] REGIONS = {"us-east-1", "eu-west-1", "cn-north-1"};
  private static final RoutingPolicy[] AREAS = {
    new RoutingPolicy.Geolocation(null, "US", null),
    new RoutingPolicy.Geolocation("NA", null, null),
    new RoutingPolicy.Geolocation(null, "*", null)
  };
  private static final int[] QTYPES = {1, 1, 1, 28, 2, 5, 6, 15, 43, 16, 33, 255};

  @Test
  void everyAnswerOfEveryWorldIsTheOracles() {
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      try {
        play(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static void play(SplittableRandom random) {
    var lab = new Lab();
    var oracle = new Oracle();
    var watched = new Watched(lab);
    Atlas atlas = new Atlas(Map.of(), Map.of(), null);
    for (int step = 1; step <= STEPS; step++) {
      var batch = new ArrayList<Mutation>();
      int size = 1 + random.nextInt(8);
      for (int i = 0; i < size; i++) {
        mutation(random, oracle, batch);
      }
      if (random.nextInt(4) == 0) {
        lab.publisher.reset(step, List.copyOf(oracle.everything()));
      } else {
        lab.publisher.apply(step, batch);
      }
      for (int i = 0; i < 2; i++) {
        String check = "h" + random.nextInt(5);
        boolean healthy = random.nextInt(3) == 0;
        oracle.status(check, healthy);
        lab.publisher.statuses(Map.of(check, healthy));
      }
      if (step == 1 || random.nextInt(3) == 0) {
        atlas = Atlas.random(random);
        lab.publisher.geography(atlas.geography());
      }
      resolve(random, lab, oracle);
      List<String> whole = TreeDump.of(new Compiler().apply(oracle.everything()));
      assertThat(TreeDump.of(lab.current.get().tree()).equals(whole))
          .as("compiled change by change as if at once, after step %s", step)
          .isTrue();
      for (int i = 0; i < QUESTIONS; i++) {
        compare(lab, watched, oracle, atlas, random);
      }
    }
  }

  /** In an order that does not change from run to run. */
  private static List<OutsideTarget> wanted(Lab lab) {
    var wanted = new ArrayList<OutsideTarget>();
    lab.publisher.outsideWanted(wanted::addAll);
    lab.publisher.outsideWanted(_ -> {});
    wanted.sort(Comparator.comparing(OutsideTarget::toString));
    return wanted;
  }

  /** Of some targets outside records become known, or that there are none; others stay unknown. */
  private static void resolve(SplittableRandom random, Lab lab, Oracle oracle) {
    for (OutsideTarget target : wanted(lab)) {
      if (random.nextInt(3) == 0) {
        int most = target.type() == RecordType.CNAME ? 1 : 3;
        var records = new HashSet<Rdata>();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
          records.add(value(random, target.type(), APEXES[random.nextInt(APEXES.length)]));
        }
        oracle.resolved(target, new OutsideRecords(1 + random.nextInt(60), List.copyOf(records)));
      }
    }
    lab.publisher.outside(oracle.resolved()); // also what was forgotten while no alias named it
  }

  /** A second responder, with the same draws and a witness. */
  private record Watched(Responder responder, Watcher watcher) {
    Watched(Lab lab) {
      this(lab, new Watcher());
    }

    private Watched(Lab lab, Watcher watcher) {
      this(
          new Responder(
              lab.current,
              lab.ledger.newRow(),
              new SplittableRandom(1),
              AnswerSettings.DEFAULTS,
              watcher),
          watcher);
    }

    /** The reply is the same, and it is what the witness was told. */
    void compare(byte[] query, byte[] source, Message reply) {
      byte[] response = new byte[65_535];
      int length =
          responder.respond(query, query.length, Transport.TCP, source, source.length, response);
      assertThat(Message.read(response, length)).as("with a witness").isEqualTo(reply);
      assertThat(watcher.rcode()).isEqualTo(reply.rcode());
      var records = new HashSet<String>();
      for (String record : reply.answer()) {
        records.add(record.split(" ", 3)[2]);
      }
      for (String record : reply.authority()) {
        String value = record.split(" ", 3)[2];
        if (!value.startsWith("SOA ")) {
          records.add(value);
        }
      }
      if (reply.rcode() != Rcode.SERVFAIL) {
        assertThat(watcher.values()).as("what a witness was told").isEqualTo(records);
      }
    }
  }

  private static void compare(
      Lab lab, Watched watched, Oracle oracle, Atlas atlas, SplittableRandom random) {
    DomainName name = name(random, 5);
    int type = QTYPES[random.nextInt(QTYPES.length)];
    byte[] source = Atlas.network(random, 32, 128).octets();
    var client = CidrBlock.of(source, 8 * source.length);
    byte[] query = Lab.query(name.toString(), type, 1232);
    CidrBlock subnet = random.nextInt(3) == 0 ? null : Atlas.network(random, 32, 128);
    if (subnet != null && random.nextInt(20) == 0) {
      subnet = CidrBlock.of(subnet.octets(), 0); // tells nothing of the client
    }
    if (subnet != null) {
      query = Lab.withOption(query, 8, option(subnet));
      client = subnet.prefixLength() == 0 ? client : subnet;
    }
    Message reply = lab.ask(query, Transport.TCP, source);
    watched.compare(query, source, reply);
    Set<Oracle.Reply> expected = oracle.ask(name, type, atlas.asker(client));
    if (expected.stream().noneMatch(each -> matches(reply, each))) {
      assertThat(reply + "")
          .as("%s %s for %s in %s of %s", name, type, client, atlas, oracle.everything())
          .isEqualTo("one of " + expected);
    }
    assertThat(reply.clientSubnet().isEmpty()).isEqualTo(subnet == null);
    if (subnet != null) {
      String text = reply.clientSubnet();
      int scope = Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
      boolean forAll = subnet.prefixLength() == 0 || !oracle.located();
      int most = subnet.octets().length == 4 ? 24 : 48;
      assertThat(scope)
          .as("scope of %s %s for %s", name, type, client)
          .isBetween(0, forAll ? 0 : most);
    }
  }

  private static byte[] option(CidrBlock subnet) {
    byte[] address = subnet.octets();
    byte[] option = Arrays.copyOf(new byte[] {0, 0, 0, 0}, 4 + (subnet.prefixLength() + 7) / 8);
    option[1] = (byte) (address.length == 4 ? 1 : 2);
    option[2] = (byte) subnet.prefixLength();
    System.arraycopy(address, 0, option, 4, option.length - 4);
    return option;
  }

  private static boolean matches(Message reply, Oracle.Reply expected) {
    return reply.rcode() == expected.rcode()
        && reply.aa() == expected.aa()
        && reply.answer().size() == expected.answer().size()
        && new HashSet<>(reply.answer()).equals(expected.answer())
        && new HashSet<>(reply.authority()).equals(expected.authority())
        && matches(reply.additional(), expected.extra());
  }

  private static boolean matches(List<String> additional, Map<String, Set<Set<String>>> expected) {
    int matched = 0;
    for (var entry : expected.entrySet()) {
      String[] ownerAndType = entry.getKey().split(" ", -1);
      var records =
          additional.stream()
              .filter(record -> record.startsWith(ownerAndType[0] + " "))
              .filter(record -> record.split(" ", -1)[2].equals(ownerAndType[1]))
              .toList();
      if (!entry.getValue().contains(new HashSet<>(records))) {
        return false;
      }
      matched += records.size();
    }
    return matched == additional.size();
  }

  private static void mutation(SplittableRandom random, Oracle oracle, List<Mutation> batch) {
    String apex = APEXES[random.nextInt(APEXES.length)];
    String zone = "Z" + random.nextInt(2) + apex;
    Mutation mutation;
    if (!oracle.hasZone(zone)) {
      int created = zone.charAt(1) - '0';
      mutation = new Mutation.PutZone(new HostedZone(zone, Text.name(apex), created));
      oracle.apply(mutation);
      batch.add(mutation);
      if (random.nextInt(4) != 0) {
        mutation = Lab.put(zone, Lab.values(apex, RecordType.SOA, 900, Lab.SOA));
        oracle.apply(mutation);
        batch.add(mutation);
      }
      return;
    }
    mutation =
        switch (random.nextInt(18)) {
          case 0 -> new Mutation.DeleteZone(zone);
          case 1 -> new Mutation.PutCheck(Lab.checkNamed("h" + random.nextInt(4)));
          case 2 -> new Mutation.DeleteCheck("h" + random.nextInt(4));
          case 3, 4, 5, 6 -> {
            ResourceRecordSet set = set(random, zone, apex);
            yield new Mutation.DeleteRecordSet(zone, set.name(), set.type(), set.setIdentifier());
          }
          case 7 -> new Mutation.PutCidrCollection(Atlas.collection(random, collection(random)));
          case 8 ->
              random.nextBoolean()
                  ? new Mutation.PutCidrCollection(Atlas.collection(random, collection(random)))
                  : new Mutation.DeleteCidrCollection(collection(random));
          default -> new Mutation.PutRecordSet(zone, set(random, zone, apex));
        };
    oracle.apply(mutation);
    batch.add(mutation);
  }

  /** All sets of one name and type have one policy, which follows from both. */
  private static ResourceRecordSet set(SplittableRandom random, String zone, String apex) {
    DomainName name = below(random, apex, 3);
    RecordType type = TYPES[random.nextInt(TYPES.length)];
    boolean plain = type == RecordType.NS || type == RecordType.DS;
    int kind = plain ? 0 : Math.floorMod(name.hashCode() + type.code(), 9);
    if (type == RecordType.CNAME && kind == 3) {
      kind = 2; // several CNAMEs in one answer are no answer
    }
    int member = random.nextInt(kind == 3 ? 12 : 3);
    RoutingPolicy policy =
        switch (kind) {
          case 1 -> new RoutingPolicy.Failover(member == 0);
          case 2 -> new RoutingPolicy.Weighted(random.nextInt(3));
          case 3 -> new RoutingPolicy.Multivalue();
          case 4 -> new RoutingPolicy.Latency(REGIONS[member]);
          case 5 -> AREAS[member];
          case 6 -> near(member, random.nextInt(-99, 100));
          case 7 ->
              new RoutingPolicy.IpBased(
                  "c" + (name.hashCode() & 1), "ab*".substring(member, member + 1));
          default -> new RoutingPolicy.Simple();
        };
    if (kind == 1) {
      member = Math.min(member, 1);
    }
    // Against the order of members, so that it is not identifiers which decide.
    String identifier = policy instanceof RoutingPolicy.Simple ? "" : "m" + (char) ('z' - member);
    String check = !plain && random.nextInt(2) == 0 ? "h" + random.nextInt(5) : null;
    if (!plain && kind != 3 && random.nextInt(3) == 0) {
      String target = random.nextInt(6) == 0 ? "Zelsewhere" : zone;
      if (random.nextInt(8) == 0) {
        target = "Z" + random.nextInt(2) + APEXES[random.nextInt(APEXES.length)];
      }
      var alias = new AliasTarget(target, below(random, apex, 3), random.nextInt(3) != 0);
      return new ResourceRecordSet(name, type, identifier, policy, 0, List.of(), alias, check);
    }
    var values = new HashSet<Rdata>();
    int count = type == RecordType.CNAME || kind == 3 ? 1 : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      values.add(value(random, type, apex));
    }
    return new ResourceRecordSet(
        name, type, identifier, policy, random.nextInt(1000), List.copyOf(values), null, check);
  }

  private static RoutingPolicy near(int member, int bias) {
    return switch (member) {
      case 0 -> new RoutingPolicy.Geoproximity("us-east-1", null, null, bias);
      case 1 -> new RoutingPolicy.Geoproximity(null, "us-west-2-lax-1", null, bias);
      default -> new RoutingPolicy.Geoproximity(null, null, new Coordinates(50.5, 5.25), bias);
    };
  }

  private static String collection(SplittableRandom random) {
    return "c" + random.nextInt(2);
  }

  private static Rdata value(SplittableRandom random, RecordType type, String apex) {
    String host = below(random, apex, 2).toString();
    return Text.rdata(
        type,
        switch (type) {
          case A -> "10.0." + random.nextInt(256) + "." + random.nextInt(256);
          case AAAA -> "2001:db8::" + random.nextInt(1000);
          case MX -> random.nextInt(100) + " " + host;
          case DS -> "0102030405" + (10 + random.nextInt(80));
          case TXT -> "t" + random.nextInt(1000);
          default -> host;
        });
  }

  private static DomainName below(SplittableRandom random, String apex, int labelsMax) {
    var text = new StringBuilder(apex);
    int labels = random.nextInt(labelsMax + 1);
    for (int i = 0; i < labels; i++) {
      text.insert(0, LABELS[random.nextInt(LABELS.length)] + ".");
    }
    return Text.name(text.toString());
  }

  private static DomainName name(SplittableRandom random, int labelsMax) {
    return random.nextInt(30) == 0
        ? Text.name("x.y")
        : below(random, APEXES[random.nextInt(APEXES.length)], labelsMax - 1);
  }
}
