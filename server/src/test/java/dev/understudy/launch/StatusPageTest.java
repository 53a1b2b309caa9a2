package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.GroupId;
import dev.understudy.control.Inventory;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.MailAddress;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.OutboxCounts;
import dev.understudy.delivery.Outcome;
import dev.understudy.health.Beat;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Verdicts;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.Mutation;
import dev.understudy.lint.Findings;
import dev.understudy.lint.Trap;
import dev.understudy.lint.Warning;
import dev.understudy.propagation.Damage;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** README, "Status": the members of the document are a promise. */
class StatusPageTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final long SECOND = 1_000_000_000L;
  private static final DomainName NAME =
      DomainName.ofWire("\1a\7example\0".getBytes(StandardCharsets.ISO_8859_1));

  private OutboxCounts counts =
      new OutboxCounts(
          9,
          2,
          1,
          4,
          Duration.ofSeconds(61),
          new Outcome.GivenUp(
              START,
              Notification.of(
                  "m1",
                  "",
                  START,
                  "a test",
                  new Mail(
                      MailAddress.parse("gone@example.com"),
                      "",
                      "",
                      null,
                      "<m1@x>",
                      List.of(),
                      null)),
              1,
              "550 no such user"));

  private final Damage damage = new Damage();
  private final Verdicts verdicts =
      new Verdicts(_ -> {}, Set.of(), () -> START.plusSeconds(5).plusNanos(123_456));

  @Test
  void theWholeDocument() {
    watch("aaaa", "bbbb");
    verdicts.receive(
        new Beat(
            "local",
            "us-east-1",
            "127.0.0.1",
            1,
            List.of(
                report("aaaa", true, "Success: HTTP Status Code 200, OK", false),
                report("bbbb", false, "Failure: connection \"refused\"\n", true))),
        0);
    var findings =
        new Findings(
            41,
            true,
            1,
            List.of(
                new Warning(
                    Trap.TTL_OVER_60,
                    new GroupId("Z1", NAME, RecordType.A),
                    List.of("blue"),
                    null,
                    "A TTL.")));
    damage.bug("keys of zone Z1", new IllegalStateException("illegible"));
    var shadowed = List.of(new Inventory.Shadowed("Z2", NAME, "Z1"));
    assertThat(Json.text(page(findings, shadowed).describe(START.plusSeconds(90), 2 * SECOND)))
        .isEqualTo(
            """
            {
              "version": "1.2",
              "started": "2026-03-01T12:00:00Z",
              "uptimeSeconds": 90,
              "roles": [
                "api",
                "checker"
              ],
              "revision": 42,
              "appliedRevision": 41,
              "hostedZones": 3,
              "recordSets": 7,
              "shadowedZones": [
                {
                  "id": "Z2",
                  "name": "a.example.",
                  "answeredBy": "Z1"
                }
              ],
              "checkers": [
                {
                  "name": "local",
                  "region": "us-east-1",
                  "address": "127.0.0.1",
                  "reportAgeSeconds": 2.0,
                  "counts": true
                }
              ],
              "reportsAgeSeconds": 2.0,
              "reportsCount": true,
              "healthChecks": {
                "count": 2,
                "unhealthy": 1,
                "flips": 1,
                "list": [
                  {
                    "id": "bbbb",
                    "status": "unhealthy",
                    "since": "2026-03-01T12:00:05Z",
                    "reports": [
                      {
                        "checker": "local",
                        "region": "us-east-1",
                        "time": "2026-03-01T12:00:00Z",
                        "text": "Failure: connection \\"refused\\"\\u000a"
                      }
                    ],
                    "lastFailure": {
                      "checker": "local",
                      "region": "us-east-1",
                      "time": "2026-03-01T12:00:00Z",
                      "text": "Failure: connection \\"refused\\"\\u000a"
                    }
                  },
                  {
                    "id": "aaaa",
                    "status": "healthy",
                    "since": "2026-03-01T12:00:05Z",
                    "reports": [
                      {
                        "checker": "local",
                        "region": "us-east-1",
                        "time": "2026-03-01T12:00:00Z",
                        "text": "Success: HTTP Status Code 200, OK"
                      }
                    ],
                    "lastFailure": null
                  }
                ]
              },
              "dot": null,
              "notifications": {
                "waiting": 4,
                "oldestSeconds": 61,
                "sent": 9,
                "retried": 2,
                "givenUp": 1,
                "lastGivenUp": {
                  "time": "2026-03-01T12:00:00Z",
                  "id": "m1",
                  "recipient": "gone@example.com",
                  "about": "a test",
                  "problem": "550 no such user"
                }
              },
              "warnings": {
                "count": 1,
                "complete": true,
                "revision": 41,
                "list": [
                  {
                    "code": "TTL_OVER_60",
                    "hostedZoneId": "Z1",
                    "name": "a.example.",
                    "type": "A",
                    "setIdentifiers": [
                      "blue"
                    ],
                    "healthCheckId": null,
                    "problem": "A TTL.",
                    "remedy": "Set the TTL to 60 seconds or less."
                  }
                ]
              },
              "damage": {
                "count": 1,
                "list": [
                  {
                    "what": "keys of zone Z1",
                    "problem": "java.lang.IllegalStateException: illegible",
                    "instead": "it stays as it was"
                  }
                ]
              }
            }
            """);
  }

  @Test
  void whenAllCheckersAreGoneItSaysHowOldTheVerdictsAre() {
    watch("aaaa");
    verdicts.receive(
        new Beat("local", "us-east-1", "127.0.0.1", 1, List.of(report("aaaa", false, "F", true))),
        0);
    verdicts.tick(60 * SECOND);
    var none = new Findings(1, true, 0, List.of());
    String text = Json.text(page(none, List.of()).describe(START, 60 * SECOND));
    assertThat(text)
        .contains("\"reportsAgeSeconds\": 60.0,\n  \"reportsCount\": false,")
        .contains("\"status\": \"unhealthy\"")
        .contains("\"text\": \"F\"");
  }

  @Test
  void whereNothingWasGivenUpThereIsNoLast() {
    counts = new OutboxCounts(0, 0, 0, 0, Duration.ZERO, null);
    var none = new Findings(1, true, 0, List.of());
    assertThat(Json.text(page(none, List.of()).describe(START, 0)))
        .contains("\"givenUp\": 0,\n    \"lastGivenUp\": null\n");
  }

  @Test
  void withoutAnyCheckerThereIsNoAge() {
    var none = new Findings(1, false, 0, List.of());
    assertThat(Json.text(page(none, List.of()).describe(START, 0)))
        .contains("\"checkers\": [],\n  \"reportsAgeSeconds\": null,\n  \"reportsCount\": false,")
        .contains("\"complete\": false");
  }

  private StatusPage page(Findings findings, List<Inventory.Shadowed> shadowed) {
    return new StatusPage(
        new StatusPage.Sources(
            "1.2",
            START,
            List.of("api", "checker"),
            () -> 42,
            () -> 41,
            () -> new Inventory(3, 7, 2, shadowed),
            verdicts,
            () -> findings,
            damage,
            () -> null,
            () -> counts));
  }

  private void watch(String... ids) {
    var endpoint =
        new Endpoint(
            Protocol.HTTP,
            InetAddress.getLoopbackAddress(),
            null,
            80,
            "/",
            null,
            false,
            false,
            Set.of(),
            new Timing(Duration.ofSeconds(30), null, 3, 3, false));
    verdicts.apply(
        1,
        java.util.Arrays.stream(ids)
            .map(id ->
                (Mutation) new Mutation.PutCheck(new HealthCheck(id, 1, false, false, endpoint)))
            .toList());
  }

  private static Report report(String id, boolean healthy, String text, boolean failed) {
    var observed = new Observation(!failed, START, text, null);
    return new Report(id, 1, healthy, true, observed, failed ? observed : null, null);
  }
}
