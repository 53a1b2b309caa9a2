package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Who is asked for and when; {@link FlakySimulationTest} plays it for long. */
class AgendaTest {
  private static final OutsideTarget ONE = Targets.a("one.example.net");
  private static final OutsideTarget TWO = Targets.a("two.example.net");
  private static final Outcome FOUND = new Found(60, Targets.addresses("192.0.2.1"));

  private final Agenda agenda = new Agenda(new SplittableRandom(1), 2);

  @Test
  void noMoreAreAskedForAtATimeThanThereIsRoomFor() {
    var wanted = new HashSet<OutsideTarget>();
    for (int i = 0; i < 5; i++) {
      wanted.add(Targets.a("n" + i + ".example.net"));
    }
    agenda.want(wanted, Map.of(), 0);
    List<Agenda.Item> first = agenda.take(0);
    assertThat(first).hasSize(2);
    assertThat(agenda.take(0)).isEmpty();
    assertThat(agenda.nextNanos()).isEqualTo(Agenda.NEVER);
    agenda.settle(first.getFirst(), FOUND, 0);
    assertThat(agenda.take(0)).hasSize(1);
  }

  @Test
  void onlyWhatChangedIsToldOf() {
    agenda.want(Set.of(ONE), Map.of(), 0);
    assertThat(ask(0, FOUND)).isNotNull();
    assertThat(ask(agenda.nextNanos(), FOUND)).isNull();
    assertThat(ask(agenda.nextNanos(), new Found(60, Targets.addresses("192.0.2.2"))))
        .isEqualTo(new OutsideRecords(60, Targets.addresses("192.0.2.2")));
  }

  @Test
  void answerForWhatIsNotWantedAnyMoreIsDropped() {
    agenda.want(Set.of(ONE), Map.of(), 0);
    Agenda.Item asked = agenda.take(0).getFirst();
    agenda.want(Set.of(), Map.of(), 1);
    agenda.want(Set.of(ONE), Map.of(), 2);
    assertThat(agenda.settle(asked, FOUND, 3)).isNull();
    assertThat(agenda.asking()).isZero();
    assertThat(ask(3, FOUND)).as("asked for anew").isNotNull();
  }

  @Test
  void whatIsRememberedIsToldOfAndAskedForAtOnce() {
    var records = new OutsideRecords(60, Targets.addresses("192.0.2.1"));
    var remembered = Map.of(ONE, Standing.remembered(records, -100, 5));
    assertThat(agenda.want(Set.of(ONE, TWO), remembered, 5))
        .containsExactly(Map.entry(ONE, records));
    assertThat(agenda.take(5)).hasSize(2);
  }

  @Test
  void theFailingAreCountedUntilTheyAreFoundOrNotWanted() {
    agenda.want(Set.of(ONE, TWO), Map.of(), 0);
    Outcome failed = new Failed(Failure.REFUSED);
    agenda.take(0).forEach(item -> agenda.settle(item, failed, 0));
    assertThat(agenda.failing()).isEqualTo(2);
    agenda.take(agenda.nextNanos()).forEach(item -> agenda.settle(item, FOUND, 1));
    assertThat(agenda.failing()).isEqualTo(1);
    agenda.want(Set.of(), Map.of(), 2);
    assertThat(agenda.failing()).isZero();
    assertThat(agenda.nextNanos()).isEqualTo(Agenda.NEVER);
  }

  private @org.jspecify.annotations.Nullable OutsideRecords ask(long now, Outcome outcome) {
    return agenda.settle(agenda.take(now).getFirst(), outcome, now);
  }
}
