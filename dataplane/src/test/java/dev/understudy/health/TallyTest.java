package dev.understudy.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** health-checks.md, sections 4.2 and 4.3: more than 18 % of the reporting checkers. */
class TallyTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1", "2, 1", "3, 1", "4, 1", "5, 1", "6, 2", "7, 2", "8, 2", "9, 2", "10, 2", "11, 2",
    "12, 3", "13, 3", "14, 3", "15, 3", "16, 3", "24, 5", "50, 10"
  })
  void soManyHealthyOpinionsKeepItHealthy(int reporting, int needed) {
    assertThat(new Tally(needed, reporting - needed, 0).verdict(false)).isTrue();
    assertThat(new Tally(needed - 1, reporting - needed + 1, 0).verdict(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # healthy | unhealthy | undecided | standing | verdict | because
          0         | 0         | 0         | true     | true    | nobody reports: the standing verdict stays
          0         | 0         | 0         | false    | false   | nobody reports: the standing verdict stays
          0         | 0         | 1         | true     | true    | a new check is healthy
          0         | 0         | 1         | false    | false   | a restarted checker does not bring a dead endpoint back
          0         | 2         | 14        | true     | true    | too few have an opinion
          0         | 14        | 2         | true     | false   | only 12 % are left to think it healthy
          1         | 0         | 15        | false    | false   | 6 % think it healthy
          3         | 0         | 13        | false    | true    | 18.75 % think it healthy
          """)
  void theUndecidedSecondTheStandingVerdict(
      int healthy,
      int unhealthy,
      int undecided,
      boolean standing,
      boolean verdict,
      String because) {
    assertThat(new Tally(healthy, unhealthy, undecided).verdict(standing))
        .as(because)
        .isEqualTo(verdict);
  }
}
