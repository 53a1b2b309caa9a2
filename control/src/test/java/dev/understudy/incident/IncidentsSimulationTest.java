package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.incident.Telling.Kind;
import dev.understudy.incident.Telling.Report;
import dev.understudy.recipient.Recipient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thousand checks turn by chance, the process is killed at chance moments. */
class IncidentsSimulationTest {
  private static final int CHECKS = 1_000;
  private static final int STEPS = 1_500;

  private final List<Recipient> everyone =
      IntStream.range(0, 4).mapToObj(i -> Recipient.parse("r" + i + "@example.com")).toList();
  private final boolean[] healthy = new boolean[CHECKS];
  private final Desks desks = new Desks();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyIncidentIsToldOnceAndClosedOnce(long seed) {
    var random = new SplittableRandom(seed);
    java.util.Arrays.fill(healthy, true);
    for (int step = 0; step < STEPS; step++) {
      int choice = random.nextInt(1000);
      if (choice < 10) {
        restart();
      } else if (choice < 12) {
        int from = random.nextInt(CHECKS);
        for (int i = from; i < Math.min(CHECKS, from + 300); i++) {
          turn(i, false);
        }
      } else {
        int check = random.nextInt(4) == 0 ? random.nextInt(5) : random.nextInt(CHECKS);
        turn(check, !healthy[check]);
      }
      desks.pass(random.nextInt(6_000));
    }
    for (int i = 0; i < CHECKS; i++) {
      turn(i, true);
    }
    desks.pass(Duration.ofMinutes(30).toMillis());
    assertThat(desks.open()).isZero();
    threadsAreWhole();
    nobodyHearsOfOthers();
    messagesPerHourAreBounded();
    desks.forget();
    assertThat(desks.stored()).isZero();
  }

  private void turn(int check, boolean to) {
    healthy[check] = to;
    desks.flip("c" + check, to, recipientsOf(check));
  }

  /** After a start, every status is heard again. */
  private void restart() {
    desks.restart();
    for (int i = 0; i < CHECKS; i++) {
      turn(i, healthy[i]);
    }
  }

  private List<Recipient> recipientsOf(int check) {
    return List.of(everyone.get(check % 3), everyone.get(3));
  }

  private void threadsAreWhole() {
    var messages = new HashMap<String, Integer>();
    var closed = new HashSet<String>();
    for (Telling telling : desks.told) {
      String id = telling.incident().id();
      assertThat(closed).doesNotContain(id);
      assertThat(telling.incident().messages()).isEqualTo(messages.getOrDefault(id, 0));
      messages.merge(id, 1, Integer::sum);
      if (telling.kind() == Kind.OPENED) {
        assertThat(telling.incident().messages()).isZero();
      }
      if (telling.kind() == Kind.CLOSED) {
        assertThat(telling.reports()).allMatch(report -> report.now() == Condition.UP);
        closed.add(id);
      }
    }
    assertThat(closed).isEqualTo(messages.keySet());
  }

  private void nobodyHearsOfOthers() {
    for (Telling telling : desks.told) {
      for (Report report : telling.reports()) {
        int check = Integer.parseInt(report.member().checkId().substring(1));
        assertThat(recipientsOf(check)).contains(telling.incident().recipient());
      }
    }
  }

  /** Incidents open at most every two minutes, and each tells at most twice a minute between. */
  private void messagesPerHourAreBounded() {
    var between = new HashMap<String, List<Telling>>();
    desks.told.stream()
        .filter(telling -> telling.kind() == Kind.UPDATED)
        .forEach(telling ->
            between.computeIfAbsent(telling.incident().id(), _ -> new ArrayList<>()).add(telling));
    for (Map.Entry<String, List<Telling>> thread : between.entrySet()) {
      List<Telling> all = thread.getValue();
      for (int i = 1; i < all.size(); i++) {
        assertThat(Duration.between(all.get(i - 1).at(), all.get(i).at()))
            .isGreaterThanOrEqualTo(Duration.ofSeconds(29));
      }
    }
  }
}
