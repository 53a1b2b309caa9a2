package dev.understudy.cloudwatch;

import static dev.understudy.cloudwatch.CloudWatchFixture.START;
import static dev.understudy.cloudwatch.CloudWatchFixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Mail;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms as their makers and the readers of their mails see them. */
class AlarmsTest {
  @TempDir Path folder = Path.of("unset");
  private CloudWatchFixture cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudWatchFixture(folder);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  /** The alarm that Route 53's console makes (health-checks.md, section 10). */
  private static Map<String, Object> consoleAlarm() {
    var alarm = new HashMap<String, Object>();
    alarm.put("AlarmName", "Primary-awsroute53-c-1-Low-HealthCheckStatus");
    alarm.put("Namespace", "AWS/Route53");
    alarm.put("MetricName", "HealthCheckStatus");
    alarm.put("Dimensions", List.of(Map.of("Name", "HealthCheckId", "Value", "c-1")));
    alarm.put("Statistic", "Minimum");
    alarm.put("Period", 60);
    alarm.put("EvaluationPeriods", 1);
    alarm.put("Threshold", 1);
    alarm.put("ComparisonOperator", "LessThanThreshold");
    alarm.put("AlarmActions", List.of(TOPIC));
    alarm.put("OKActions", List.of(TOPIC));
    return alarm;
  }

