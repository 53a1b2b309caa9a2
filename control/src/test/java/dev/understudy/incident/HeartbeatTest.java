package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outcome;
import dev.understudy.delivery.Post;
import dev.understudy.recipient.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatTest {
  private static final Instant SINCE = Instant.parse("2026-11-20T08:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final Undelivered.Count GIVEN_UP =
      new Undelivered.Count(
          2,
          new Undelivered.Last(
              SINCE.plusSeconds(60), "gone@example.com", "an incident", "550 no such user"));
  private static final Heartbeat BEAT =
      new Heartbeat(NOW, new Watch(12, List.of("c1", "c2")), new Tally(SINCE, 5, 3, 9), GIVEN_UP);

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T07:59:59Z, 08:00, 2026-11-21T08:00:00Z",
    "2026-11-21T08:00:00Z, 08:00, 2026-11-22T08:00:00Z",
    "2026-11-21T23:59:59Z, 00:00, 2026-11-22T00:00:00Z",
    "2026-11-21T10:00:00Z, 08:00, 2026-11-22T08:00:00Z",
  })
  void theNextIsDueAtThatTimeOfDay(Instant last, LocalTime daily, Instant due) {
    assertThat(Tally.none(last).due(daily)).isEqualTo(due);
  }

  @Test
  void itSaysWhatIsWatchedAndWhatHappened() {
    Notification mail = notifications("ops@example.com").getFirst();
    assertThat(((Mail) mail.message()).subject())
        .isEqualTo("Understudy watches 12 health checks: 2 unhealthy");
    assertThat(((Mail) mail.message()).text())
        .isEqualTo(
            """
            Understudy watches 12 health checks: 2 unhealthy.

            What happened
              Since 2026-11-20 08:00:00 UTC: 5 turned unhealthy, 3 turned healthy, 9 answers changed.
              2 messages were given up undelivered; the last: 2026-11-20 08:01:00 UTC, to gone@example.com, about an incident: 550 no such user

            Unhealthy now
              c1
              c2

            Status: https://dns.example.com/status
            This comes once a day (--heartbeat). When it does not come, look why.
            """);
  }

  @Test
  void webhooksGetItInTheirFormAndNobodyIsPaged() throws Exception {
    List<Notification> all =
        notifications(
            "https://example.com/hook,slack+https://example.com/s,"
                + "pagerduty+https://example.com/p?routing_key=K");
    assertThat(all).hasSize(2);
    var own = new ObjectMapper().readTree(((Post) all.getFirst().message()).body());
    assertThat(own.path("event").asText()).isEqualTo("heartbeat");
    assertThat(own.path("checks").asInt()).isEqualTo(12);
    assertThat(own.path("unhealthy_count").asInt()).isEqualTo(2);
    assertThat(own.path("given_up").asInt()).isEqualTo(2);
    assertThat(own.path("last_given_up").asText())
        .endsWith("gone@example.com, about an incident: 550 no such user");
    var slack = new ObjectMapper().readTree(((Post) all.getLast().message()).body());
    assertThat(slack.path("text").asText()).startsWith("Understudy watches 12 health checks");
  }

  @Test
  void whereNothingWasGivenUpItSaysSo() {
    var quiet =
        new Heartbeat(NOW, new Watch(1, List.of()), Tally.none(SINCE), Undelivered.Count.NONE);
    assertThat(quiet.page("http://x").text()).contains("No message was given up.");
    var flood =
        new Heartbeat(
            NOW,
            new Watch(1, List.of()),
            Tally.none(SINCE),
            new Undelivered.Count(Undelivered.KEPT_MAX, null));
    assertThat(flood.page("http://x").text())
        .contains("At least 10000 messages were given up undelivered");
  }

  /** What is given up is on record with its end, and told once, also by the next process. */
  @Test
  void whatWasGivenUpIsToldByTheNextHeartbeatAndOnlyThere() {
    var store = new HeldStore(() -> HeldStore.Fate.TAKEN);
    Instant gone = Instant.parse("2026-11-21T05:00:00Z");
    var now = new AtomicReference<>(gone);
    var sent = new ArrayList<Notification>();
    Undelivered first = Undelivered.open(store, SETTINGS);
    Notification lost = notifications("gone@example.com").getFirst();
    for (Outcome outcome :
        List.of(
            new Outcome.Delivered(gone, lost, 1, "250"),
            new Outcome.Delayed(gone, lost, 1, "450", Duration.ofSeconds(1)),
            new Outcome.GivenUp(gone, lost, 2, "expired; at last: 450"))) {
      store.commit(List.of(), first.mutations(outcome));
    }
    Undelivered next = Undelivered.open(store, SETTINGS);
    store.commit(
        List.of(),
        next.mutations(new Outcome.GivenUp(gone.plusSeconds(1), others().getFirst(), 1, "550 no")));
    var alerts = alerts(store, next, now, sent);
    now.set(Instant.parse("2026-11-21T07:00:00Z"));
    Duration _ = alerts.step();
    assertThat(bodies(sent))
        .singleElement()
        .asString()
        .contains("\"given_up\":2,")
        .contains("to other@example.com")
        .contains(": 550 no\"");
    now.set(Instant.parse("2026-11-22T07:00:00Z"));
    Duration _ = alerts.step();
    assertThat(bodies(sent).getLast()).contains("\"given_up\":0,\"last_given_up\":null");
  }

  @Test
  void withoutAHeartbeatNothingIsKeptForIt() {
    var store = new HeldStore(() -> HeldStore.Fate.TAKEN);
    Undelivered unwanted =
        Undelivered.open(
            store, new AlertSettings(List.of(), () -> "http://x", "example.com", null));
    assertThat(unwanted.mutations(new Outcome.GivenUp(NOW, others().getFirst(), 1, "550")))
        .isEmpty();
  }

  @Test
  void aFloodIsBounded() {
    Undelivered undelivered = Undelivered.open(new HeldStore(() -> HeldStore.Fate.TAKEN), SETTINGS);
    var gone = new Outcome.GivenUp(NOW, others().getFirst(), 1, "550");
    for (int i = 0; i < Undelivered.KEPT_MAX; i++) {
      assertThat(undelivered.mutations(gone)).hasSize(1);
    }
    assertThat(undelivered.mutations(gone)).isEmpty();
  }

  private static List<Notification> others() {
    return notifications("other@example.com");
  }

  private static List<String> bodies(List<Notification> sent) {
    return sent.stream().map(each -> ((Post) each.message()).body()).toList();
  }

  private static List<Notification> notifications(String to) {
    return BEAT.notifications(
        new AlertSettings(
            Recipient.parseList(to),
            () -> "https://dns.example.com",
            "example.com",
            LocalTime.of(8, 0)));
  }

  @Test
  void itIsLookedAtAgainWhenTheNextIsDueAndNotALongWhileAfter() {
    var now = new AtomicReference<>(Instant.parse("2026-11-21T06:59:30Z"));
    var sent = new ArrayList<Notification>();
    var store = new HeldStore(() -> HeldStore.Fate.TAKEN);
    var alerts = alerts(store, Undelivered.open(store, SETTINGS), now, sent);
    assertThat(alerts.step()).isEqualTo(Duration.ofSeconds(30));
    now.set(Instant.parse("2026-11-21T07:00:00Z"));
    assertThat(alerts.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sent).hasSize(1);
  }

  private static final AlertSettings SETTINGS =
      new AlertSettings(
          List.of(Recipient.parse("https://all.example.com/")),
          () -> "http://127.0.0.1:8053",
          "example.com",
          LocalTime.of(7, 0));

  private static Alerts alerts(
      HeldStore store,
      Undelivered undelivered,
      AtomicReference<Instant> now,
      List<Notification> sent) {
    return Alerts.open(
        store,
        _ -> Optional.empty(),
        new Sending(
            notifications -> {
              sent.addAll(notifications);
              return List.of();
            },
            () -> {}),
        SETTINGS,
        () -> new Watch(1, List.of()),
        undelivered,
        now::get,
        new SplittableRandom(1));
  }
}
