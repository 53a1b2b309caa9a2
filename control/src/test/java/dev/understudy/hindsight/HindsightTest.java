package dev.understudy.hindsight;

import static dev.understudy.control.ApiFixture.creating;
import static dev.understudy.control.ApiFixture.set;
import static dev.understudy.control.ApiFixture.upserting;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.explain.Explanation;
import dev.understudy.explain.Explanation.Candidate;
import dev.understudy.explain.Explanation.Check;
import dev.understudy.explain.Explanation.Finding;
import dev.understudy.explain.Explanation.Group;
import dev.understudy.explain.Explanation.Step;
import dev.understudy.explain.Question;
import dev.understudy.intent.DomainName;
import dev.understudy.model.RRType;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was answered is noted when it is answered, and asked for later. */
class HindsightTest {
  private static final Duration LONG = Duration.ofDays(90);
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int STEPS = 60;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatWasAnsweredIsWhatTheRecordSays(long seed, @TempDir Path directory) throws Exception {
    try (var past = new Past(directory, seed, LONG)) {
      var noted = new LinkedHashMap<Instant, Map<Question, String>>();
      for (int i = 0; i < STEPS; i++) {
        past.pass(STEP);
        past.step();
        var answers = new LinkedHashMap<Question, String>();
        for (Question question : questions()) {
          answers.put(question, told(past.explain(question)));
        }
        noted.put(past.now(), answers);
      }
      past.pass(STEP);
      int known = 0;
      for (Map.Entry<Instant, Map<Question, String>> each : noted.entrySet()) {
        Instant inTheMidst = each.getKey().plus(STEP.dividedBy(2));
        for (Map.Entry<Question, String> question : each.getValue().entrySet()) {
          Explanation now = past.hindsight.explain(question.getKey(), each.getKey());
          assertThat(told(now))
              .as("seed " + seed + ", at " + each.getKey() + ": " + question.getKey())
              .isEqualTo(question.getValue());
          known += now.answers() ? 1 : 0;
        }
        Question any = each.getValue().keySet().iterator().next();
        assertThat(told(past.hindsight.explain(any, inTheMidst)))
            .as("seed " + seed + ", at " + inTheMidst)
            .isEqualTo(each.getValue().get(any));
      }
      assertThat(known).as("questions that had an answer").isGreaterThan(STEPS);
    }
  }

  @Test
  void theReasonOfAFailureIsTheOneOfThen(@TempDir Path directory) throws Exception {
    try (var past = new Past(directory, 9, LONG)) {
      String check = past.primaryAndStandby("www.example.com");
      past.pass(STEP);
      past.turn(check, false, "Failure: connection refused");
      Instant down = past.now();
      past.pass(STEP);
      past.turn(check, true, "Success: 200");
      past.pass(STEP);
      past.turn(check, false, "Failure: timed out");
      past.pass(STEP);

      Explanation then = past.hindsight.explain(question("www.example.com"), down.plusSeconds(20));
      assertThat(values(then)).containsExactly("192.0.2.2");
      Check seen = onlyCheck(then);
      assertThat(seen.since()).isEqualTo(down);
      assertThat(seen.held()).isEqualTo(Duration.ofSeconds(20));
      assertThat(seen.checkers().getFirst().last()).isEqualTo("Failure: connection refused");
      assertThat(requireNonNull(then.past()).notes()).isEmpty();

      Explanation before = past.hindsight.explain(question("www.example.com"), down.minusMillis(1));
      assertThat(values(before)).containsExactly("192.0.2.1");
      assertThat(requireNonNull(before.past()).notes())
          .containsExactly(
              "no turn of check "
                  + check
                  + " to healthy is in the record; what was seen of it then is not known");
    }
  }

  @Test
  void aDeletedCheckIsAsItWas(@TempDir Path directory) throws Exception {
    try (var past = new Past(directory, 9, LONG)) {
      String check = past.primaryAndStandby("www.example.com");
      past.pass(STEP);
      past.turn(check, false, "Failure: connection refused");
      Instant down = past.now();
      past.pass(STEP);
      past.fixture.change(past.zone("example.com"), past.deletingAll("www.example.com"));
      past.delete(check);
      past.settle();
      past.pass(STEP);
      Explanation then = past.hindsight.explain(question("www.example.com"), down);
      assertThat(values(then)).containsExactly("192.0.2.2");
      assertThat(onlyCheck(then).healthy()).isFalse();
    }
  }