  @Test
  void aNewAlarmHasNoDataThenFollowsTheMetricAndMailsEachTurn() throws Exception {
    cloud.subscribe("ops@example.com");
    cloud.ask("PutMetricAlarm", consoleAlarm());
    assertThat(cloud.state()).isEqualTo("INSUFFICIENT_DATA");
    assertThat(cloud.alarm().get("StateReason")).isEqualTo("Unchecked: Initial alarm creation");
    cloud.minutes(2, 1);
    assertThat(cloud.state()).isEqualTo("OK");
    Mail ok = cloud.nextMail();
    assertThat(ok.subject())
        .isEqualTo("OK: \"Primary-awsroute53-c-1-Low-HealthCheckStatus\" in US East (N. Virginia)");
    cloud.minutes(1, 0);
    assertThat(cloud.state()).isEqualTo("ALARM");
    assertThat(cloud.alarm().get("StateReason"))
        .isEqualTo(
            "Threshold Crossed: 1 datapoint [0.0 (01/01/26 00:03:00)] was less than the threshold"
                + " (1.0).");
    Mail alarm = cloud.nextMail();
    assertThat(alarm.subject())
        .isEqualTo(
            "ALARM: \"Primary-awsroute53-c-1-Low-HealthCheckStatus\" in US East (N. Virginia)");
    assertThat(alarm.text())
        .contains("OK -> ALARM", "[0.0 (01/01/26 00:03:00)]", "HealthCheckId = c-1", TOPIC);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void anAlarmDoesNotWaitForTheEndOfAMinuteThatBreachesForCertain() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 1);
    cloud.now = cloud.now.plusSeconds(3);
    Metric metric = Metric.ofCheck("HealthCheckStatus", "c-1");
    cloud.metrics.add(metric, cloud.now.getEpochSecond(), Statistics.of(0), "None");
    cloud.service.judge(Set.of(metric));
    assertThat(cloud.state()).isEqualTo("ALARM");
  }

  /** One slow order in a hundred does not count, two do. */
  @Test
  void anAlarmMayWatchAPercentile() throws Exception {
    Map<String, Object> settings = consoleAlarm();
    settings.put("AlarmName", "slow");
    settings.put("Namespace", "Cafe");
    settings.put("MetricName", "Wait");
    settings.remove("Dimensions");
    settings.remove("Statistic");
    settings.put("ExtendedStatistic", "p99");
    settings.put("ComparisonOperator", "GreaterThanThreshold");
    settings.put("Threshold", 1_000);
    cloud.ask("PutMetricAlarm", settings);
    assertThat(cloud.alarm().get("ExtendedStatistic")).isEqualTo("p99");
    assertThat(cloud.alarm().containsKey("Statistic")).isFalse();
    waits(List.of(100, 5_000), List.of(99, 1));
    assertThat(cloud.state()).isEqualTo("OK");
    waits(List.of(100, 5_000), List.of(98, 2));
    assertThat(cloud.state()).isEqualTo("ALARM");
    assertThat(String.valueOf(cloud.alarm().get("StateReason"))).contains("[5000.0 (");
    assertThat(String.valueOf(cloud.alarm().get("StateReasonData"))).contains("\"p99\"");
  }

  private void waits(List<Integer> values, List<Integer> counts) throws ApiException {
    cloud.now = cloud.now.plusSeconds(60);
    cloud.ask(
        "PutMetricData",
        Map.of(
            "Namespace",
            "Cafe",
            "MetricData",
            List.of(Map.of("MetricName", "Wait", "Values", values, "Counts", counts))));
    cloud.now = cloud.now.plusSeconds(60);
    cloud.service.judgeAll();
  }

  @ParameterizedTest
  @CsvSource({"tm99", "p101", "iqm"})
  void statisticsThatAreNoPercentilesAreRefused(String statistic) {
    Map<String, Object> settings = consoleAlarm();
    settings.remove("Statistic");
    settings.put("ExtendedStatistic", statistic);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("PutMetricAlarm", settings))
        .withMessageContaining("percentiles from p0 to p100")
        .matches(e -> e.code().equals("InvalidParameterValue"));
    settings.put("ExtendedStatistic", "p99");
    settings.put("EvaluateLowSampleCountPercentile", "ignore");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("PutMetricAlarm", settings))
        .matches(e -> e.code().equals("ValidationError"));
  }

  @Test
  void recoveryIsToldAfterAWholeGoodMinute() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 0);
    assertThat(cloud.state()).isEqualTo("ALARM");
    cloud.minutes(1, 1);
    assertThat(cloud.state()).isEqualTo("ALARM");
    cloud.minutes(1, 1);
    assertThat(cloud.state()).isEqualTo("OK");
  }

  @Test
  void anAlarmWithoutDataForLongHasInsufficientData() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 1);
    for (int minute = 0; minute < 5; minute++) {
      cloud.now = cloud.now.plusSeconds(60);
      cloud.service.judgeAll();
    }
    assertThat(cloud.state()).isEqualTo("INSUFFICIENT_DATA");
  }

  @Test
  void aRestartNeitherForgetsAnAlarmNorTakesItsOwnAbsenceForMissingData() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 0);
    cloud.close();
    Instant later = cloud.now.plus(Duration.ofHours(1)).plusSeconds(10);
    cloud = new CloudWatchFixture(folder, later);
    cloud.service.judgeAll();
    assertThat(cloud.state()).isEqualTo("ALARM");
    cloud.minutes(1, 0);
    assertThat(cloud.state()).isEqualTo("ALARM");
    assertThat(history("StateUpdate")).hasSize(1);
  }

  @Test
  void settingsAreReplacedAndTheStateKept() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 0);
    Map<String, Object> changed = consoleAlarm();
    changed.put("AlarmDescription", "the shop");
    changed.put("TreatMissingData", "breaching");
    cloud.ask("PutMetricAlarm", changed);
    assertThat(cloud.alarm().get("AlarmDescription")).isEqualTo("the shop");
    assertThat(cloud.alarm().get("TreatMissingData")).isEqualTo("breaching");
    assertThat(cloud.state()).isEqualTo("ALARM");
    assertThat(history("ConfigurationUpdate")).hasSize(2);
  }

  @Test
  void howManyDatapointsAlarmIsShownOnlyWhereItWasGiven() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    assertThat(cloud.alarm().get("DatapointsToAlarm")).isNull();
    Map<String, Object> given = consoleAlarm();
    given.put("DatapointsToAlarm", 1);
    cloud.ask("PutMetricAlarm", given);
    assertThat(cloud.alarm().get("DatapointsToAlarm")).isEqualTo(1);
  }

  @Test
  void anAlarmPointedAtAnotherMetricFollowsThatOne() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 1);
    Map<String, Object> moved = consoleAlarm();
    moved.put("Dimensions", List.of(Map.of("Name", "HealthCheckId", "Value", "c-2")));
    cloud.ask("PutMetricAlarm", moved);
    assertThat(cloud.state()).as("of c-2 there are no data").isEqualTo("INSUFFICIENT_DATA");
    fail("c-1");
    assertThat(cloud.state()).isEqualTo("INSUFFICIENT_DATA");
    fail("c-2");
    assertThat(cloud.state()).isEqualTo("ALARM");
  }

  private void fail(String checkId) {
    Metric metric = Metric.ofCheck("HealthCheckStatus", checkId);
    cloud.metrics.add(metric, cloud.now.getEpochSecond(), Statistics.of(0), "None");
    cloud.service.judge(Set.of(metric));
  }

  @Test
  void aStateSetByHandActsAndLastsUntilTheNextJudgement() throws Exception {
    cloud.subscribe("ops@example.com");
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 1);
    Mail _ = cloud.nextMail();
    cloud.ask(
        "SetAlarmState",
        Map.of(
            "AlarmName",
            "Primary-awsroute53-c-1-Low-HealthCheckStatus",
            "StateValue",
            "ALARM",
            "StateReason",
            "a drill"));
    assertThat(cloud.nextMail().text()).contains("a drill");
    assertThat(cloud.state()).isEqualTo("ALARM");
    cloud.minutes(1, 1);
    assertThat(cloud.state()).isEqualTo("OK");
  }

  @Test
  void disabledActionsSendNothing() throws Exception {
    cloud.subscribe("ops@example.com");
    Map<String, Object> quiet = consoleAlarm();
    quiet.put("ActionsEnabled", false);
    cloud.ask("PutMetricAlarm", quiet);
    cloud.minutes(2, 0);
    assertThat(history("Action")).isEmpty();
    cloud.ask(
        "EnableAlarmActions",
        Map.of("AlarmNames", List.of("Primary-awsroute53-c-1-Low-HealthCheckStatus")));
    cloud.minutes(2, 1);
    assertThat(cloud.nextMail().subject()).startsWith("OK: ");
    assertThat(history("Action")).hasSize(1);
  }

  @Test
  void anActionOnATopicThatIsGoneFailsInTheHistory() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 0);
    assertThat(history("Action").getFirst().get("HistorySummary"))
        .isEqualTo("Failed to execute action " + TOPIC + ". There is no such topic");
  }

  @Test
  void aThousandAlarmsTurnTogetherAndEachIsToldOnce() throws Exception {
    cloud.subscribe("ops@example.com");
    Map<String, Object> settings = consoleAlarm();
    for (int i = 0; i < 1_000; i++) {
      settings.put("AlarmName", "a-%03d".formatted(i));
      cloud.ask("PutMetricAlarm", settings);
    }
    cloud.minutes(2, 0);
    var subjects = new HashMap<String, Integer>();
    for (int i = 0; i < 1_000; i++) {
      subjects.merge(cloud.nextMail().subject(), 1, Integer::sum);
    }
    assertThat(subjects).hasSize(1_000).containsValue(1);
    assertThat(cloud.sent).isEmpty();
  }

  @Test
  void listsComeInPages() throws Exception {
    Map<String, Object> settings = consoleAlarm();
    for (int i = 0; i < 120; i++) {
      settings.put("AlarmName", "a-%03d".formatted(i));
      cloud.ask("PutMetricAlarm", settings);
    }
    Map<String, ?> first = cloud.ask("DescribeAlarms", Map.of("AlarmNamePrefix", "a-"));
    assertThat((List<?>) first.get("MetricAlarms")).hasSize(50);
    Map<String, ?> second =
        cloud.ask(
            "DescribeAlarms",
            Map.of(
                "AlarmNamePrefix",
                "a-",
                "MaxRecords",
                100,
                "NextToken",
                Objects.requireNonNull(first.get("NextToken"))));
    assertThat((List<?>) second.get("MetricAlarms")).hasSize(70);
    assertThat(second.get("NextToken")).isNull();
  }

  @Test
  void tagsComeAndGo() throws Exception {
    Map<String, Object> settings = consoleAlarm();
    settings.put("Tags", List.of(Map.of("Key", "team", "Value", "shop")));
    cloud.ask("PutMetricAlarm", settings);
    String arn = String.valueOf(cloud.alarm().get("AlarmArn"));
    cloud.ask(
        "TagResource",
        Map.of("ResourceARN", arn, "Tags", List.of(Map.of("Key", "tier", "Value", "1"))));
    cloud.ask("UntagResource", Map.of("ResourceARN", arn, "TagKeys", List.of("team")));
    assertThat(cloud.ask("ListTagsForResource", Map.of("ResourceARN", arn)).get("Tags"))
        .isEqualTo(List.of(Map.of("Key", "tier", "Value", "1")));
  }

  @Test
  void deletingIsAllOrNothing() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    String name = String.valueOf(cloud.alarm().get("AlarmName"));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("DeleteAlarms", Map.of("AlarmNames", List.of(name, "none"))))
        .matches(e -> e.code().equals("ResourceNotFound") && e.status() == 404);
    assertThat(cloud.state()).isEqualTo("INSUFFICIENT_DATA");
    cloud.ask("DeleteAlarms", Map.of("AlarmNames", List.of(name)));
    assertThat((List<?>) cloud.ask("DescribeAlarms", Map.of()).get("MetricAlarms")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          AlarmName          |                | MissingParameter
          Namespace          |                | MissingParameter
          Statistic          | Median         | ValidationError
          Period             | 45             | InvalidParameterValue
          Period             | 86460          | ValidationError
          EvaluationPeriods  | 0              | ValidationError
          DatapointsToAlarm  | 2              | ValidationError
          Threshold          |                | MissingParameter
          Threshold          | NaN            | InvalidParameterValue
          Threshold          | high           | MalformedInput
          ComparisonOperator | Below          | ValidationError
          TreatMissingData   | forget         | ValidationError
          AlarmActions       | not a list     | MalformedInput
          ExtendedStatistic  | p99            | InvalidParameterCombination
          EvaluateLowSampleCountPercentile | evaluate | InvalidParameterCombination
          Metrics            | m1             | InvalidParameterCombination
          """)
  void whatIsWrongIsRefused(String member, String value, String code) {
    Map<String, Object> settings = consoleAlarm();
    if (value == null) {
      settings.remove(member);
    } else {
      settings.put(member, value);
    }
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("PutMetricAlarm", settings))
        .matches(e -> e.code().equals(code), code);
  }

  @ParameterizedTest
  @CsvSource({"StateReason, 1023", "StateReasonData, 4000"})
  void aReasonHasALimit(String member, int max) throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    var state = new HashMap<String, Object>();
    state.put("AlarmName", consoleAlarm().get("AlarmName"));
    state.put("StateValue", "OK");
    state.put("StateReason", "by hand");
    state.put(member, "r".repeat(max));
    cloud.ask("SetAlarmState", state);
    state.put(member, "r".repeat(max + 1));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("SetAlarmState", state))
        .matches(e -> e.code().equals("ValidationError"))
        .withMessageContaining("Member must have length less than or equal to " + max);
  }

  @Test
  void whatHappenedIsToldNewestFirstAndForgottenAfterThirtyDays() throws Exception {
    cloud.ask("PutMetricAlarm", consoleAlarm());
    cloud.minutes(2, 0);
    assertThat(history("StateUpdate").getFirst().get("HistorySummary"))
        .isEqualTo("Alarm updated from INSUFFICIENT_DATA to ALARM");
    cloud.now = START.plus(Duration.ofDays(31));
    cloud.service.prune();
    cloud.now = START.plus(Duration.ofHours(1));
    assertThat(history("StateUpdate")).isEmpty();
  }

  private List<Map<?, ?>> history(String type) throws ApiException {
    return cloud
        .list("DescribeAlarmHistory", Map.of("HistoryItemType", type), "AlarmHistoryItems")
        .stream()
        .<Map<?, ?>>map(item -> (Map<?, ?>) item)
        .toList();
  }
}
