package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Input;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One datum of PutMetricData (API Reference, MetricDatum). */
record Datum(Metric metric, Instant at, Statistics statistics, String unit) {
  private static final int DATA_MAX = 1_000;
  private static final int VALUES_MAX = 150;
  private static final Duration OLDEST = Duration.ofDays(14);

  /** How far ahead of time data may be. */
  static final Duration NEWEST = Duration.ofHours(2);

  /** All data of a request. */
  static List<Datum> read(Input input, Instant now) throws ApiException {
    String namespace = MetricReader.namespace(input);
    if (namespace.startsWith("AWS/")) {
      throw CloudWatchErrors.invalidValue("The value AWS/ for parameter Namespace is invalid.");
    }
    List<Input> given = input.structures("MetricData");
    if (given.isEmpty()) {
      throw Input.missing("MetricData");
    }
    if (given.size() > DATA_MAX) {
      throw CloudWatchErrors.invalidValue(
          "The collection MetricData must not have a size greater than " + DATA_MAX + ".");
    }
    var data = new ArrayList<Datum>();
    for (Input each : given) {
      data.addAll(of(namespace, each, "MetricData.member." + (data.size() + 1), now));
    }
    return data;
  }

  private static List<Datum> of(String namespace, Input input, String place, Instant now)
      throws ApiException {
    var metric = new Metric(namespace, MetricReader.name(input), MetricReader.dimensions(input));
    Instant at = input.instant("Timestamp");
    at = at == null ? now : at;
    if (at.isBefore(now.minus(OLDEST)) || at.isAfter(now.plus(NEWEST))) {
      throw CloudWatchErrors.invalidValue(
          "The parameter %s.Timestamp must specify a time within the past two weeks and no more than two hours into the future."
              .formatted(place));
    }
    String unit = input.text("Unit");
    return List.of(new Datum(metric, at, statistics(input, place), unit == null ? "None" : unit));
  }

  private static Statistics statistics(Input input, String place) throws ApiException {
    Double value = input.number("Value");
    Input set = input.structure("StatisticValues");
    List<Double> values = input.numbers("Values");
    int kinds = (value == null ? 0 : 1) + (set == null ? 0 : 1) + (values.isEmpty() ? 0 : 1);
    if (kinds != 1) {
      throw CloudWatchErrors.invalidCombination(
          "The parameters %s.Value, %s.Values and %s.StatisticValues are mutually exclusive and one of them is required."
              .formatted(place, place, place));
    }
    if (value != null) {
      return Statistics.of(finite(value, place));
    }
    return set == null
        ? several(values, input.numbers("Counts"), place)
        : ofSet(set, place + ".StatisticValues");
  }

  private static Statistics several(List<Double> values, List<Double> counts, String place)
      throws ApiException {
    if (values.size() > VALUES_MAX || (!counts.isEmpty() && counts.size() != values.size())) {
      throw CloudWatchErrors.invalidValue(
          "The parameters %s.Values and %s.Counts must be of the same size, at most 150."
              .formatted(place, place));
    }
    Statistics all = null;
    for (int i = 0; i < values.size(); i++) {
      double value = finite(values.get(i), place);
      double count = counts.isEmpty() ? 1 : positive(counts.get(i), place + ".Counts");
      var one = new Statistics(count, count * value, value, value);
      all = all == null ? one : all.plus(one);
    }
    return Objects.requireNonNull(all);
  }

  private static Statistics ofSet(Input set, String place) throws ApiException {
    double count = positive(needed(set, "SampleCount"), place + ".SampleCount");
    return new Statistics(
        count,
        finite(needed(set, "Sum"), place),
        finite(needed(set, "Minimum"), place),
        finite(needed(set, "Maximum"), place));
  }

  private static double needed(Input set, String name) throws ApiException {
    Double value = set.number(name);
    if (value == null) {
      throw Input.missing(name);
    }
    return value;
  }

  private static double positive(double value, String place) throws ApiException {
    if (!(value > 0) || !Double.isFinite(value)) {
      throw CloudWatchErrors.invalidValue("The value for parameter " + place + " is invalid.");
    }
    return value;
  }

  private static double finite(double value, String place) throws ApiException {
    if (!Double.isFinite(value)) {
      throw CloudWatchErrors.invalidValue(
          "The value " + value + " for parameter " + place + ".Value is invalid.");
    }
    return value;
  }
}
