package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.incident.AlertWorld.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever fails, everybody hears of every check that is theirs how it stands, in threads that are
 * begun once, told in order and closed once, and hears no more than is bearable.
 */
class AlertsSimulationTest {
  private static final long CALM = Duration.ofMinutes(12).toMillis();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whateverFailsEverybodyHearsInTheEndHowItStands(long seed) {
    var world = new AlertWorld(seed);
    for (int round = 0; round < 3; round++) {
      world.trouble(100);
      world.pass(CALM);
      everybodyKnows(world);
    }
    world.allHealthy();
    world.pass(CALM);
    everybodyKnows(world);
    threadsAreWhole(world.delivered);
    nobodyHearsOfOthers(world.delivered);
    updatesArePaced(world.delivered);
    assertThat(world.deaths).as("the simulation kills").isGreaterThan(3);
    assertThat(world.stored()).as("nothing is kept of what is over").isZero();
  }

  @Test
  void aThousandChecksAtOnceAreOneMessageEach() {
    var world = new AlertWorld(7);
    world.massFailure();
    world.pass(10_000);
    assertThat(world.delivered).extracting(Delivery::recipient).doesNotHaveDuplicates();
    assertThat(world.delivered).hasSize(21);
    Delivery toAll =
        world.delivered.stream()
            .filter(d -> d.recipient().contains("all"))
            .findFirst()
            .orElseThrow();
    assertThat(toAll.body().path("checks")).hasSize(200);
    assertThat(toAll.body().path("omitted").asInt()).isEqualTo(AlertWorld.CHECKS - 200);
  }

  private static void everybodyKnows(AlertWorld world) {
    Map<String, Map<String, String>> told = world.told();
    for (int check = 0; check < AlertWorld.CHECKS; check++) {
      String state =
          told.getOrDefault(AlertWorld.part(check), Map.of())
              .getOrDefault(AlertWorld.id(check), "up");
      assertThat(state).as(AlertWorld.id(check)).isEqualTo(world.healthy(check) ? "up" : "down");
    }
  }

  private static void threadsAreWhole(List<Delivery> delivered) {
    var messages = new HashMap<String, Integer>();
    var closed = new HashSet<String>();
    for (Delivery delivery : delivered) {
      String incident = delivery.incident();
      assertThat(closed).as("nothing after the end").doesNotContain(incident);
      int sequence = messages.merge(incident, 1, Integer::sum) - 1;
      assertThat(delivery.body().path("sequence").asInt()).as(incident).isEqualTo(sequence);
      switch (delivery.event()) {
        case "incident.opened" -> assertThat(sequence).isZero();
        case "incident.closed" -> closed.add(incident);
        default -> assertThat(sequence).isPositive();
      }
    }
    assertThat(closed).isEqualTo(messages.keySet());
  }

  private static void nobodyHearsOfOthers(List<Delivery> delivered) {
    for (Delivery delivery : delivered) {
      if (delivery.recipient().contains("part")) {
        for (JsonNode check : delivery.body().path("checks")) {
          int number = Integer.parseInt(check.path("id").asText().substring(1));
          assertThat(AlertWorld.part(number)).isEqualTo(delivery.recipient());
        }
      }
    }
  }

  /** By the time of the decision: a mail server that was away gets what waited at once. */
  private static void updatesArePaced(List<Delivery> delivered) {
    var last = new HashMap<String, Instant>();
    for (Delivery delivery : delivered) {
      if (delivery.event().equals("incident.updated")) {
        Instant at = Instant.parse(delivery.body().path("at").asText());
        Instant before = last.put(delivery.incident(), at);
        if (before != null) {
          assertThat(Duration.between(before, at)).isGreaterThanOrEqualTo(Incident.PACE);
        }
      }
    }
  }
}
