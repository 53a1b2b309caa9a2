package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Notification;
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
  private static final Heartbeat BEAT =
      new Heartbeat(NOW, new Watch(12, List.of("c1", "c2")), new Tally(SINCE, 5, 3, 9));

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
    var slack = new ObjectMapper().readTree(((Post) all.getLast().message()).body());
    assertThat(slack.path("text").asText()).startsWith("Understudy watches 12 health checks");
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
    var alerts =
        Alerts.open(
            new HeldStore(() -> HeldStore.Fate.TAKEN),
            _ -> Optional.empty(),
            new Sending(
                notifications -> {
                  sent.addAll(notifications);
                  return List.of();
                },
                () -> {}),
            new AlertSettings(
                List.of(Recipient.parse("https://all.example.com/")),
                () -> "http://127.0.0.1:8053",
                "example.com",
                LocalTime.of(7, 0)),
            () -> new Watch(1, List.of()),
            now::get,
            new SplittableRandom(1));
    assertThat(alerts.step()).isEqualTo(Duration.ofSeconds(30));
    now.set(Instant.parse("2026-11-21T07:00:00Z"));
    assertThat(alerts.step()).isEqualTo(Duration.ofMinutes(1));
    assertThat(sent).hasSize(1);
  }
}
