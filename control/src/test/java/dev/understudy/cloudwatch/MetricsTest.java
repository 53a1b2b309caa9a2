package dev.understudy.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.understudy.control.ApiException;
import dev.understudy.query.Entries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metrics as those who put and read them see them. */
class MetricsTest {
  private static final String START = "2026-01-01T00:00:00Z";
  private static final String END = "2026-01-01T01:00:00Z";

  @TempDir Path folder = Path.of("unset");
  private CloudWatchFixture cloud;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudWatchFixture(folder, Instant.parse("2026-01-01T00:30:00Z"));
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private static Map<String, Object> datum(Map<String, ?> members) {
    var datum = new HashMap<String, Object>(members);
    datum.put("MetricName", "orders");
    return datum;
  }

  private void put(Map<String, ?> members) throws ApiException {
    cloud.ask("PutMetricData", Map.of("Namespace", "shop", "MetricData", List.of(datum(members))));
  }

  private List<Object> datapoints(int period) throws ApiException {
    return cloud.list(
        "GetMetricStatistics",
        Map.of(
            "Namespace",
            "shop",
            "MetricName",
            "orders",
            "StartTime",
            START,
            "EndTime",
            END,
            "Period",
            period,
            "Statistics",
            List.of("SampleCount", "Sum", "Minimum", "Maximum")),
        "Datapoints");
  }

  private static Map<String, Object> datapoint(
      String at, double count, double sum, double minimum, double maximum, String unit) {
    return Map.of(
        "Timestamp", Instant.parse(at),
        "SampleCount", count,
        "Sum", sum,
        "Minimum", minimum,
        "Maximum", maximum,
        "Unit", unit);
  }

  @Test
  void dataOfAMinuteAreAddedUpInAllTheirForms() throws Exception {
    put(Map.of("Value", 3, "Timestamp", "2026-01-01T00:10:05Z", "Unit", "Count"));
    put(Map.of("Value", 1.5, "Timestamp", "2026-01-01T00:10:59Z", "Unit", "Count"));
    put(
        Map.of(
            "Values",
            List.of(1, 2),
            "Counts",
            List.of(10, 1),
            "Timestamp",
            "2026-01-01T00:12:00Z",
            "Unit",
            "Count"));
    put(
        Map.of(
            "StatisticValues",
            Map.of("SampleCount", 4, "Sum", 8, "Minimum", 1, "Maximum", 5),
            "Timestamp",
            "2026-01-01T00:20:00Z",
            "Unit",
            "Count"));
    assertThat(datapoints(60))
        .containsExactly(
            datapoint("2026-01-01T00:10:00Z", 2, 4.5, 1.5, 3, "Count"),
            datapoint("2026-01-01T00:12:00Z", 11, 12, 1, 2, "Count"),
            datapoint("2026-01-01T00:20:00Z", 4, 8, 1, 5, "Count"));
    assertThat(datapoints(3_600))
        .containsExactly(datapoint("2026-01-01T00:00:00Z", 17, 24.5, 1, 5, "Count"));
  }

