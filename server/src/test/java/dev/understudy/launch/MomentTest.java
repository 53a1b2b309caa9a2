package dev.understudy.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/history.md and docs/explain.md: times as they may be written. */
class MomentTest {
  private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          90s                       | 2026-11-21T04:58:30Z
          -10m                      | 2026-11-21T04:50:00Z
          2h                        | 2026-11-21T03:00:00Z
          3d                        | 2026-11-18T05:00:00Z
          2026-11-20                | 2026-11-20T00:00:00Z
          2026-11-20T05:00Z         | 2026-11-20T05:00:00Z
          2026-11-20T06:00:30+01:00 | 2026-11-20T05:00:30Z
          2026-11-20T05:00:00.123Z  | 2026-11-20T05:00:00.123Z
          2027-01-01T00:00Z         | 2027-01-01T00:00:00Z
          """)
  void timesAreRead(String text, Instant time) {
    assertThat(Moment.read(text, NOW)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "2026-11-20T05:00",
        "2026-13-01",
        "10",
        "m",
        "--10m",
        "1969-12-31",
        "10m ago",
        "+10m"
      })
  void everythingElseIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Moment.read(text, NOW))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void noTextIsNoTime() {
    assertThat(Moment.read(null, NOW)).isNull();
  }
}
