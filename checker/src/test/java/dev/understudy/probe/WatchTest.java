package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.Streak;
import dev.understudy.probe.Watch.Action;
import dev.understudy.probe.Watch.Event;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When probes start and what the sentinel does: health-checks.md, section 3 step 10, and
 * docs/adr/0031. Times are in milliseconds from the start.
 */
class WatchTest {
  private static final long MS = 1_000_000L;
  private static final InetSocketAddress TARGET =
      new InetSocketAddress(Checks.address("127.0.0.1"), 80);

  private Watch watch = new Watch(Checks.http(80).endpoint(), Streak.NEW, 0, 0);
  private final List<Integer> flying = new ArrayList<>();
  private int guard;
  private int guardsOpened;
  private int counted;
  private int started;

  private void watching(
      long interval, @Nullable Long timeout, int rise, int fall, boolean sentinel) {
    watch =
        new Watch(
            Checks.http(80).timing(interval, timeout, rise, fall, sentinel).endpoint(),
            Streak.NEW,
            0,
            interval * MS);
    tick(0);
  }

  @Test
  void withoutSentinelTheIntervalRunsFromResponseToRequest() {
    watching(30_000, null, 3, 3, false);
    assertThat(flying).containsExactly(1);
    assertThat(watch.wakeAt()).as("one at a time").isEqualTo(Long.MAX_VALUE);
    passes(5_000);
    assertThat(watch.wakeAt()).isEqualTo(35_000 * MS);
    tick(34_999);
    assertThat(flying).isEmpty();
    tick(35_000);
    fails(36_000);
    assertThat(watch.wakeAt()).as("no hurry after a failure").isEqualTo(66_000 * MS);
    assertThat(guardsOpened).isZero();
  }

  @Test
  void checksCreatedTogetherDoNotStayTogether() {
    watch = new Watch(Checks.http(80).endpoint(), Streak.NEW, 0, 7_000 * MS);
    tick(0);
    passes(1);
    assertThat(watch.wakeAt()).isEqualTo(7_001 * MS);
    tick(7_001);
    passes(7_002);
    assertThat(watch.wakeAt()).isEqualTo(37_002 * MS);
  }

  @Test
  void aCrashIsConfirmedInQuickSuccession() {
    guarded();
    lost(500);
    assertThat(flying).as("a real probe, at once").hasSize(1);
    fails(501);
    assertThat(watch.streak().healthy()).isTrue();
    tick(509);
    fails(510);
    assertThat(watch.streak().healthy()).as("threshold 3 is not met").isTrue();
    tick(518);
    fails(519);
    assertThat(watch.streak().healthy()).isFalse();
  }

  @Test
  void oneSuccessEndsTheSuspicion() {
    guarded();
    lost(500);
    fails(501);
    tick(509);
    passes(510);
    opened(511);
    assertThat(watch.streak()).isEqualTo(new Streak(true, 0, 4));
    assertThat(watch.wakeAt()).as("back to the interval").isEqualTo(10_510 * MS);
  }

  @Test
  void aGracefulRestartWithAGapBelowTheThresholdDoesNotFlip() {
    guarded();
    lost(500);
    fails(501);
    tick(509);
    fails(510);
    tick(518);
    passes(519); // the new process listens
    assertThat(watch.streak()).isEqualTo(new Streak(true, 0, 5));
    assertThat(guard).as("on guard again").isNotZero();
    assertThat(guardsOpened).isEqualTo(2);
  }

  @Test
  void aLossIsNeverAVerdict() {
    guarded();
    int before = counted;
    lost(500);
    assertThat(counted).isEqualTo(before);
    assertThat(watch.streak().contrary()).isZero();
  }

  @Test
  void theUsualIdleTimeoutIsNoAlarm() {
    closedAtTheUsualAge();
  }

