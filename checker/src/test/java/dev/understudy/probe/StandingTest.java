package dev.understudy.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.health.Observation;
import dev.understudy.health.Streak;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandingTest {
  /** Results in a row, one each second, and the second of the first of the newest alike. */
  @ParameterizedTest
  @CsvSource({"+, 0", "-, 0", "++++, 0", "++--, 2", "--+, 2", "+-+-, 3", "-+++, 1"})
  void itKnowsSinceWhenResultsAreAlike(String results, int since) {
    Standing standing = Standing.NEW;
    assertThat(standing.alikeSince()).isNull();
    for (int second = 0; second < results.length(); second++) {
      boolean passed = results.charAt(second) == '+';
      Streak next = standing.streak().next(passed, 3, 3);
      standing =
          standing.after(next, new Observation(passed, Instant.ofEpochSecond(second), "x", null));
    }
    assertThat(standing.alikeSince()).isEqualTo(Instant.ofEpochSecond(since));
  }
}
