package dev.understudy.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Lab;
import dev.understudy.answer.Text;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.wire.RecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A check holds its slot while it exists or a record set names it, and no longer. */
class SlotsTest {
  private final Slots slots = new Slots();

  @Test
  void slotIsSharedUntilTheLastReferenceIsGone() {
    int slot = slots.take("a");
    assertThat(slots.take("a")).isEqualTo(slot);
    int other = slots.take("b");
    assertThat(other).isNotEqualTo(slot);
    slots.release("a");
    assertThat(slots.slot("a")).isEqualTo(slot);
    slots.release("a");
    assertThat(slots.slot("a")).isEqualTo(-1);
    assertThat(slots.take("c")).as("freed slots are given out again").isEqualTo(slot);
    assertThat(slots.id(slot)).isEqualTo("c");
  }

  @Test
  void recordSetsAndChecksHoldSlotsTogether() {
    var compiler = new Compiler();
    Mutation put =
        Lab.put("Z1", Lab.set("w.t", RecordType.A, "p", new Failover(true), 1, "a", "1.1.1.1"));
    compiler.apply(
        List.of(new Mutation.PutZone(new HostedZone("Z1", Text.name("t"), 1)), put, put));
    assertThat(compiler.slotOfCheck("a")).as("named, but it does not exist").isEqualTo(-1);
    compiler.apply(List.of(new Mutation.PutCheck(Lab.checkNamed("a"))));
    int slot = compiler.slotOfCheck("a");
    assertThat(slot).isNotNegative();
    compiler.apply(List.of(new Mutation.DeleteZone("Z1")));
    assertThat(compiler.slotOfCheck("a")).isEqualTo(slot);
    compiler.apply(
        List.of(new Mutation.DeleteCheck("a"), new Mutation.PutCheck(Lab.checkNamed("b"))));
    assertThat(compiler.slotOfCheck("b")).isEqualTo(slot);
  }
}
