package dev.understudy.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.cloudwatch.Judgement.Datapoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CloudWatch User Guide, "Configuring how CloudWatch alarms treat missing data": its two tables,
 * the newest period on the right. X breaches, 0 does not, - is missing.
 */
class JudgementTest {
  private static final long MINUTE = 60;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # of | periods   | missing           | ignore | breaching | notBreaching
          3    | 0 - X - X | OK                | OK     | OK        | OK
          3    | 0 - - - - | OK                | OK     | OK        | OK
          3    | - - - - - | INSUFFICIENT_DATA | stays  | ALARM     | OK
          3    | 0 X X - X | ALARM             | ALARM  | ALARM     | ALARM
          3    | - - X - - | ALARM             | stays  | ALARM     | OK
          2    | 0 - X - X | ALARM             | ALARM  | ALARM     | ALARM
          2    | 0 0 X 0 X | ALARM             | ALARM  | ALARM     | ALARM
          2    | 0 - X - - | OK                | OK     | ALARM     | OK
          2    | - - - - 0 | OK                | OK     | ALARM     | OK
          2    | - - - X - | ALARM             | stays  | ALARM     | OK
          """,
      useHeadersInDisplayName = true)
  void missingDataCountsAsTheGuideSays(
      int datapointsToAlarm,
      String periods,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    assertThat(judged(datapointsToAlarm, periods, MissingData.MISSING)).isEqualTo(missing);
    assertThat(judged(datapointsToAlarm, periods, MissingData.IGNORE)).isEqualTo(ignore);
    assertThat(judged(datapointsToAlarm, periods, MissingData.BREACHING)).isEqualTo(breaching);
    assertThat(judged(datapointsToAlarm, periods, MissingData.NOT_BREACHING))
        .isEqualTo(notBreaching);
  }

  @ParameterizedTest
  @CsvSource({
    "GREATER_OR_EQUAL, 1.0, X",
    "GREATER_OR_EQUAL, 0.9, 0",
    "GREATER, 1.0, 0",
    "GREATER, 1.1, X",
    "LESS, 1.0, 0",
    "LESS, 0.9, X",
    "LESS_OR_EQUAL, 1.0, X",
    "LESS_OR_EQUAL, 1.1, 0"
  })
  void eachComparisonBreachesOnItsSideOfTheThreshold(
      Comparison comparison, double value, String breaches) {
    assertThat(comparison.breaches(value, 1.0)).isEqualTo(breaches.equals("X"));
  }

  /** Where no data is missing, an alarm is what it says: M of the newest N breach. */
  @Test
  void completeDataAlarmsWhenMOfNBreach() {
    var random = new Random(135);
    for (int i = 0; i < 2_000; i++) {
      int n = 1 + random.nextInt(8);
      int m = 1 + random.nextInt(n);
      var periods = new ArrayList<@Nullable Datapoint>();
      for (int age = 0; age < n + Judgement.FURTHER_PERIODS; age++) {
        periods.add(new Datapoint(-age * MINUTE, random.nextBoolean() ? 1 : 0));
      }
      long breaches =
          periods.subList(0, n).stream().filter(each -> each != null && each.value() < 1).count();
      for (MissingData treatment : MissingData.values()) {
        Judgement judgement = Judgement.of(criteria(n, m, treatment), periods);
        assertThat(judgement.state())
            .as("%d of %d, %s", m, n, periods)
            .isEqualTo(breaches >= m ? StateValue.ALARM : StateValue.OK);
        assertThat(judgement.evaluated()).isEqualTo(periods.subList(0, n));
      }
    }
  }

  /**
   * The guide's rules one by one, for data with gaps: which datapoints are taken, what a gap then
   * counts as, and when an alarm would be premature.
   */
  @Test
  void gapsAreJudgedAsByTheGuidesRulesTakenOneByOne() {
    var random = new Random(136);
    for (int i = 0; i < 5_000; i++) {
      int n = 1 + random.nextInt(5);
      int m = 1 + random.nextInt(n);
      var text = new StringBuilder();
      for (int age = 0; age < n + Judgement.FURTHER_PERIODS; age++) {
        text.append("0X--".charAt(random.nextInt(4)));
      }
      for (MissingData treatment : MissingData.values()) {
        StateValue state = Judgement.of(criteria(n, m, treatment), periods(text)).state();
        assertThat(state == null ? "stays" : state.name())
            .as("%d of %d, %s of %s", m, n, treatment, text)
            .isEqualTo(byTheRules(text.toString(), n, m, treatment));
      }
    }
  }

  private static String byTheRules(String oldestFirst, int n, int m, MissingData treatment) {
    String newestFirst = new StringBuilder(oldestFirst).reverse().toString();
    String present = newestFirst.replace("-", "");
    if (present.isEmpty()) {
      return switch (treatment) {
        case MISSING -> "INSUFFICIENT_DATA";
        case IGNORE -> "stays";
        case BREACHING -> "ALARM";
        case NOT_BREACHING -> "OK";
      };
    }
    String taken = present.substring(0, Math.min(n, present.length()));
    String filled =
        switch (treatment) {
          case BREACHING -> taken + "X".repeat(n - taken.length());
          case NOT_BREACHING -> taken + "0".repeat(n - taken.length());
          case MISSING, IGNORE -> taken;
        };
    if (filled.chars().filter(c -> c == 'X').count() >= m) {
      return "ALARM";
    }
    if (filled.length() == n || filled.contains("0")) {
      return "OK";
    }
    return treatment == MissingData.MISSING && newestFirst.lastIndexOf('X') + 1 >= m
        ? "ALARM"
        : "stays";
  }

  private static String judged(int datapointsToAlarm, String periods, MissingData treatment) {
    StateValue state =
        Judgement.of(criteria(3, datapointsToAlarm, treatment), periods(periods.replace(" ", "")))
            .state();
    return state == null ? "stays" : state.name();
  }

  /** From text with the newest period last to what is judged, newest first. */
  private static List<@Nullable Datapoint> periods(CharSequence text) {
    var periods = new ArrayList<@Nullable Datapoint>();
    for (int i = text.length() - 1; i >= 0; i--) {
      char each = text.charAt(i);
      periods.add(each == '-' ? null : new Datapoint(i * MINUTE, each == 'X' ? 0 : 1));
    }
    return periods;
  }

  private static Criteria criteria(int periods, int datapoints, MissingData treatment) {
    return new Criteria(
        new Metric("shop", "up", new TreeMap<>()),
        Statistic.MINIMUM,
        60,
        periods,
        datapoints,
        1.0,
        Comparison.LESS,
        treatment);
  }
}
