package dev.understudy.cloudwatch;

/**
 * When an alarm alarms.
 *
 * @param periodSeconds 60 or a multiple
 * @param evaluationPeriods 1 or more; with the period at most a day
 * @param datapointsToAlarm 1 to {@code evaluationPeriods}
 */
public record Criteria(
    Metric metric,
    Figure statistic,
    int periodSeconds,
    int evaluationPeriods,
    int datapointsToAlarm,
    double threshold,
    Comparison comparison,
    MissingData missingData) {

  boolean breaches(double value) {
    return comparison.breaches(value, threshold);
  }

  /** Whether a period that is not over yet breaches for certain: its figure can only go on so. */
  boolean breachesForCertain(double valueSoFar) {
    boolean falling =
        statistic == Statistic.MINIMUM
            && (comparison == Comparison.LESS || comparison == Comparison.LESS_OR_EQUAL);
    boolean rising =
        statistic == Statistic.MAXIMUM
            && (comparison == Comparison.GREATER || comparison == Comparison.GREATER_OR_EQUAL);
    return (falling || rising) && breaches(valueSoFar);
  }
}
