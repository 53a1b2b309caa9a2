package dev.understudy.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.CheckLabels;
import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Testimony;
import dev.understudy.store.UnreadableStateException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckSourceTest {
  private static final Instant TURNED = Instant.parse("2026-11-21T08:00:00.123Z");

  /**
   * Checkers as {@code opinion seen}, a question mark for one that does not count; milliseconds are
   * counted back from the turn.
   */
  @ParameterizedTest
  @CsvSource({
    "down, down 200, 200",
    "down, down 200 & down 900, 900",
    "down, down 200 & up 60000, 200",
    "down, down 200 & down? 60000, 200",
    "up, up 300, 300",
    "down, up 300, 300",
    "down, down -0.5, 0",
    "down, down -5, ''",
    "down, '', ''",
  })
  void theFirstProbeIsThatOfTheCheckersThatMadeTheTurn(String to, String said, String first) {
    var evidence = new ArrayList<Testimony>();
    for (String checker : said.isEmpty() ? new String[0] : said.split(" & ", -1)) {
      String[] words = checker.split(" ", -1);
      evidence.add(testimony(words[0], Double.parseDouble(words[1])));
    }
    @Nullable Instant seen =
        flip(to.equals("up"), evidence, _ -> Optional.of(new CheckLabels("", List.of())))
            .facts()
            .seenSince();
    assertThat(seen).isEqualTo(first.isEmpty() ? null : TURNED.minusMillis(Long.parseLong(first)));
  }

  @Test
  void aTagThatCannotBeReadDoesNotSilenceThoseWhoHearOfEveryCheck() {
    Flip flip =
        flip(
            false,
            List.of(),
            _ -> {
              throw new UnreadableStateException("a tag in the store is damaged");
            });
    assertThat(flip.recipients()).containsExactly(Desks.OPS);
  }

  private static Flip flip(
      boolean to,
      List<Testimony> evidence,
      java.util.function.Function<String, Optional<CheckLabels>> tags) {
    var turn = new HealthTransition(TURNED, "c", "tcp://x:1", !to, to, 0, false, evidence);
    return new CheckSource(tags, List.of(Desks.OPS))
        .flips(new Turn(List.of(turn), List.of(), 0))
        .getFirst();
  }

  private static Testimony testimony(String opinion, double millisBack) {
    return new Testimony(
        "local",
        "us-east-1",
        opinion.startsWith("up"),
        !opinion.endsWith("?"),
        "Failure: x",
        TURNED,
        null,
        null,
        TURNED.minusNanos((long) (millisBack * 1_000_000)));
  }
}
