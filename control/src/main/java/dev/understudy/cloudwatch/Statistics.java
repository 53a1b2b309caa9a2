package dev.understudy.cloudwatch;

/**
 * Samples of one time span, summed up (API Reference, StatisticSet).
 *
 * @param count above 0
 */
public record Statistics(double count, double sum, double minimum, double maximum) {

  /** One sample. */
  public static Statistics of(double value) {
    return new Statistics(1, value, value, value);
  }

  Statistics plus(Statistics other) {
    return new Statistics(
        count + other.count,
        sum + other.sum,
        Math.min(minimum, other.minimum),
        Math.max(maximum, other.maximum));
  }

  double average() {
    return sum / count;
  }
}
