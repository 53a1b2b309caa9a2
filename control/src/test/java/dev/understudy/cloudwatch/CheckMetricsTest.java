package dev.understudy.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.understudy.control.ApiException;
import dev.understudy.health.Beat;
import dev.understudy.health.Observation;
import dev.understudy.health.Observation.Latency;
import dev.understudy.health.Report;
import dev.understudy.health.Verdicts;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.AlarmCriteria;
import dev.understudy.intent.HealthCheck.AlarmState;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.InsufficientData;
import dev.understudy.intent.HealthCheck.Protocol;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.ComparisonOperator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Developer Guide, "Monitoring health checks using CloudWatch"; the test's clock starts at
 * 00:00:30.
 */
class CheckMetricsTest {
  @TempDir Path folder = Path.of("unset");
  private CloudWatchFixture cloud;
  private Verdicts verdicts;
  private CheckMetrics checkMetrics;
  private long nanos;
  private long sequence;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudWatchFixture(folder);
    verdicts = new Verdicts(statuses -> checkMetrics.changed(statuses), Set.of(), () -> cloud.now);
    checkMetrics =
        new CheckMetrics(verdicts, cloud.metrics, cloud.service, () -> cloud.now, () -> nanos);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static HealthCheck endpoint(String id, boolean measured) {
    return new HealthCheck(
        id,
        1,
        false,
        false,
        new Endpoint(
            Protocol.HTTP,
            null,
            "shop.example",
            80,
            "/",
            null,
            false,
            measured,
            Set.of(),
            new Timing(Duration.ofSeconds(10), null, 3, 3, false)));
  }

  private void checks(HealthCheck... checks) {
    var mutations = new ArrayList<Mutation>();
    for (HealthCheck check : checks) {
      mutations.add(new PutCheck(check));
    }
    verdicts.reset(1, mutations);
  }

