package dev.understudy.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens, every notification whose cause was committed arrives or is given up with a
 * reason; those of a thread arrive in their order, but for those that waited a quarter of an hour;
 * one that is never taken holds up no other for long; none arrives twice unless the process died
 * between the server's reply and our commit; what was not committed never arrives.
 */
class OutboxSimulationTest {
  private static final int SEEDS = Integer.getInteger("understudy.outbox.seeds", 3000);

  @Test
  void nothingIsLostDoubledOrOutOfOrder() {
    int crashesThatDouble = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      var world = new MailWorld(seed);
      world.play();
      check(world, "seed " + seed);
      crashesThatDouble += world.mayBeDoubled.size();
    }
    assertThat(crashesThatDouble).as("the simulation reaches the documented point").isPositive();
  }

  private static void check(MailWorld world, String seed) {
    assertThat(world.store.count(OutboxKeys.PREFIX)).as(seed).isZero();
    assertThat(world.counts().waiting()).as(seed).isZero();
    var lastOfThread = new HashMap<String, Integer>();
    for (Notification notification : world.caused.values()) {
      String to = MailWorld.destination(notification);
      List<String> got = world.received.getOrDefault(to, List.of());
      String id = notification.id();
      long times = got.stream().filter(id::equals).count();
      if (to.equals(MailWorld.REFUSED) || id.equals(world.poison)) {
        assertThat(world.recorded(id)).as(seed + " " + id).isEqualTo("given up");
        assertThat(times).isZero();
        continue;
      }
      assertThat(world.recorded(id)).as(seed + " " + id).isEqualTo("delivered");
      assertThat(times)
          .as(seed + " " + id)
          .isBetween(1L, world.mayBeDoubled.contains(id) ? 9L : 1L);
      int first = got.indexOf(id);
      assertThat(world.cameInTime(notification)).as(seed + " wait of " + id).isTrue();
      int last = lastOfThread.merge(to + notification.thread(), first, Math::max);
      assertThat(first == last || world.mayOvertake(notification))
          .as(seed + " order of " + id)
          .isTrue();
    }
    var strangers = new HashSet<String>();
    world.received.values().forEach(strangers::addAll);
    strangers.removeAll(world.caused.keySet());
    assertThat(strangers).as(seed + ": sent although never committed").isEmpty();
  }

  @Test
  void theSameSeedPlaysTheSame() {
    var one = new MailWorld(7);
    var other = new MailWorld(7);
    one.play();
    other.play();
    Map<String, List<String>> received = one.received;
    assertThat(new ArrayList<>(received.entrySet()))
        .isEqualTo(new ArrayList<>(other.received.entrySet()));
  }
}
