package dev.understudy.incident;

import static dev.understudy.incident.Desks.OPS;
import static dev.understudy.incident.Desks.START;
import static dev.understudy.incident.Desks.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncidentsTest {
  private final Desks desks = new Desks();

  @Test
  void aFallIsToldSoonAndItsEndInTheSameThread() {
    desks.flip("a", false, OPS).pass(60_000).flip("a", true, OPS).pass(60_000);
    assertThat(desks.lines())
        .containsExactly(
            "OPENED i1 ops@example.com down=1 up=0 flapping=0",
            "CLOSED i1 ops@example.com down=0 up=1 flapping=0");
    assertThat(desks.told.getFirst().at()).isEqualTo(START.plusMillis(400));
    assertThat(desks.open()).isZero();
  }

  @Test
  void checksThatFailTogetherAreOneMessagePerRecipient() {
    for (int i = 0; i < 1_000; i++) {
      desks.flip("c" + i, false, i < 10 ? List.of(OPS, WEB) : List.of(OPS)).pass(1);
    }
    desks.pass(20_000);
    assertThat(desks.lines())
        .containsExactlyInAnyOrder(
            "OPENED i2 ops@example.com down=1000 up=0 flapping=0",
            "OPENED i1 web@example.com down=10 up=0 flapping=0");
    assertThat(desks.told).allMatch(t -> !t.at().isAfter(START.plusMillis(1_200 + 200)));
  }

  @Test
  void aLaterFallJoinsTheThreadAtAMeasuredPace() {
    desks.flip("a", false, OPS).pass(5_000).flip("b", false, OPS).pass(2_000);
    assertThat(desks.lines()).hasSize(1);
    desks.pass(30_000);
    assertThat(desks.lines()).contains("UPDATED i1 ops@example.com down=2 up=0 flapping=0");
  }

  @Test
  void aMuchLaterFallIsAnIncidentOfItsOwn() {
    desks.flip("a", false, OPS).pass(130_000).flip("b", false, OPS).pass(1_000);
    assertThat(desks.lines()).last().asString().startsWith("OPENED i2");
    desks.flip("b", true, OPS).pass(1_000);
    assertThat(desks.lines()).last().asString().startsWith("CLOSED i2");
    assertThat(desks.open()).isOne();
  }

  @Test
  void aFallThatWasOverBeforeItWasToldIsOneMessage() {
    desks.flip("a", false, OPS).pass(200).flip("a", true, OPS).pass(60_000);
    assertThat(desks.lines()).containsExactly("CLOSED i1 ops@example.com down=0 up=1 flapping=0");
  }

  @Test
  void whatIsStillDownIsRemindedOfAfterAnHourAndThenDaily() {
    desks.flip("a", false, OPS).pass(Duration.ofDays(3).toMillis());
    assertThat(desks.told)
        .extracting(Telling::kind)
        .containsExactly(
            Telling.Kind.OPENED,
            Telling.Kind.REMINDER,
            Telling.Kind.REMINDER,
            Telling.Kind.REMINDER);
  }

  @Test
  void flappingIsSaidOnceAndCalmOnce() {
    for (int i = 0; i < 200; i++) {
      desks.flip("a", false, OPS).pass(5_000).flip("a", true, OPS).pass(5_000);
    }
    List<String> during = List.copyOf(desks.lines());
    assertThat(during)
        .hasSizeLessThanOrEqualTo(6)
        .last()
        .isEqualTo(
            "OPENED i3 ops@example.com down=1 up=0 flapping=0"
                .replace("OPENED", "UPDATED")
                .replace("down=1", "down=0")
                .replace("flapping=0", "flapping=1"));
    desks.pass(Duration.ofMinutes(11).toMillis());
    assertThat(desks.lines()).hasSize(during.size() + 1).last().asString().startsWith("CLOSED i3");
    desks.forget();
    assertThat(desks.stored()).isZero();
  }

  @Test
  void nobodyHearsTheSameTurnTwiceAfterARestart() {
    desks.flip("a", false, OPS).pass(1_000).restart().flip("a", false, OPS).pass(60_000);
    desks.restart().flip("a", true, OPS).pass(1_000).restart().flip("a", true, OPS).pass(1_000);
    assertThat(desks.lines()).hasSize(2);
  }

  @Test
  void aTurnThatWasNotYetStoredWhenTheProcessDiedIsToldWhenFoundAgain() {
    desks.flip("a", false, OPS).restart().flip("a", false, OPS).pass(1_000);
    assertThat(desks.lines()).hasSize(1);
  }

  @Test
  void whoWasToldOfTheFallHearsOfTheEndEvenWhenNoLongerNamed() {
    desks.flip("a", false, OPS, WEB).pass(1_000).flip("a", true, WEB).pass(1_000);
    assertThat(desks.lines()).hasSize(4);
    desks.flip("a", false, WEB).pass(1_000);
    assertThat(desks.lines()).hasSize(5).last().asString().contains("web@");
  }

  @Test
  void theFirstStatusOfAHealthyCheckIsNoNews() {
    desks.flip("a", true, OPS).pass(60_000);
    assertThat(desks.lines()).isEmpty();
  }
}
