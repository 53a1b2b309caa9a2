package dev.understudy.incident;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import dev.understudy.recipient.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
  private static final Instant START = Desks.START;
  private static final AlertSettings SETTINGS =
      new AlertSettings(List.of(), () -> "https://dns.example.com", "example.com", null);
  private static final AnswerNews AWAY =
      new AnswerNews("www.example.com.", "A", "any client", "192.0.2.1", "192.0.2.2", 60);
  private static final AnswerNews BACK =
      new AnswerNews("www.example.com.", "A", "any client", "192.0.2.2", "192.0.2.1", 30);
  private static final String HOSTILE =
      "\r\nBcc: all@example.com\r\n\r\n<script>alert(\"1\")</script>\u202e&'\u0000";

  private final Desks desks = new Desks();

  @Test
  void aFallAndItsEnd() {
    desks.flip("lead", false, fell("lead"), Desks.OPS).pass(300_000);
    desks.flip("lead", true, rose("lead"), Desks.OPS).pass(60_000);
    List<Mail> mails = mails();
    assertThat(mails.get(0).subject())
        .isEqualTo("DOWN: lead; www.example.com 192.0.2.1 → 192.0.2.2");
    assertThat(mails.get(0).text())
        .isEqualTo(
            """
            Health checks turned unhealthy: 1 down, 0 back.

            Answers that changed
              www.example.com A: 192.0.2.1 → 192.0.2.2; clients may keep the old answer for up to 60 s
              Why: https://dns.example.com/explain?name=www.example.com.&type=A&format=text

            lead
              State: unhealthy since 2026-11-21 08:00:00 UTC (0.4 s)
              Measured: first failed probe at 2026-11-21 07:59:58 UTC, noticed and answers changed 1.5 s later
              Target: http://192.0.2.1:80/
              Checker: local in us-east-1: Failure: refused
              Health check: lead
              Record: https://dns.example.com/events?check=lead&since=1d

            Status: https://dns.example.com/status
            Incident: i1
            You get this because a tag understudy:notify or the setting --notify names you.
            """);
    assertThat(mails.get(1).subject())
        .isEqualTo("UP: lead after 5 min; www.example.com 192.0.2.2 → 192.0.2.1");
    assertThat(mails.get(1).text())
        .isEqualTo(
            """
            All health checks of this incident are healthy again.

            Answers that changed
              www.example.com A: 192.0.2.2 → 192.0.2.1; clients may keep the old answer for up to 30 s
              Why: https://dns.example.com/explain?name=www.example.com.&type=A&format=text

            lead
              State: healthy again since 2026-11-21 08:05:00 UTC, 5 min after it turned unhealthy at 2026-11-21 08:00:00 UTC
              Measured: first failed probe at 2026-11-21 07:59:58 UTC, noticed and answers changed 1.5 s later
              Measured: first good probe at 2026-11-21 08:04:59 UTC, noticed and answers changed 0.5 s later
              Target: http://192.0.2.1:80/
              Checker: local in us-east-1: Success: 200
              When it was down: local in us-east-1: Failure: refused
              Health check: lead
              Record: https://dns.example.com/events?check=lead&since=1d

            Status: https://dns.example.com/status
            Incident: i1
            You get this because a tag understudy:notify or the setting --notify names you.
            """);
  }

  @Test
  void theMailsOfAnIncidentAreOneThread() {
    desks.flip("a", false, fell("a"), Desks.OPS).pass(5_000);
    desks.flip("b", false, fell("b"), Desks.OPS).pass(60_000);
    desks.flip("a", true, rose("a"), Desks.OPS).flip("b", true, rose("b"), Desks.OPS).pass(60_000);
    List<Mail> mails = mails();
    assertThat(mails)
        .extracting(Mail::messageId)
        .containsExactly(
            "<incident-i1.0@example.com>",
            "<incident-i1.1@example.com>",
            "<incident-i1.2@example.com>");
    assertThat(mails.get(0).references()).isEmpty();
    assertThat(mails.get(1).references()).containsExactly("<incident-i1.0@example.com>");
    assertThat(mails.get(2).references())
        .containsExactly("<incident-i1.0@example.com>", "<incident-i1.1@example.com>");
    assertThat(desks.told.stream().map(this::notification).map(Notification::thread).distinct())
        .containsExactly("i1");
  }

  @Test
  void subjectsSayWhatHappened() {
    desks.flip("a", false, Desks.OPS).pass(5_000).flip("b", false, Desks.OPS).pass(3_700_000);
    for (int i = 0; i < 4; i++) {
      desks.flip("b", true, Desks.OPS).pass(40_000).flip("b", false, Desks.OPS).pass(40_000);
    }
    desks.pass(700_000).flip("a", true, Desks.OPS).pass(40_000);
    desks.flip("b", true, Desks.OPS).pass(1_000);
    assertThat(mails())
        .extracting(Mail::subject)
        .startsWith(
            "DOWN: a",
            "UPDATE: 2 down, 0 back; b",
            "STILL DOWN after 1 h: 2 health checks, a and others",
            "UPDATE: 1 down, 1 back; b",
            "UPDATE: 2 down, 0 back; b")
        .contains("FLAPPING: b", "CALM: b; 2 down, 0 back", "UPDATE: 1 down, 1 back; a")
        .endsWith("UP: 2 health checks, a and others after 1 h 19 min");
  }

  @Test
  void aThousandChecksAreABoundedMail() {
    for (int i = 0; i < 1_000; i++) {
      desks.flip("c%04d".formatted(i), false, fell("check number " + i), Desks.OPS);
    }
    desks.pass(2_000);
    Mail mail = mails().getFirst();
    assertThat(mail.subject())
        .isEqualTo(
            "DOWN: 1000 health checks, check number 0 and others; www.example.com 192.0.2.1 →"
                + " 192.0.2.2");
    assertThat(mail.text()).contains("And 980 more", "and 780 more").hasSizeLessThan(50_000);
    assertThat(mail.text().lines().filter(line -> line.startsWith("  Record: "))).hasSize(20);
    assertThat(mail.html()).hasSizeLessThan(100_000);
  }

  /** What the outbox would refuse would never be told. */
  @ParameterizedTest
  @ValueSource(strings = {"\"", "あ", "&"})
  void theLongestTextsStillFit(String character) {
    String text = character.repeat(1_000);
    List<AnswerNews> news =
        IntStream.range(0, 20)
            .mapToObj(i -> new AnswerNews("n" + i + ".", "A", text, text + i, text, 60))
            .toList();
    var facts =
        new CheckFacts(
            text, text, false, START, java.util.Collections.nCopies(40, text), news, 1_000_000);
    Recipient[] all = {
      Desks.OPS,
      Recipient.parse("https://a.example/"),
      Recipient.parse("slack+https://a.example/"),
      Recipient.parse("pagerduty+https://a.example/?routing_key=K")
    };
    for (int i = 0; i < 300; i++) {
      desks.flip("c" + i, false, facts, all);
    }
    desks.pass(2_000);
    for (int i = 0; i < 300; i++) {
      desks.flip("c" + i, true, facts, all);
    }
    desks.pass(60_000);
    assertThat(mails()).hasSize(2);
    assertThat(posts()).hasSize(6).allMatch(post -> post.body().getBytes(UTF_8).length < 512_000);
  }

  @Test
  void answersThatWereTooManyAreCounted() {
    List<AnswerNews> many =
        IntStream.range(0, 25)
            .mapToObj(i -> new AnswerNews("n" + i + ".", "A", "in DE", "1", "2", 0))
            .toList();
    desks.flip("a", false, facts("a", null, "Failure: x", many, 100), Desks.OPS).pass(1_000);
    assertThat(mails().getFirst().text())
        .contains(
            "  n0 A: 1 → 2 for clients in DE\n",
            "  n19 A: 1 → 2 for clients in DE\n  and perhaps others: 105 were too many to look at\n")
        .doesNotContain("n20");
  }

  @Test
  void foreignTextStaysText() {
    var hostile =
        new CheckFacts(
            HOSTILE,
            "http://x/" + HOSTILE,
            false,
            null,
            List.of(HOSTILE, "y".repeat(5_000)),
            List.of(new AnswerNews("x.", "A", HOSTILE, HOSTILE, HOSTILE, -1)),
            -7);
    for (String to :
        List.of(
            "ops@example.com",
            "https://a.example/",
            "slack+https://a.example/",
            "pagerduty+https://a.example/?routing_key=K")) {
      desks.flip("a" + to.length(), false, hostile, Recipient.parse(to)).pass(1_000);
    }
    for (Telling telling : desks.told) {
      switch (notification(telling).message()) {
        case Mail mail -> {
          assertThat(mail.subject()).doesNotContain("\r", "\n", "\u202e", "\u0000");
          assertThat(mail.text().lines()).as("no line of its own").hasSize(17);
          assertThat(mail.text()).doesNotContain("\r", "\u202e", "\u0000");
          assertThat(mail.html()).doesNotContain("<script", "\u202e").contains("&lt;script&gt;");
        }
        case Post post ->
            assertThat(json(post).toString()).doesNotContain("\\r\\nBcc", "\u202e", "\\u0000");
      }
    }
  }

  @Test
  void theOwnFormIsAsDocumented() {
    desks
        .flip("lead", false, fell("lead"), Recipient.parse("https://example.com/hook"))
        .pass(1_000);
    JsonNode json = json(posts().getFirst());
    assertThat(json.path("version").asInt()).isEqualTo(1);
    assertThat(json.path("event").asText()).isEqualTo("incident.opened");
    assertThat(json.path("incident").asText()).isEqualTo("i1");
    assertThat(json.path("sequence").asInt()).isZero();
    assertThat(json.path("summary").asText()).startsWith("DOWN: lead; www.example.com");
    JsonNode check = json.path("checks").get(0);
    assertThat(check.path("state").asText()).isEqualTo("down");
    assertThat(check.path("new").asBoolean()).isTrue();
    assertThat(check.path("down_since").asText()).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(check.path("seen_since").asText()).isEqualTo("2026-11-21T07:59:58.500Z");
    assertThat(check.path("evidence").get(0).asText()).contains("Failure: refused");
    JsonNode answer = check.path("answers").get(0);
    assertThat(answer.toString())
        .isEqualTo(
            "{\"name\":\"www.example.com.\",\"type\":\"A\",\"clients\":\"any client\","
                + "\"from\":\"192.0.2.1\",\"to\":\"192.0.2.2\",\"ttl\":60}");
  }

  @Test
  void slackGetsTextWithItsThreeCharactersEscaped() {
    desks.flip(
        "a", false, fell("<!channel> & co"), Recipient.parse("slack+https://s.example/T0/x"));
    desks.pass(1_000);
    JsonNode json = json(posts().getFirst());
    assertThat(json.size()).isOne();
    assertThat(json.path("text").asText())
        .startsWith(":red_circle: *DOWN: &lt;!channel&gt; &amp; co; www.example.com 192.0.2.1")
        .contains("www.example.com A: 192.0.2.1 → 192.0.2.2", "Failure: refused")
        .doesNotContain("<!");
  }

  @Test
  void pagerDutyTriggersAndResolvesByTheIncident() {
    Recipient pager = Recipient.parse("pagerduty+https://pd.example/v2/enqueue?routing_key=R0UT");
    desks.flip("a", false, fell("a"), pager).pass(60_000).flip("a", true, rose("a"), pager);
    desks.pass(1_000);
    List<Post> posts = posts();
    assertThat(posts)
        .extracting(post -> post.url().text())
        .containsOnly("https://pd.example/v2/enqueue");
    assertThat(posts)
        .extracting(post -> json(post).path("event_action").asText())
        .containsExactly("trigger", "resolve");
    for (Post post : posts) {
      JsonNode json = json(post);
      assertThat(json.path("dedup_key").asText()).isEqualTo("i1");
      assertThat(json.path("routing_key").asText()).isEqualTo("R0UT");
      assertThat(json.path("payload").path("summary").asText()).isNotEmpty();
      assertThat(json.path("payload").path("source").asText()).isEqualTo("a");
      assertThat(json.path("payload").path("severity").asText()).isEqualTo("critical");
      assertThat(json.path("payload").path("custom_details").path("event").asText())
          .startsWith("incident.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/S3CRET?token=S3CRET",
        "slack+https://hooks.example.com/S3CRET",
        "pagerduty+https://pd.example/S3CRET?routing_key=S3CRET"
      })
  void nobodyIsToldTheSecretsOfAnotherUrl(String url) {
    Recipient secret = Recipient.parse(url);
    desks.flip("a", false, fell("a"), Desks.OPS, secret).pass(1_000);
    for (Telling telling : desks.told) {
      assertThat(telling.toString()).doesNotContain("S3CRET");
      Notification notification = notification(telling);
      assertThat(notification.toString() + notification.about() + notification.thread())
          .doesNotContain("S3CRET");
      if (notification.message() instanceof Mail mail) {
        assertThat(mail.subject() + mail.text() + mail.html()).doesNotContain("S3CRET");
      }
      if (notification.message() instanceof Post post) {
        assertThat(post.toString() + post.body().replace("\"routing_key\":\"S3CRET\"", ""))
            .doesNotContain("S3CRET");
      }
    }
    assertThat(new AlertSettings(List.of(secret), () -> "", "x", null).toString())
        .doesNotContain("S3CRET");
  }

  private static CheckFacts fell(String name) {
    return facts(name, START.minusMillis(1_500), "Failure: refused", List.of(AWAY), 0);
  }

  private CheckFacts rose(String name) {
    return facts(name, desks.now.minusMillis(500), "Success: 200", List.of(BACK), 0);
  }

  private static CheckFacts facts(
      String name,
      @org.jspecify.annotations.Nullable Instant seen,
      String said,
      List<AnswerNews> answers,
      int omitted) {
    return new CheckFacts(
        name,
        "http://192.0.2.1:80/",
        false,
        seen,
        List.of("local in us-east-1: " + said),
        answers,
        omitted);
  }

  private Notification notification(Telling telling) {
    return new Wording(SETTINGS).notification(telling);
  }

  private List<Mail> mails() {
    var mails = new ArrayList<Mail>();
    for (Telling telling : desks.told) {
      if (notification(telling).message() instanceof Mail mail) {
        mails.add(mail);
      }
    }
    return mails;
  }

  private List<Post> posts() {
    var posts = new ArrayList<Post>();
    for (Telling telling : desks.told) {
      if (notification(telling).message() instanceof Post post) {
        posts.add(post);
      }
    }
    return posts;
  }

  private static JsonNode json(Post post) {
    try {
      return new ObjectMapper().readTree(post.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(post.body(), e);
    }
  }
}