  @Test
  void percentilesAreToldWhereTheSamplesAreKnown() throws Exception {
    put(Map.of("Values", List.of(1, 2, 3, 4), "Timestamp", "2026-01-01T00:10:05Z"));
    put(
        Map.of(
            "StatisticValues",
            Map.of("SampleCount", 4, "Sum", 8, "Minimum", 1, "Maximum", 5),
            "Timestamp",
            "2026-01-01T00:20:00Z"));
    var members = new HashMap<String, Object>();
    members.put("Namespace", "shop");
    members.put("MetricName", "orders");
    members.put("StartTime", START);
    members.put("EndTime", END);
    members.put("Period", 60);
    members.put("ExtendedStatistics", List.of("p50", "p75.5"));
    List<Object> datapoints = cloud.list("GetMetricStatistics", members, "Datapoints");
    assertThat(datapoints)
        .containsExactly(
            Map.of(
                "Timestamp",
                Instant.parse("2026-01-01T00:10:00Z"),
                "Unit",
                "None",
                "ExtendedStatistics",
                new Entries(Map.of("p50", 2.0, "p75.5", 4.0))));
    Map<String, Object> query =
        Map.of(
            "Id",
            "q1",
            "MetricStat",
            Map.of(
                "Metric",
                Map.of("Namespace", "shop", "MetricName", "orders"),
                "Period",
                60,
                "Stat",
                "p50"));
    var asked = Map.of("MetricDataQueries", List.of(query), "StartTime", START, "EndTime", END);
    assertThat(cloud.list("GetMetricData", asked, "MetricDataResults").toString())
        .contains("Timestamps=[2026-01-01T00:10:00Z]", "Values=[2.0]");
    members.put("ExtendedStatistics", List.of("p200"));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> cloud.ask("GetMetricStatistics", members))
        .matches(e -> e.code().equals("InvalidParameterValue"));
  }

  @Test
  void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
    put(Map.of("Value", 3, "Timestamp", "2026-01-01T00:10:05Z"));
    cloud.close();
    cloud = new CloudWatchFixture(folder, Instant.parse("2026-01-01T00:31:00Z"));
    put(Map.of("Value", 4, "Timestamp", "2026-01-01T00:10:06Z"));
    assertThat(datapoints(60))
        .containsExactly(datapoint("2026-01-01T00:10:00Z", 2, 7, 3, 4, "None"));
  }

  @Test
  void dimensionsMakeAMetricWhateverTheirOrder() throws Exception {
    List<Map<String, String>> dimensions =
        List.of(Map.of("Name", "b", "Value", "2"), Map.of("Name", "a", "Value", "1"));
    put(Map.of("Value", 3, "Dimensions", dimensions));
    put(Map.of("Value", 4, "Dimensions", dimensions.reversed()));
    assertThat(datapoints(60)).isEmpty();
    List<Object> listed = cloud.list("ListMetrics", Map.of(), "Metrics");
    assertThat(listed)
        .containsExactly(
            Map.of(
                "Namespace", "shop",
                "MetricName", "orders",
                "Dimensions", dimensions.reversed()));
    List<Object> filtered =
        cloud.list("ListMetrics", Map.of("Dimensions", List.of(Map.of("Name", "c"))), "Metrics");
    assertThat(filtered).isEmpty();
  }

  @Test
  void queriesReturnTimesAndValuesNewestFirst() throws Exception {
    put(Map.of("Value", 3, "Timestamp", "2026-01-01T00:10:05Z"));
    put(Map.of("Value", 4, "Timestamp", "2026-01-01T00:11:05Z"));
    Map<String, Object> query =
        Map.of(
            "Id",
            "q1",
            "MetricStat",
            Map.of(
                "Metric",
                Map.of("Namespace", "shop", "MetricName", "orders"),
                "Period",
                60,
                "Stat",
                "Maximum"));
    List<Object> results =
        cloud.list(
            "GetMetricData",
            Map.of("MetricDataQueries", List.of(query), "StartTime", START, "EndTime", END),
            "MetricDataResults");
    assertThat(results)
        .containsExactly(
            Map.of(
                "Id",
                "q1",
                "Label",
                "orders",
                "Timestamps",
                List.of(
                    Instant.parse("2026-01-01T00:11:00Z"), Instant.parse("2026-01-01T00:10:00Z")),
                "Values",
                List.of(4.0, 3.0),
                "StatusCode",
                "Complete"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Value      | 1                    | Timestamp  | 2025-12-01T00:00:00Z | InvalidParameterValue
          Value      | 1                    | Timestamp  | 2026-01-01T03:00:00Z | InvalidParameterValue
          Value      | 1                    | Timestamp  | yesterday            | MalformedInput
          Value      | Infinity             | Unit       | None                 | InvalidParameterValue
          Unit       | None                 | Timestamp  | 2026-01-01T00:10:00Z | InvalidParameterCombination
          """)
  void whatIsWrongIsRefused(String a, String valueOfA, String b, String valueOfB, String code) {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> put(Map.of(a, valueOfA, b, valueOfB)))
        .matches(e -> e.code().equals(code), code);
  }

  @Test
  void nobodyElsePutsDataUnderTheNameOfRoute53() {
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() ->
            cloud.ask(
                "PutMetricData",
                Map.of(
                    "Namespace", "AWS/Route53", "MetricData", List.of(datum(Map.of("Value", 1))))))
        .matches(e -> e.code().equals("InvalidParameterValue"));
  }

  @Test
  void dataAreForgottenAfterFifteenDays() throws Exception {
    put(Map.of("Value", 3, "Timestamp", "2026-01-01T00:10:05Z"));
    cloud.now = cloud.now.plus(Duration.ofDays(14));
    cloud.service.prune();
    assertThat(datapoints(60)).hasSize(1);
    cloud.now = cloud.now.plus(Duration.ofDays(2));
    cloud.service.prune();
    assertThat(cloud.store.scan(MetricKeys.chunks(), null, 10)).isEmpty();
    assertThat(cloud.store.scan(MetricKeys.directory(), null, 10)).isEmpty();
  }

  @Test
  void anHourIsReadAsItWasWritten() {
    var random = new Random(137);
    for (int i = 0; i < 500; i++) {
      var chunk = new Chunk();
      for (int n = random.nextInt(200); n > 0; n--) {
        chunk.add(random.nextInt(Chunk.MINUTES), Statistics.of(random.nextInt(3)));
      }
      Chunk read = Chunk.read(chunk.value().octets());
      for (int minute = 0; minute < Chunk.MINUTES; minute++) {
        assertThat(read.at(minute)).isEqualTo(chunk.at(minute));
      }
    }
  }

  @Test
  void anHourThatStaysAsItIsTakesLittleRoom() {
    var chunk = new Chunk();
    for (int minute = 0; minute < Chunk.MINUTES; minute++) {
      chunk.add(minute, Statistics.of(1));
    }
    assertThat(chunk.value().octets()).hasSizeLessThan(24);
  }
}
