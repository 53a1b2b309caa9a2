package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Input;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads metrics, periods and statistics from requests, within their bounds. */
final class MetricReader {
  private static final int NAME_MAX = 255;
  private static final int VALUE_MAX = 1024;
  private static final int DIMENSIONS_MAX = 30;
  private static final int MINUTE = 60;

  private MetricReader() {}

  /** The members Namespace, MetricName and Dimensions. */
  static Metric metric(Input input) throws ApiException {
    return new Metric(namespace(input), name(input), dimensions(input));
  }

  static String namespace(Input input) throws ApiException {
    return bounded("Namespace", input.required("Namespace"), NAME_MAX);
  }

  static String name(Input input) throws ApiException {
    return bounded("MetricName", input.required("MetricName"), NAME_MAX);
  }

  static SortedMap<String, String> dimensions(Input input) throws ApiException {
    var dimensions = new TreeMap<String, String>();
    for (Input each : input.structures("Dimensions")) {
      String name = bounded("Dimensions.Name", each.required("Name"), NAME_MAX);
      String value = bounded("Dimensions.Value", each.required("Value"), VALUE_MAX);
      if (dimensions.put(name, value) != null) {
        throw CloudWatchErrors.invalidValue("The dimension " + name + " is given twice.");
      }
    }
    if (dimensions.size() > DIMENSIONS_MAX) {
      throw CloudWatchErrors.invalidValue(
          "The collection Dimensions must not have a size greater than " + DIMENSIONS_MAX + ".");
    }
    return dimensions;
  }

  /** Seconds; only standard resolution, 60 and its multiples. */
  static int period(@Nullable Integer seconds) throws ApiException {
    if (seconds == null) {
      throw Input.missing("Period");
    }
    if (seconds < MINUTE || seconds % MINUTE != 0) {
      throw CloudWatchErrors.invalidValue(
          "The parameter Period must be a multiple of 60; high-resolution metrics are not available"
              + " here.");
    }
    return seconds;
  }

  static Statistic statistic(String text) throws ApiException {
    return Statistic.read(text)
        .orElseThrow(() ->
            CloudWatchErrors.notOneOf(
                text, "statistic", "SampleCount, Average, Sum, Minimum, Maximum"));
  }

  /** A member named ExtendedStatistic or in ExtendedStatistics. */
  static Percentile percentile(String text) throws ApiException {
    return Percentile.read(text)
        .orElseThrow(() ->
            CloudWatchErrors.invalidValue(
                "The value "
                    + text
                    + " for parameter ExtendedStatistic is not supported: percentiles from p0 to"
                    + " p100 are available here."));
  }

  /** Either kind. */
  static Figure figure(String text) throws ApiException {
    var percentile = Percentile.read(text);
    return percentile.isPresent() ? percentile.get() : statistic(text);
  }

  private static String bounded(String name, String text, int max) throws ApiException {
    if (text.isEmpty() || text.length() > max || text.chars().anyMatch(Character::isISOControl)) {
      throw CloudWatchErrors.invalidValue("The value for parameter " + name + " is invalid.");
    }
    return text;
  }
}
