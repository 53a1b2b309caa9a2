package dev.understudy.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** health-checks.md, section 4.1: FailureThreshold results in a row, in both directions. */
class StreakTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # rise | fall | results (+ passed, - failed) | opinion after each | because
          3      | 3    | ---                          | ++-                | the third failure in a row
          3      | 3    | --+---                       | +++++-             | a success between starts the count again
          3      | 3    | ----++-+++                   | ++-------+         | and likewise on the way back
          1      | 1    | -+-+                         | -+-+               | threshold 1 follows every result
          1      | 3    | ---+                         | ++-+               | quick to rise, slow to fall
          3      | 1    | -+++                         | ---+               | quick to fall, slow to rise
          10     | 10   | ----------                   | +++++++++-         | the largest threshold there is
          """)
  void anOpinionTurnsAfterEnoughResultsInARow(
      int rise, int fall, String results, String opinions, String because) {
    Streak streak = Streak.NEW;
    var seen = new StringBuilder();
    for (int i = 0; i < results.length(); i++) {
      streak = streak.next(results.charAt(i) == '+', rise, fall);
      seen.append(streak.healthy() ? '+' : '-');
    }
    assertThat(seen.toString()).as(because).isEqualTo(opinions.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({"1, 0, false", "1, 1, true", "3, 2, false", "3, 3, true", "10, 10, true"})
  void anOpinionCountsAfterAsManyResultsAsTheThreshold(int fall, int results, boolean enough) {
    Streak streak = Streak.NEW;
    for (int i = 0; i < results; i++) {
      streak = streak.next(true, 1, fall);
    }
    assertThat(streak.enough(fall)).isEqualTo(enough);
  }
}