  private void report(String checker, String checkId, boolean healthy, @Nullable Latency latency) {
    var seen = new Observation(healthy, cloud.now, "Success: 200", latency);
    verdicts.receive(
        new Beat(
            checker,
            "region-of-" + checker,
            "192.0.2.1",
            ++sequence,
            List.of(new Report(checkId, 1, healthy, true, seen, null, null))),
        nanos);
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      cloud.now = cloud.now.plusSeconds(1);
      nanos += 1_000_000_000;
      checkMetrics.step();
    }
  }

  /** Minute of the hour to figure. */
  private Map<Integer, Double> minutes(Metric metric, Statistic statistic) {
    long hour = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    var minutes = new HashMap<Integer, Double>();
    cloud
        .metrics
        .read(metric, hour, hour + 3_600, 60)
        .forEach((start, figures) -> minutes.put((int) (start - hour) / 60, statistic.of(figures)));
    return minutes;
  }

  @Test
  void everyCheckHasAStatusEachMinute() {
    checks(endpoint("c-1", false));
    pass(150);
    assertThat(minutes(Metric.ofCheck("HealthCheckStatus", "c-1"), Statistic.MINIMUM))
        .isEqualTo(Map.of(0, 1.0, 1, 1.0, 2, 1.0, 3, 1.0));
    assertThat(minutes(Metric.ofCheck("HealthCheckStatus", "c-1"), Statistic.SAMPLE_COUNT))
        .containsEntry(1, 1.0);
  }

  @Test
  void aFlapWithinAMinuteShowsInThatMinute() {
    checks(endpoint("c-1", false));
    pass(35);
    report("one", "c-1", false, null);
    report("one", "c-1", true, null);
    pass(60);
    assertThat(minutes(Metric.ofCheck("HealthCheckStatus", "c-1"), Statistic.MINIMUM))
        .isEqualTo(Map.of(0, 1.0, 1, 0.0, 2, 1.0));
  }

  @Test
  void anAlarmOverAFailingCheckTurnsWithinASecondAndBackAfterAGoodMinute() throws Exception {
    checks(endpoint("c-1", false));
    cloud.ask("PutMetricAlarm", alarm());
    pass(95);
    assertThat(cloud.state()).isEqualTo("OK");
    report("one", "c-1", false, null);
    pass(1);
    assertThat(cloud.state()).isEqualTo("ALARM");
    report("one", "c-1", true, null);
    pass(85);
    assertThat(cloud.state()).isEqualTo("ALARM");
    pass(60);
    assertThat(cloud.state()).isEqualTo("OK");
  }

  private static Map<String, Object> alarm() {
    return Map.of(
        "AlarmName", "a",
        "Namespace", "AWS/Route53",
        "MetricName", "HealthCheckStatus",
        "Dimensions", List.of(Map.of("Name", "HealthCheckId", "Value", "c-1")),
        "Statistic", "Minimum",
        "Period", 60,
        "EvaluationPeriods", 1,
        "Threshold", 1,
        "ComparisonOperator", "LessThanThreshold");
  }

  @Test
  void aCheckFollowsTheDataOfAnAlarmNotItsState() throws Exception {
    var settings = new HashMap<String, Object>(alarm());
    settings.put("Namespace", "shop");
    settings.put("MetricName", "orders");
    settings.put("Dimensions", List.of());
    cloud.ask("PutMetricAlarm", settings);
    var definition =
        new StoredAlarms(cloud.store).definition(new AlarmIdentifier("us-east-1", "a"));
    assertThat(definition)
        .isEqualTo(
            new CloudWatchAlarmConfiguration(
                1,
                1.0,
                ComparisonOperator.LESS_THAN_THRESHOLD,
                60,
                "orders",
                "shop",
                dev.understudy.model.Statistic.MINIMUM,
                List.of()));
    var criteria =
        new AlarmCriteria("shop", "orders", Map.of(), "Minimum", 60, 1, 1.0, "LessThanThreshold");
    checks(
        new HealthCheck(
            "follower", 1, false, false, new AlarmState(criteria, InsufficientData.UNHEALTHY)));
    pass(100);
    assertThat(verdicts.status("follower")).as("no data in a whole minute").contains(false);
    putOrders(5);
    pass(60);
    assertThat(verdicts.status("follower")).contains(true);
    cloud.full = true; // the data are in memory, where the store cannot write them
    cloud.metrics.add(
        new Metric("shop", "orders", new TreeMap<>()),
        cloud.now.getEpochSecond(),
        Statistics.of(0),
        "None");
    pass(1);
    assertThat(verdicts.status("follower")).contains(false);
    cloud.full = false;
    cloud.ask(
        "SetAlarmState", Map.of("AlarmName", "a", "StateValue", "OK", "StateReason", "drill"));
    pass(1);
    assertThat(verdicts.status("follower")).as("the state has no say").contains(false);
  }

  @Test
  void anAlarmThatAHealthCheckCannotFollowIsRefused() throws Exception {
    var settings = new HashMap<String, Object>(alarm());
    settings.put("EvaluationPeriods", 3);
    settings.put("DatapointsToAlarm", 2);
    cloud.ask("PutMetricAlarm", settings);
    var alarms = new StoredAlarms(cloud.store);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> alarms.definition(new AlarmIdentifier("us-east-1", "a")))
        .withMessageContaining("M out of N");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> alarms.definition(new AlarmIdentifier("us-east-1", "none")))
        .withMessageContaining("does not exist");
  }

  private void putOrders(double value) throws Exception {
    cloud.ask(
        "PutMetricData",
        Map.of(
            "Namespace",
            "shop",
            "MetricData",
            List.of(Map.of("MetricName", "orders", "Value", value))));
  }

  @Test
  void theShareOfCheckersIsTheirOwnOpinionAndStopsWithThem() {
    checks(endpoint("c-1", false));
    report("one", "c-1", true, null);
    report("two", "c-1", false, null);
    pass(1);
    Metric share = Metric.ofCheck("HealthCheckPercentageHealthy", "c-1");
    assertThat(minutes(share, Statistic.AVERAGE)).isEqualTo(Map.of(0, 50.0));
    pass(60);
    assertThat(minutes(share, Statistic.AVERAGE)).isEqualTo(Map.of(0, 50.0));
  }

  @Test
  void aCalculatedCheckCountsItsHealthyChildren() {
    checks(
        endpoint("c-1", false),
        endpoint("c-2", false),
        new HealthCheck(
            "sum", 1, false, false, new Calculated(1, List.of("c-1", "c-2", "deleted"))));
    report("one", "c-1", false, null);
    pass(1);
    assertThat(minutes(Metric.ofCheck("ChildHealthCheckHealthyCount", "sum"), Statistic.MAXIMUM))
        .isEqualTo(Map.of(0, 1.0));
    assertThat(minutes(Metric.ofCheck("HealthCheckStatus", "sum"), Statistic.MINIMUM))
        .isEqualTo(Map.of(0, 1.0));
  }

  @Test
  void latenciesAreReadByTheMinuteForPlotsAlsoAfterARestart() {
    checks(endpoint("c-1", true));
    Instant begin = cloud.now;
    report("one", "c-1", true, new Latency(Duration.ofMillis(10), null, Duration.ofMillis(40)));
    report("two", "c-1", true, new Latency(Duration.ofMillis(20), Duration.ofMillis(5), null));
    pass(31);
    checkMetrics.close();
    cloud.service.flush();
    var again = new Latencies(new Metrics(cloud.store));
    assertThat(again.read("c-1", null, begin.minusSeconds(3_600), cloud.now.plusSeconds(60)))
        .as("nobody reported at the start of the minute after that")
        .hasSize(1)
        .allSatisfy(minute -> {
          assertThat(minute.connect()).isEqualTo(new Latencies.Span(10, 15, 20, 2));
          assertThat(minute.tls()).isEqualTo(new Latencies.Span(5, 5, 5, 1));
          assertThat(minute.firstByte()).isEqualTo(new Latencies.Span(40, 40, 40, 1));
        });
    assertThat(again.read("c-1", "region-of-one", begin, cloud.now))
        .extracting(Latencies.Minute::connect)
        .containsOnly(new Latencies.Span(10, 10, 10, 1));
    assertThat(again.read("c-1", "elsewhere", begin, cloud.now)).isEmpty();
    assertThat(again.knows("c-1")).isTrue();
    assertThat(again.knows("c-2")).isFalse();
  }

  @Test
  void latenciesAreThereWhereMeasuredForTheCheckAndForEachRegion() {
    checks(endpoint("c-1", true), endpoint("c-2", false));
    var latency = new Latency(Duration.ofMillis(12), null, Duration.ofNanos(34_500_000));
    report("one", "c-1", true, latency);
    pass(1);
    assertThat(minutes(Metric.ofCheck("ConnectionTime", "c-1"), Statistic.AVERAGE))
        .isEqualTo(Map.of(0, 12.0));
    assertThat(minutes(Metric.ofCheck("TimeToFirstByte", "c-1"), Statistic.AVERAGE))
        .isEqualTo(Map.of(0, 34.5));
    assertThat(cloud.metrics.all().stream().filter(each -> each.name().equals("ConnectionTime")))
        .extracting(Metric::dimensions)
        .containsExactlyInAnyOrder(
            new TreeMap<>(Map.of("HealthCheckId", "c-1")),
            new TreeMap<>(Map.of("HealthCheckId", "c-1", "Region", "region-of-one")));
    assertThat(cloud.metrics.all()).noneMatch(each -> each.name().equals("SSLHandshakeTime"));
  }

  @Test
  void whatIsPublishedOutlivesAnOrderlyStop() throws Exception {
    checks(endpoint("c-1", false));
    checkMetrics.begin();
    checkMetrics.close();
    cloud.close();
    cloud = new CloudWatchFixture(folder);
    assertThat(minutes(Metric.ofCheck("HealthCheckStatus", "c-1"), Statistic.MINIMUM))
        .containsEntry(0, 1.0);
  }

  @Test
  void aStoreThatCannotWriteDelaysAlarmsAndLosesNone() throws Exception {
    checks(endpoint("c-1", false));
    cloud.ask("PutMetricAlarm", alarm());
    pass(95);
    cloud.full = true;
    report("one", "c-1", false, null);
    pass(120);
    assertThat(cloud.state()).isEqualTo("OK");
    cloud.full = false;
    pass(1);
    assertThat(cloud.state()).isEqualTo("ALARM");
  }
}
