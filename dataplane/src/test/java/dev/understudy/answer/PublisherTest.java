package dev.understudy.answer;

import static dev.understudy.answer.Lab.set;
import static dev.understudy.wire.RecordType.A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.SigningKey;
import dev.understudy.intent.ZoneSigning;
import dev.understudy.zone.TreeDump;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How intent and verdicts become editions. */
class PublisherTest {
  private static final List<Mutation> EVERYTHING =
      List.of(
          new Mutation.PutCheck(Lab.checkNamed("p")),
          new Mutation.PutZone(new HostedZone("Z1", Text.name("example.com"), 1)),
          Lab.put("Z1", set("www.example.com", A, "p", new Failover(true), 60, "p", "1.1.1.1")),
          Lab.put("Z1", set("www.example.com", A, "s", new Failover(false), 60, null, "2.2.2.2")));

  private final Lab lab = new Lab();

  @Test
  void flipRecompilesNothing() {
    lab.publisher.reset(1, EVERYTHING);
    long compiled = lab.publisher.nodesCompiled();
    var tree = lab.current.get().tree();
    for (int i = 0; i < 100; i++) {
      lab.publisher.statuses(Map.of("p", i % 2 == 0));
    }
    assertThat(lab.publisher.nodesCompiled()).isEqualTo(compiled).isPositive();
    assertThat(lab.current.get().tree()).isSameAs(tree);
    assertThat(lab.current.get().revision()).isEqualTo(1);
    assertAnswer("2.2.2.2");
  }

  @Test
  void verdictMayComeBeforeItsCheckAndOutlivesAReset() {
    lab.publisher.statuses(Map.of("p", false));
    lab.publisher.apply(1, EVERYTHING);
    assertAnswer("2.2.2.2");
    lab.publisher.reset(2, EVERYTHING);
    assertAnswer("2.2.2.2");
  }

  @Test
  void checkThatIsGoneIsHealthy() {
    lab.publisher.apply(1, EVERYTHING);
    lab.down("p");
    assertAnswer("2.2.2.2");
    lab.publisher.apply(2, List.of(new Mutation.DeleteCheck("p")));
    assertAnswer("1.1.1.1");
    lab.down("p");
    assertAnswer("1.1.1.1");
  }

  @Test
  void whatCannotBeTakenHoldsNothingElseUp() {
    var untaken = new ArrayList<String>();
    var current = new CurrentEdition();
    var publisher = new Publisher(current, each -> untaken.add(each.about()));
    var broken =
        new ZoneSigning(
            List.of(SigningKey.of(SigningKey.KEY_SIGNING, new byte[64], new byte[3])),
            List.of(SigningKey.of(SigningKey.ZONE_SIGNING, new byte[64], new byte[3])));
    var changes = new ArrayList<Mutation>(EVERYTHING.subList(0, 2));
    changes.add(new Mutation.PutZoneSigning("Z1", broken));
    changes.add(Lab.put("Z9", Lab.values("www.example.org", A, 60, "9.9.9.9")));
    changes.add(Lab.put("Z1", Lab.values("www.example.org", A, 60, "9.9.9.9")));
    changes.addAll(EVERYTHING.subList(2, 4));
    publisher.reset(1, changes);
    assertThat(untaken)
        .containsExactly(
            "keys of zone Z1", "www.example.org. A  in zone Z9", "www.example.org. A  in zone Z1");
    var strict = new Lab();
    strict.publisher.reset(1, EVERYTHING);
    assertThat(TreeDump.of(current.get().tree()))
        .isEqualTo(TreeDump.of(strict.current.get().tree()));
    publisher.apply(2, List.of(new Mutation.DeleteZone("Z9"), new Mutation.DeleteZone("Z1")));
    assertThat(untaken).hasSize(4).endsWith("zone Z9");
    assertThat(current.get().revision()).isEqualTo(2);
  }

  @Test
  void resetForgetsWhatIsNotInIt() {
    lab.publisher.apply(1, EVERYTHING);
    lab.publisher.reset(2, List.of());
    assertThat(lab.ask("www.example.com", "A").rcode()).isEqualTo(5);
    assertThat(lab.current.get().revision()).isEqualTo(2);
  }

  @Test
  void editionTakenBeforeAChangeStaysAsItWas() {
    lab.publisher.apply(1, EVERYTHING);
    Edition before = lab.current.get();
    List<String> dump = dev.understudy.zone.TreeDump.of(before.tree());
    lab.publisher.apply(
        2,
        List.of(
            Lab.put("Z1", Lab.values("more.example.com", A, 60, "3.3.3.3")),
            new Mutation.DeleteRecordSet("Z1", Text.name("www.example.com"), A, "p")));
    assertThat(dev.understudy.zone.TreeDump.of(before.tree())).isEqualTo(dump);
    assertThat(lab.current.get().tree()).isNotSameAs(before.tree());
  }

  private void assertAnswer(String value) {
    assertThat(lab.ask("www.example.com", "A").answer())
        .containsExactly("www.example.com. 60 A " + value);
  }
}
