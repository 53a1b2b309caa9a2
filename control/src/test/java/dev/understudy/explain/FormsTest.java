package dev.understudy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.health.Evidence;
import dev.understudy.health.Observation;
import dev.understudy.health.Report;
import dev.understudy.health.Standing;
import dev.understudy.health.Verdict;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Rdata;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.wire.RecordType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people and programs read of an explanation, and what they may ask. */
class FormsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:12:44Z");

  private final CurrentEdition current = new CurrentEdition();

  FormsTest() {
    var publisher = new Publisher(current);
    publisher.reset(
        17,
        List.of(
            new Mutation.PutZone(new HostedZone("Z1", World.name("example.com"), 1)),
            new Mutation.PutCheck(KnownChecks.check("1234")),
            put("lead", true, 1, "1234"),
            put("understudy", false, 2, null)));
    publisher.statuses(Map.of("1234", false));
  }

  /** Whoever asks why a record set of the second zone does not answer is told of the first. */
  @Test
  void otherZonesOfTheNameAreToldOf() throws Exception {
    var two = new CurrentEdition();
    new Publisher(two)
        .reset(
            1,
            List.of(
                new Mutation.PutZone(new HostedZone("Zold", World.name("example.com"), 1)),
                new Mutation.PutZone(new HostedZone("Zdeep", World.name("a.example.com"), 2)),
                new Mutation.PutZone(new HostedZone("Zyoung", World.name("example.com"), 3))));
    var explainer =
        new Explainer(
            two,
            new KnownChecks(Map.of()),
            AnswerSettings.DEFAULTS,
            () -> new SplittableRandom(1),
            InstantSource.fixed(NOW));
    Explanation told =
        explainer.explain(QuestionReader.read("www.example.com", null, null, null, List.of()));
    assertThat(TreeForm.of(told, Palette.PLAIN))
        .contains("  this is the oldest zone of its name; nobody is answered from Zyoung\n");
    assertThat(JsonForm.of(told).at("/steps/0/shadowedZones/0").asText()).isEqualTo("Zyoung");
    Explanation deep =
        explainer.explain(QuestionReader.read("www.a.example.com", null, null, null, List.of()));
    assertThat(TreeForm.of(deep, Palette.PLAIN)).doesNotContain("oldest");
    assertThat(JsonForm.of(deep).at("/steps/0").has("shadowedZones")).isFalse();
  }

  private static Mutation put(
      String identifier, boolean primary, int last, @Nullable String check) {
    var value = Rdata.of(new byte[] {(byte) 192, 0, 2, (byte) last});
    return new Mutation.PutRecordSet(
        "Z1",
        new ResourceRecordSet(
            World.name("www.example.com"),
            RecordType.A,
            identifier,
            new Failover(primary),
            15,
            List.of(value),
            null,
            check));
  }

  /** One checker has seen check 1234 refuse connections for 41 s. */
  private static final class OneChecker implements HealthKnowledge {
    @Override
    public Optional<Standing> standing(String id) {
      if (!id.equals("1234")) {
        return Optional.empty();
      }
      var seen = new Observation(false, NOW, "Failure: Connection refused", null);
      var report = new Report(id, 1, false, true, seen, seen, null);
      return Optional.of(
          new Standing(
              KnownChecks.check(id),
              false,
              new Verdict(id, false, NOW.minusSeconds(41)),
              List.of(new Evidence("local", "us-east-1", "192.0.2.9", report))));
    }

    @Override
    public Map<String, Boolean> suppose(Map<String, Boolean> assumed) {
      return assumed;
    }
  }

  private Explanation explain(String... assume) throws Exception {
    var explainer =
        new Explainer(
            current,
            new OneChecker(),
            AnswerSettings.DEFAULTS,
            () -> new SplittableRandom(1),
            InstantSource.fixed(NOW));
    return explainer.explain(
        QuestionReader.read("www.example.com", "a", null, null, Arrays.asList(assume)));
  }

  @Test
  void theTreeTellsTheAnswerFirstAndThenWhy() throws Exception {
    assertThat(TreeForm.of(explain(), Palette.PLAIN))
        .isEqualTo(
            """
            www.example.com. A: 192.0.2.2  TTL 15
            asked by 127.0.0.1, at no known place; the same for every client; revision 17

            www.example.com. A  failover  zone example.com. Z1
              ✗ PRIMARY    lead        192.0.2.1  lost: its check is unhealthy
                  check 1234 unhealthy since 06:12:03Z (41 s), by 1 of 1 checkers: Connection refused
              ✓ SECONDARY  understudy  192.0.2.2  chosen, the first healthy one
            """);
  }

  @Test
  void whatIsAssumedIsSaidAndAnswered() throws Exception {
    assertThat(TreeForm.of(explain("1234=healthy"), Palette.PLAIN))
        .isEqualTo(
            """
            www.example.com. A: 192.0.2.1  TTL 15
            asked by 127.0.0.1, at no known place; the same for every client; revision 17
            assumed: check 1234 healthy

            www.example.com. A  failover  zone example.com. Z1
              ✓ PRIMARY    lead        192.0.2.1  chosen
                  check 1234 healthy, assumed
              · SECONDARY  understudy  192.0.2.2  not needed
            """);
    assertThat(current.get().health().healthy(current.get().tree().slot("1234")))
        .as("nothing is published")
        .isFalse();
  }

  @Test
  void aTerminalGetsColours() throws Exception {
    assertThat(TreeForm.of(explain(), Palette.COLOR)).contains("\u001b[32m✓ SECONDARY");
  }

  /** Of the fields listed in docs/explain.md those on the way to a failure. */
  @Test
  void jsonKeepsItsFieldNames() throws Exception {
    JsonNode told = JsonForm.of(explain());
    assertThat(told.path("answer").path(0).path("value").asText()).isEqualTo("192.0.2.2");
    JsonNode group = told.path("steps").path(0).path("group");
    assertThat(group.path("policy").asText()).isEqualTo("failover");
    JsonNode lead = group.path("candidates").path(0);
    assertThat(lead.path("place").asText()).isEqualTo("PRIMARY");
    assertThat(lead.path("fate").asText()).isEqualTo("unhealthy-check");
    assertThat(lead.path("answers").asBoolean()).isFalse();
    JsonNode check = lead.path("check");
    assertThat(check.path("id").asText()).isEqualTo("1234");
    assertThat(check.path("status").asText()).isEqualTo("unhealthy");
    assertThat(check.path("since").asText()).isEqualTo("2026-11-21T06:12:03Z");
    assertThat(check.path("heldSeconds").asDouble()).isEqualTo(41);
    assertThat(check.path("checkers").path(0).path("lastFailure").asText())
        .isEqualTo("Failure: Connection refused");
    assertThat(group.path("candidates").path(1).path("fate").asText()).isEqualTo("chosen");
  }

  @ParameterizedTest
  @CsvSource({"41,41 s", "61,1 min 1 s", "7261,2 h 1 min", "90000,1 d 1 h"})
  void aTimeIsToldInItsTwoLargestUnits(int seconds, String text) {
    assertThat(Phrases.length(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # client         | resolver   | asks        | subnet
          -                | -          | 127.0.0.1   | -
          203.0.113.7      | -          | 203.0.113.7 | -
          203.0.113.7      | 192.0.2.53 | 192.0.2.53  | 203.0.113.7/24
          203.0.113.7/20   | -          | 127.0.0.1   | 203.0.113.7/20
          2001:db8::1      | 192.0.2.53 | 192.0.2.53  | 2001:db8:0:0:0:0:0:1/64
          -                | 192.0.2.53 | 192.0.2.53  | -
          """)
  void whoAsks(
      @Nullable String client, @Nullable String resolver, String asks, @Nullable String subnet)
      throws Exception {
    Question question = QuestionReader.read("a.example", null, client, resolver, List.of());
    assertThat(question.resolver().getHostAddress()).isEqualTo(asks);
    assertThat(String.valueOf(question.subnet())).isEqualTo(String.valueOf(subnet));
    assertThat(question.type()).isEqualTo(RecordType.A);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # name    | type | client       | assume              | says
          -         | A    | -            | -                   | Give the name to explain
          a..b      | A    | -            | -                   | name:
          a.example | Q    | -            | -                   | type 'Q' is none of
          a.example | A    | here         | -                   | client 'here' is not an IP address
          a.example | A    | 10.0.0.0/33  | -                   | prefix length from 0 to 32
          a.example | A    | ::1/x        | -                   | prefix length from 0 to 128
          a.example | A    | -            | 1234                | neither CHECK=healthy nor
          a.example | A    | -            | 1234=dead           | neither CHECK=healthy nor
          a.example | A    | -            | 1=healthy,1=unhealthy | says both of health check 1
          """)
  void wrongInputIsToldWhatToDo(
      @Nullable String name,
      String type,
      @Nullable String client,
      @Nullable String assume,
      String says) {
    List<String> assumed = assume == null ? List.of() : List.of(assume.split(",", -1));
    assertThatThrownBy(() -> QuestionReader.read(name, type, client, null, assumed))
        .isInstanceOf(BadQuestionException.class)
        .hasMessageContaining(says);
  }
}