  @Test
  void aTimeThatTheRecordDoesNotReachIsRefused(@TempDir Path directory) throws Exception {
    try (var past = new Past(directory, 9, Duration.ofDays(1))) {
      Instant begin = past.now();
      String zone = past.zone("example.com");
      past.fixture.change(zone, creating(set("www.example.com", RRType.A, "192.0.2.1")));
      past.settle();
      Question www = question("www.example.com");
      assertThatThrownBy(() -> past.hindsight.explain(www, begin.minusMillis(1)))
          .isInstanceOf(NotRecordedException.class)
          .hasMessage(
              "The record begins at "
                  + begin
                  + "; of "
                  + begin.minusMillis(1)
                  + " it says nothing.");
      assertThatThrownBy(() -> past.hindsight.explain(www, begin.plusSeconds(1)))
          .isInstanceOf(NotRecordedException.class)
          .hasMessageContaining("still to come");

      past.pass(Duration.ofHours(30));
      past.log.prune();
      past.fixture.change(zone, upserting(set("www.example.com", RRType.A, "192.0.2.2")));
      past.settle();
      past.pass(STEP);
      Instant quiet = past.now().minus(Duration.ofHours(3));
      assertThat(values(past.hindsight.explain(www, quiet)))
          .as("nothing was recorded in that hour, and nothing is missing")
          .containsExactly("192.0.2.1");
    }
  }

  private static List<Question> questions() throws Exception {
    var questions = new ArrayList<Question>();
    for (String zone : List.of("example.com", "other.net")) {
      for (String name : Past.NAMES) {
        questions.add(question(name + "." + zone));
      }
    }
    questions.add(
        new Question(
            name("www.example.com"),
            RecordType.A,
            InetAddress.ofLiteral("10.1.2.3"),
            null,
            Map.of()));
    return questions;
  }

  private static Question question(String name) throws Exception {
    return new Question(name(name), RecordType.A, InetAddress.getLoopbackAddress(), null, Map.of());
  }

  private static DomainName name(String text) throws Exception {
    return NameText.parse(text);
  }

  private static List<String> values(Explanation told) {
    return told.answer().stream().map(each -> RdataText.format(each.type(), each.data())).toList();
  }

  private static Check onlyCheck(Explanation told) {
    Group group = ((Finding.Found) told.steps().getFirst().finding()).group();
    return group.candidates().stream()
        .map(Candidate::check)
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  /** The reply and the way to it, without since when things are so. */
  private static String told(Explanation told) {
    var text = new StringBuilder(told.rcode());
    told.answer().forEach(each -> text.append('\n').append(each));
    told.authority().forEach(each -> text.append('\n').append(each));
    for (Step step : told.steps()) {
      text.append('\n').append(NameText.format(step.name())).append(": ");
      switch (step.finding()) {
        case Finding.Found(var zone, var source, Group group) -> {
          text.append(zone.id()).append(source);
          group(group, text, " ");
        }
        case Finding.Link(var zone, var source, Group group) -> {
          text.append(zone.id()).append(source);
          group(group, text, " ");
        }
        case Finding.Delegated(var zone, var cut, Group group) -> {
          text.append(zone.id()).append(cut);
          group(group, text, " ");
        }
        case Finding.NoSuchType(var zone, var source) -> text.append(zone.id()).append(source);
        case Finding.NoSuchName(var zone) -> text.append(zone.id());
        case Finding.NotServed() -> text.append("not served");
      }
    }
    return text.toString();
  }

  private static void group(Group group, StringBuilder text, String indent) {
    text.append(' ').append(group.policy()).append(group.failedOpen());
    for (Candidate each : group.candidates()) {
      text.append('\n').append(indent).append(each.set()).append(each.fate());
      text.append(each.answers()).append(each.score()).append(each.draw());
      Check check = each.check();
      if (check != null) {
        text.append(check.healthy()).append(check.definition()).append(check.verdict());
        check.children().forEach(child -> text.append(child.id()).append(child.healthy()));
      }
      if (each.target() != null && each.target().group() != null) {
        group(each.target().group(), text, indent + "  ");
      }
    }
  }
}