  private void closedAtTheUsualAge() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    opened(2); // unproven: a probe beside it
    passes(3);
    lost(5_002);
    assertThat(flying).as("the first time, after 5 s, a probe looks").hasSize(1);
    passes(5_003);
    opened(5_004);
    int probes = started;
    lost(10_010);
    assertThat(started).as("the second time it is known").isEqualTo(probes);
    opened(10_011);
    passesAnyDue(15_003);
    probes = started;
    lost(15_200);
    assertThat(started).as("a little later is still usual").isEqualTo(probes);
    opened(15_201);
    lost(16_000);
    assertThat(started).as("after 0.8 s it is not").isEqualTo(probes + 1);
  }

  @Test
  void afterAUsualCloseARefusedReconnectIsAnAlarm() {
    closedAtTheUsualAge();
    passes(16_001);
    opened(18_000);
    passesAnyDue(18_790);
    lost(18_800); // now 0.8 s is usual, too short for a guard
    tick(18_801);
    assertThat(guard).isZero();
    passesAnyDue(78_799);
    tick(78_801);
    int probes = started;
    lost(78_802);
    assertThat(started).isEqualTo(probes + 1);
  }

  @Test
  void anEndpointThatClosesAtOnceIsNotBesieged() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    for (int time = 2; time < 60_000; time += 10) {
      if (guard != 0) {
        opened(time);
        lost(time + 1);
      }
      tick(time + 2);
      while (!flying.isEmpty()) {
        passes(time + 3);
      }
    }
    assertThat(guardsOpened).as("2 to learn, then a rest of a minute").isEqualTo(2);
    assertThat(started).as("6 due and a few to learn").isLessThanOrEqualTo(10);
  }

  @Test
  void anEndpointThatServesOneConnectionOnlyLosesTheGuardNotItsHealth() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    opened(2);
    assertThat(flying).as("a probe tries whether both are served").hasSize(1);
    tick(252);
    assertThat(guard).as("it waits too long: the guard gives way").isZero();
    passes(253);
    assertThat(watch.streak().healthy()).isTrue();
    tick(60_000);
    assertThat(guardsOpened).as("and rests for a minute").isEqualTo(1);
  }

  @Test
  void aRefusalBesideAnUnprovenGuardDoesNotCount() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    opened(2);
    int before = counted;
    fails(3);
    assertThat(counted).isEqualTo(before);
    assertThat(guard).isZero();
    tick(11);
    passes(12);
    assertThat(watch.streak().healthy()).isTrue();
    tick(60_011);
    assertThat(guardsOpened).isEqualTo(1);
  }

  @Test
  void anEndpointThatComesBackIsGuardedAtOnceThoughAKnockIsStillUnderWay() {
    watching(1_000, 1000L, 1, 1, true);
    passes(1);
    opened(2);
    passes(3);
    lost(500);
    fails(501);
    tick(551);
    assertThat(guard).as("a knock that nobody hears").isNotZero();
    int knock = guard;
    passesAnyDue(1_501);
    assertThat(watch.streak().healthy()).isTrue();
    assertThat(guard).as("a connection of its own").isNotZero().isNotEqualTo(knock);
    opened(1_502);
    passes(1_503);
    lost(1_600);
    fails(1_601);
    assertThat(watch.streak().healthy()).isFalse();
  }

  @Test
  void aStallDoesNotSendAProvenGuardToRest() {
    guarded();
    tick(10_003);
    tick(10_253);
    assertThat(guard).as("out of the way while a probe waits").isZero();
    passes(10_300);
    assertThat(guard).as("tried once more").isNotZero();
    opened(10_301);
    passes(10_302);
    tick(20_302);
    tick(20_552);
    assertThat(guard).isZero();
    passes(20_600);
    assertThat(guard).as("it was proven in between").isNotZero();
    opened(20_601);
    tick(20_851);
    passes(20_900);
    tick(80_899);
    assertThat(guard).as("twice in a row: a minute's rest").isZero();
  }

  @Test
  void aFreezeIsNotTheGuardsFault() {
    watching(1_000, 1000L, 1, 1, true);
    passes(1);
    opened(2);
    passes(3);
    tick(1_003);
    tick(1_253);
    assertThat(guard).isZero();
    fails(2_003);
    assertThat(watch.streak().healthy()).isFalse();
    tick(2_053);
    opened(2_054);
    passes(2_055);
    assertThat(watch.streak().healthy()).isTrue();
    assertThat(guard).isNotZero();
  }

  @Test
  void repeatedCrashesDoNotUseTheAllowanceUp() {
    watching(1_000, 1000L, 1, 1, true);
    passes(1);
    for (int time = 2; time < 2_000; time += 100) {
      opened(time);
      passes(time + 1);
      lost(time + 2);
      fails(time + 3);
      assertThat(watch.streak().healthy()).isFalse();
      tick(time + 53);
      opened(time + 54);
      passes(time + 55);
      assertThat(watch.streak().healthy()).isTrue();
      assertThat(guard).as("at %s", time).isNotZero();
    }
  }

  @Test
  void aGuardThatCannotBeOpenedInGoodTimeIsGivenUpAndAProbeLooks() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    int probes = started;
    tick(250);
    assertThat(started).isEqualTo(probes);
    tick(251);
    assertThat(started).isEqualTo(probes + 1);
    assertThat(guard).isZero();
  }

  @Test
  void aProbeOlderThanTheLossTeachesNothingAboutIt() {
    watching(10_000, 1000L, 1, 1, true);
    passes(1);
    opened(2);
    passes(3);
    tick(10_003);
    lost(10_004);
    passes(10_005); // the older one, on its way already
    fails(10_006);
    assertThat(watch.streak().healthy()).isFalse();
    tick(10_056);
    opened(10_057);
    passes(10_058);
    opened(10_059);
    passes(10_060);
    int probes = started;
    lost(20_061);
    assertThat(started).as("10 s is no habit").isEqualTo(probes + 1);
  }

  @Test
  void aFrozenEndpointIsProbedEachIntervalHoweverLongProbesHang() {
    watching(100, 1000L, 1, 3, true);
    passes(1);
    lost(2); // the guard cannot be opened
    for (int time = 10; time <= 310; time += 10) {
      tick(time);
    }
    assertThat(flying).as("started at 2, 102, 202, 302").hasSize(4);
    fails(1_002);
    fails(1_102);
    assertThat(watch.streak().healthy()).isTrue();
    fails(1_202);
    assertThat(watch.streak().healthy()).as("3 intervals and one timeout").isFalse();
  }

  @Test
  void aProbeThatHangsDoesNotPutOffTheNextOne() {
    watching(1_000, 900L, 1, 1, true);
    fails(900);
    assertThat(watch.streak().healthy()).isFalse();
    tick(1_000);
    assertThat(flying).as("an interval from start to start").hasSize(1);
  }

  @Test
  void aNewerSuccessSilencesOlderProbes() {
    watching(100, 1000L, 1, 1, true);
    tick(100);
    tick(200);
    assertThat(flying).containsExactly(1, 2, 3);
    newestPasses(201);
    assertThat(flying).isEmpty();
    assertThat(watch.on(new Event.Probed(1, false, TARGET), 1000 * MS))
        .noneMatch(action -> action instanceof Action.Count);
  }

  @Test
  void anUnhealthyEndpointIsKnockedAtWithGrowingPauses() {
    watching(10_000, 1000L, 1, 1, true);
    fails(1);
    assertThat(watch.streak().healthy()).isFalse();
    var pauses = new ArrayList<Long>();
    long time = 1;
    while (pauses.size() < 9) {
      long due = watch.wakeAt() / MS;
      tick(due);
      if (guard != 0) {
        pauses.add(due - time);
        time = due;
        lost(due);
      }
      while (!flying.isEmpty()) {
        fails(due);
      }
    }
    assertThat(pauses).containsExactly(50L, 50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L);
  }

  @Test
  void aKnockThatIsHeardIsFollowedByProbesInQuickSuccession() {
    watching(10_000, 1000L, 3, 1, true);
    fails(1);
    tick(51);
    opened(52);
    assertThat(guard).as("a knock is not a guard").isZero();
    assertThat(flying).hasSize(1);
    passes(53);
    tick(61);
    passes(62);
    tick(70);
    passes(71);
    assertThat(watch.streak().healthy()).isTrue();
    assertThat(guard).as("on guard again").isNotZero();
  }

  @Test
  void probesUnderWayAreBounded() {
    watching(100, 60_000L, 1, 10, true);
    for (int time = 0; time < 30_000; time += 50) {
      tick(time);
    }
    assertThat(flying).hasSize(Watch.FLIGHTS_MAX);
    assertThat(watch.wakeAt()).isEqualTo(Long.MAX_VALUE);
  }

  /** Every 10 s, threshold 3, guarded since 2 ms, and a probe has succeeded beside it. */
  private void guarded() {
    watching(10_000, 1000L, 1, 3, true);
    passes(1);
    opened(2);
    passes(3);
    assertThat(guard).isNotZero();
    assertThat(flying).isEmpty();
  }

  private void tick(long ms) {
    take(watch.on(new Event.Tick(), ms * MS));
  }

  private void passes(long ms) {
    take(watch.on(new Event.Probed(flying.removeFirst(), true, TARGET), ms * MS));
  }

  private void newestPasses(long ms) {
    take(watch.on(new Event.Probed(flying.removeLast(), true, TARGET), ms * MS));
  }

  private void passesAnyDue(long ms) {
    tick(ms);
    while (!flying.isEmpty()) {
      passes(ms);
    }
  }

  private void fails(long ms) {
    take(watch.on(new Event.Probed(flying.removeFirst(), false, TARGET), ms * MS));
  }

  private void opened(long ms) {
    tick(ms);
    take(watch.on(new Event.GuardOpened(guard), ms * MS));
  }

  private void lost(long ms) {
    int connection = guard;
    guard = 0;
    take(watch.on(new Event.GuardLost(connection), ms * MS));
  }

  private void take(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.Probe(int probe) -> {
          flying.add(probe);
          started++;
        }
        case Action.Abandon(int probe) -> flying.remove(Integer.valueOf(probe));
        case Action.Count _ -> counted++;
        case Action.OpenGuard(int connection, var target) -> {
          assertThat(target).isEqualTo(TARGET);
          guard = connection;
          guardsOpened++;
        }
        case Action.CloseGuard _ -> guard = 0;
      }
    }
  }
}
