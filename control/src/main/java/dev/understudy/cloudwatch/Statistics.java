package dev.understudy.cloudwatch;

import org.jspecify.annotations.Nullable;

/**
 * Samples of one time span, summed up (API Reference, StatisticSet).
 *
 * @param count above 0
 * @param spread of the samples; null where they are all alike, or known by these sums only
 */
public record Statistics(
    double count, double sum, double minimum, double maximum, @Nullable Spread spread) {

  /** Known by these sums only. */
  Statistics(double count, double sum, double minimum, double maximum) {
    this(count, sum, minimum, maximum, null);
  }

  /** One sample. */
  public static Statistics of(double value) {
    return new Statistics(1, value, value, value);
  }

  Statistics plus(Statistics other) {
    double least = Math.min(minimum, other.minimum);
    double most = Math.max(maximum, other.maximum);
    return new Statistics(
        count + other.count,
        sum + other.sum,
        least,
        most,
        least == most ? null : together(known(), other.known()));
  }

  private static @Nullable Spread together(@Nullable Spread one, @Nullable Spread other) {
    return one == null || other == null ? null : one.plus(other);
  }

  /** The same without the spread. */
  Statistics sums() {
    return new Statistics(count, sum, minimum, maximum);
  }

  /** How the samples are spread; null where only their sums are known. */
  @Nullable Spread known() {
    return spread == null && minimum == maximum ? Spread.of(minimum, count) : spread;
  }

  double average() {
    return sum / count;
  }
}
