package dev.understudy.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles of the samples of a period, exact where they are few, near where they are many. */
class PercentileTest {
  @ParameterizedTest
  @CsvSource({
    "p0, 1",
    "p0.5, 1",
    "p1, 1",
    "p1.5, 2",
    "p50, 50",
    "p90, 90",
    "p99, 99",
    "p99.9, 100",
    "p100, 100",
    "p100.0, 100",
  })
  void ofTheNumbersFromOneToAHundredInAnyOrder(String percentile, double value) {
    var numbers = new ArrayList<Double>();
    for (double each = 1; each <= 100; each++) {
      numbers.add(each);
    }
    Collections.shuffle(numbers, new Random(1));
    assertThat(of(percentile, all(numbers))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "p-1",
        "p101",
        "p100.1",
        "p1e1",
        "P99",
        "tm99",
        "p99.",
        "p0x1",
        "p1.12345678901"
      })
  void othersAreNone(String text) {
    assertThat(Percentile.read(text)).isEmpty();
  }

  @Test
  void valuesCountAsOftenAsTheyCame() {
    Statistics nine = new Statistics(90, 90, 1, 1);
    Statistics ten = nine.plus(new Statistics(10, 5_000, 500, 500));
    assertThat(of("p90", ten)).isEqualTo(1);
    assertThat(of("p90.1", ten)).isEqualTo(500);
  }

  /** API Reference, ExtendedStatistics: sums alone do not tell, unless all samples are alike. */
  @Test
  void sumsAloneDoNotTell() {
    var sums = new Statistics(4, 8, 1, 5);
    assertThat(Percentile.read("p50").orElseThrow().of(sums)).isNull();
    assertThat(Percentile.read("p50").orElseThrow().of(sums.plus(Statistics.of(3)))).isNull();
    assertThat(of("p50", new Statistics(4, 8, 2, 2))).isEqualTo(2);
  }

  @Test
  void zerosAndNegativesHaveTheirPlace() {
    Statistics some = all(List.of(-5.0, -0.0, 0.0, 3.0));
    assertThat(of("p25", some)).isEqualTo(-5);
    assertThat(of("p75", some)).isZero();
    assertThat(of("p80", some)).isEqualTo(3);
  }

  /** Beyond 256 values: within 1 % for latencies of a factor of 150, within 2 % of 20,000. */
  @ParameterizedTest
  @CsvSource({"1, 0.0101", "2, 0.0202", "4, 0.05"})
  void manyAreNear(int decades, double error) {
    var random = new Random(decades);
    var numbers = new ArrayList<Double>();
    for (int i = 0; i < 20_000; i++) {
      double sign = decades > 2 && random.nextBoolean() ? -1 : 1;
      numbers.add(sign * Math.pow(10, decades * random.nextDouble()));
    }
    Statistics statistics = all(numbers);
    Collections.sort(numbers);
    for (double percent = 0.5; percent < 100; percent += 0.5) {
      double exact = numbers.get((int) Math.ceil(percent / 100 * numbers.size()) - 1);
      assertThat(of("p" + percent, statistics))
          .as("p" + percent)
          .isCloseTo(exact, within(Math.abs(exact) * error));
    }
  }

  @Test
  void whateverComesTheRoomIsBounded() {
    var random = new Random(7);
    Statistics statistics = Statistics.of(0);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        statistics = statistics.plus(Statistics.of(value));
      }
    }
    var chunk = new Chunk();
    chunk.add(3, statistics);
    assertThat(chunk.value().octets()).hasSizeLessThan(16 * Spread.VALUES_MAX + 100);
    assertThat(Chunk.read(chunk.value().octets()).at(3)).isEqualTo(statistics);
    assertThat(of("p50", statistics)).isBetween(statistics.minimum(), statistics.maximum());
  }

  /** They are many, and their hour is in memory: see ADR 132. */
  @Test
  void metricsOfHealthChecksKeepSumsAlone(@TempDir Path folder) throws Exception {
    try (var cloud = new CloudWatchFixture(folder)) {
      Metric own = Metric.ofCheck("ConnectionTime", "c-1");
      var other = new Metric("Cafe", "Wait", new TreeMap<>());
      for (int i = 0; i < 2; i++) {
        cloud.metrics.add(own, 60, Statistics.of(i), "None");
        cloud.metrics.add(other, 60, Statistics.of(i), "None");
      }
      Statistics sums = new Statistics(2, 1, 0, 1);
      assertThat(cloud.metrics.read(own, 0, 120, 60)).containsEntry(60L, sums);
      assertThat(cloud.metrics.read(other, 0, 120, 60)).doesNotContainEntry(60L, sums);
    }
  }

  @Test
  void minutesThatAreStoredAddUpLikeThoseThatAreNot() {
    var random = new Random(8);
    for (int round = 0; round < 50; round++) {
      var chunk = new Chunk();
      for (int i = random.nextInt(2_000); i >= 0; i--) {
        chunk.add(random.nextInt(3), Statistics.of(random.nextInt(2_000) / 10.0));
      }
      Chunk read = Chunk.read(chunk.value().octets());
      for (int minute = 0; minute < Chunk.MINUTES; minute++) {
        assertThat(read.at(minute)).isEqualTo(chunk.at(minute));
      }
    }
  }

  private static double of(String percentile, Statistics statistics) {
    Double value = Percentile.read(percentile).orElseThrow().of(statistics);
    assertThat(value).isNotNull();
    return value == null ? Double.NaN : value;
  }

  private static Statistics all(List<Double> numbers) {
    return numbers.stream().map(Statistics::of).reduce(Statistics::plus).orElseThrow();
  }
}
