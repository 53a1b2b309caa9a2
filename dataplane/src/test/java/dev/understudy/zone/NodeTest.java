package dev.understudy.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Lab;
import dev.understudy.answer.Text;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node is the only copy of its record sets: everything must be there to be read back. */
class NodeTest {
  static List<RoutingPolicy> policies() {
    return List.of(
        new RoutingPolicy.Simple(),
        new RoutingPolicy.Failover(true),
        new RoutingPolicy.Failover(false),
        new RoutingPolicy.Weighted(0),
        new RoutingPolicy.Weighted(255),
        new RoutingPolicy.Latency("eu-central-1"),
        new RoutingPolicy.Geolocation("EU", null, null),
        new RoutingPolicy.Geolocation(null, "US", "CA"),
        new RoutingPolicy.Geolocation(null, "*", null),
        new RoutingPolicy.Geoproximity("us-west-2", null, null, -99),
        new RoutingPolicy.Geoproximity(null, "us-west-2-lax-1", null, 99),
        new RoutingPolicy.Geoproximity(null, null, new RoutingPolicy.Coordinates(-89.99, 179.5), 0),
        new RoutingPolicy.Multivalue(),
        new RoutingPolicy.IpBased("c0ffee", "*"));
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyPolicyIsReadBackWhole(RoutingPolicy policy) {
    String identifier = policy instanceof RoutingPolicy.Simple ? "" : "sét ☕";
    var values =
        new ResourceRecordSet(
            Text.name("www.example.com"),
            RecordType.TXT,
            identifier,
            policy,
            Integer.MAX_VALUE,
            List.of(Rdata.of(new byte[4000]), Rdata.of(), Rdata.of((byte) 7)),
            null,
            "check");
    var alias =
        new ResourceRecordSet(
            Text.name("www.example.com"),
            RecordType.A,
            identifier,
            policy,
            0,
            List.of(),
            new AliasTarget("Z2FDTNDATAQYW2", Text.name("a.b.cloudfront.net"), true),
            null);
    assertThat(readBack(values, alias)).containsExactly(alias, values);
  }

  @Test
  void aHundredRecordSetsOfOneTypeKeepTheirOrder() {
    var sets = new ArrayList<ResourceRecordSet>();
    for (int i = 100; i < 200; i++) {
      var policy = new RoutingPolicy.Weighted(i);
      sets.add(Lab.set("www.example.com", RecordType.A, "s" + i, policy, i, "c" + i, "1.1.1.1"));
    }
    assertThat(readBack(sets.reversed().toArray(new ResourceRecordSet[0]))).isEqualTo(sets);
  }

  private static List<ResourceRecordSet> readBack(ResourceRecordSet... sets) {
    var mutations = new ArrayList<Mutation>();
    mutations.add(new Mutation.PutZone(new HostedZone("Z1", Text.name("example.com"), 1)));
    for (ResourceRecordSet set : sets) {
      mutations.add(new Mutation.PutRecordSet("Z1", set));
    }
    AnswerTree tree = new Compiler().apply(mutations);
    byte[] name = sets[0].name().wire();
    int hash = NameHash.of(name, 0, name.length);
    byte[] shard = tree.names().shard(hash);
    int node = Shard.find(shard, hash, name, 0, name.length);
    assertThat(node).isPositive();
    return NodeDecoder.sets(shard, node, tree::checkId);
  }
}
