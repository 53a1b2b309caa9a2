package dev.understudy.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.DeleteRecordSet;
import dev.understudy.intent.Mutation.PutRecordSet;
import dev.understudy.intent.Mutation.PutZone;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A first load makes the tree that the same changes make one by one, whatever the order in which
 * they come, and goes on from it as any other.
 */
class FirstLoadTest {
  private static final List<RecordType> TYPES =
      List.of(RecordType.A, RecordType.TXT, RecordType.NS, RecordType.CNAME);
  private static final List<String> LABELS =
      List.of("a", "a-", "a-b", "ab", "a_", "a.b", "*", "b", "\u0001", "z", "0", "A\\");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void inTheOrderOfTheStore(long seed) {
    var random = new Random(seed);
    List<HostedZone> zones = zones(random);
    List<Mutation> sets = sets(zones, random, 250);
    sets.sort(STORED);
    check(zones, sets, random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void inAnyOrder(long seed) {
    var random = new Random(seed);
    List<HostedZone> zones = zones(random);
    List<Mutation> sets = sets(zones, random, 200);
    check(zones, sets, random);
    sets.sort(STORED);
    for (int i = 0; i < 3; i++) {
      Collections.swap(sets, random.nextInt(sets.size()), random.nextInt(sets.size()));
    }
    check(zones, sets, random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void withZonesAndDeletionsInBetween(long seed) {
    var random = new Random(seed);
    List<HostedZone> zones = zones(random);
    List<Mutation> changes = sets(zones, random, 100);
    changes.sort(STORED);
    for (int i = 0; i < 5; i++) {
      var put = (PutRecordSet) changes.get(random.nextInt(100));
      changes.add(
          random.nextInt(100),
          new DeleteRecordSet(put.zoneId(), put.set().name(), put.set().type(), ""));
      changes.removeIf(each -> each instanceof DeleteRecordSet && changes.indexOf(each) < 2);
    }
    changes.add(
        50 + random.nextInt(50), new PutZone(new HostedZone("Z9", name("a", "example"), 0)));
    check(zones, changes, random);
  }

  @Test
  void ofManyNames() {
    var all = new ArrayList<Mutation>();
    all.add(new PutZone(new HostedZone("Z", name("example"), 0)));
    for (int i = 0; i < 30_000; i++) {
      DomainName name = name("h" + i % 100, "%05d".formatted(i / 100), "example");
      all.add(new PutRecordSet("Z", address(name)));
    }
    List<Mutation> sets = all.subList(1, all.size());
    sets.sort(STORED);
    AnswerTree loaded = new Compiler().apply(all);
    var compiler = new Compiler();
    compiler.apply(all.subList(0, 1));
    AnswerTree grown = compiler.apply(sets);
    assertThat(loaded.names().count()).isEqualTo(30_301);
    assertSame(loaded, grown);
  }

  private static ResourceRecordSet address(DomainName name) {
    return new ResourceRecordSet(
        name, RecordType.A, "", new Simple(), 60, List.of(data(RecordType.A)), null, null);
  }

  private static final Comparator<Mutation> STORED =
      Comparator.comparing((Mutation put) -> ((PutRecordSet) put).zoneId())
          .thenComparing(put -> key(((PutRecordSet) put).set().name()))
          .thenComparing(put -> ((PutRecordSet) put).set().type().name())
          .thenComparing(put -> ((PutRecordSet) put).set().setIdentifier());

  private static void check(List<HostedZone> zones, List<Mutation> sets, Random random) {
    var all = new ArrayList<Mutation>();
    zones.forEach(zone -> all.add(new PutZone(zone)));
    all.addAll(sets);
    var atOnce = new Compiler();
    var oneByOne = new Compiler();
    AnswerTree loaded = atOnce.apply(all);
    AnswerTree grown = oneByOne.apply(List.of());
    for (Mutation each : all) {
      grown = oneByOne.apply(List.of(each));
    }
    assertSame(loaded, grown);
    for (int i = 0; i < 20; i++) {
      Mutation some = sets.get(random.nextInt(sets.size()));
      Mutation change =
          some instanceof PutRecordSet(String zone, ResourceRecordSet set) && random.nextBoolean()
              ? new DeleteRecordSet(zone, set.name(), set.type(), set.setIdentifier())
              : some;
      loaded = atOnce.apply(List.of(change));
      grown = oneByOne.apply(List.of(change));
    }
    assertSame(loaded, grown);
  }

  private static void assertSame(AnswerTree loaded, AnswerTree grown) {
    assertThat(TreeDump.of(loaded)).isEqualTo(TreeDump.of(grown));
    assertThat(loaded.names().shards().length * 128).isGreaterThanOrEqualTo(grown.names().count());
    for (byte[] shard : loaded.names().shards()) {
      int at = Shard.INDEX + 4 * (Octets.get32(shard, Shard.MASK) + 1);
      for (; at < shard.length; at = Node.end(shard, at)) {
        byte[] name = NodeDecoder.name(shard, at).wire();
        int hash = NameHash.of(name, 0, name.length);
        if (Shard.find(loaded.names().shard(hash), hash, name, 0, name.length) != at) {
          fail(NodeDecoder.name(shard, at) + " is not found");
        }
      }
    }
  }

  /** Some in each other, some twice. */
  private static List<HostedZone> zones(Random random) {
    var names =
        new ArrayList<>(
            List.of(name("example"), name("a", "example"), name("b", "a", "example"), name("b")));
    names.add(name("example"));
    Collections.shuffle(names, random);
    var zones = new ArrayList<HostedZone>();
    for (int i = 0; i < 1 + random.nextInt(names.size()); i++) {
      zones.add(new HostedZone("Z" + i, names.get(i), random.nextInt(3)));
    }
    return zones;
  }

  private static List<Mutation> sets(List<HostedZone> zones, Random random, int count) {
    var sets = new ArrayList<Mutation>();
    var seen = new HashSet<String>();
    while (sets.size() < count) {
      HostedZone zone = zones.get(random.nextInt(zones.size()));
      var labels = new ArrayList<String>();
      for (int i = random.nextInt(5); i > 0; i--) {
        labels.add(LABELS.get(random.nextInt(LABELS.size())));
      }
      DomainName name = below(zone.name(), labels);
      RecordType type = TYPES.get(random.nextInt(TYPES.size()));
      boolean weighted = random.nextInt(4) == 0;
      String identifier = weighted ? "w" + random.nextInt(3) : "";
      if (seen.add(zone.id() + name + type) || weighted) {
        sets.add(
            new PutRecordSet(
                zone.id(),
                new ResourceRecordSet(
                    name,
                    type,
                    identifier,
                    weighted ? new Weighted(1) : new Simple(),
                    random.nextInt(100),
                    List.of(data(type)),
                    null,
                    weighted ? "check" + random.nextInt(3) : null)));
      }
    }
    return sets;
  }

  private static Rdata data(RecordType type) {
    return switch (type) {
      case NS, CNAME -> Rdata.of(name("target").wire());
      case TXT -> Rdata.of((byte) 1, (byte) 'x');
      default -> Rdata.of((byte) 192, (byte) 0, (byte) 2, (byte) 1);
    };
  }

  private static DomainName name(String... labels) {
    return below(DomainName.ofWire(new byte[1]), List.of(labels));
  }

  private static DomainName below(DomainName zone, List<String> labels) {
    var wire = new ByteArrayOutputStream();
    for (String label : labels) {
      wire.write(label.length());
      label.chars().forEach(wire::write);
    }
    wire.writeBytes(zone.wire());
    return DomainName.ofWire(wire.toByteArray());
  }

  /** As the store's keys have it: labels from the root, each with a full stop, escapes in octal. */
  private static String key(DomainName name) {
    byte[] wire = name.wire();
    var labels = new ArrayList<String>();
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      var label = new StringBuilder();
      for (int i = at + 1; i <= at + wire[at]; i++) {
        char octet = (char) wire[i];
        boolean plain = Stream.of('-', '_').anyMatch(c -> c == octet);
        plain |= Character.isLowerCase(octet) || Character.isDigit(octet);
        label.append(plain ? String.valueOf(octet) : "\\%03o".formatted((int) octet));
      }
      labels.add(label + ".");
    }
    return String.join("", labels.reversed());
  }
}
