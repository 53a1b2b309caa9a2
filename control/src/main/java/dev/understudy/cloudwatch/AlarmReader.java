package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Input;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads PutMetricAlarm (API Reference). */
final class AlarmReader {
  private static final int NAME_MAX = 255;
  private static final int DESCRIPTION_MAX = 1024;
  private static final int ACTIONS_MAX = 5;
  private static final int TAGS_MAX = 50;
  private static final int DAY_SECONDS = 86_400;

  private AlarmReader() {}

  static Alarm read(Input input, Instant now) throws ApiException {
    String name = input.required("AlarmName");
    if (name.isEmpty() || name.length() > NAME_MAX || hasControls(name)) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value at 'alarmName' failed to satisfy constraint: Member"
              + " must have length between 1 and 255 without control characters");
    }
    refuseUnknownKinds(input);
    String description = input.has("AlarmDescription") ? input.required("AlarmDescription") : "";
    if (description.length() > DESCRIPTION_MAX) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value at 'alarmDescription' failed to satisfy constraint:"
              + " Member must have length less than or equal to 1024");
    }
    Boolean enabled = input.flag("ActionsEnabled");
    var actions = new EnumMap<StateValue, List<String>>(StateValue.class);
    actions.put(StateValue.OK, actions(input, "OKActions"));
    actions.put(StateValue.ALARM, actions(input, "AlarmActions"));
    actions.put(StateValue.INSUFFICIENT_DATA, actions(input, "InsufficientDataActions"));
    String unit = input.text("Unit");
    return new Alarm(
        name,
        description,
        enabled == null || enabled,
        Map.copyOf(actions),
        criteria(input),
        input.has("DatapointsToAlarm"),
        unit == null ? "" : unit,
        tags(input),
        now,
        Alarm.FIRST);
  }

  private static void refuseUnknownKinds(Input input) throws ApiException {
    for (String member : List.of("Metrics", "ThresholdMetricId", "EvaluationCriteria")) {
      if (input.has(member)) {
        throw CloudWatchErrors.invalidCombination(
            "The parameter "
                + member
                + " is not available here: an alarm is on one metric and one statistic.");
      }
    }
  }

  private static Criteria criteria(Input input) throws ApiException {
    Metric metric = MetricReader.metric(input);
    Figure statistic = figure(input);
    int period = MetricReader.period(input.integer("Period"));
    int periods = atLeastOne("EvaluationPeriods", input.integer("EvaluationPeriods"));
    if ((long) period * periods > DAY_SECONDS) {
      throw CloudWatchErrors.invalid(
          "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <="
              + " 86400).");
    }
    Integer given = input.integer("DatapointsToAlarm");
    int datapoints = given == null ? periods : atLeastOne("DatapointsToAlarm", given);
    if (datapoints > periods) {
      throw CloudWatchErrors.invalid(
          "Parameter DatapointsToAlarm must be less than or equal to EvaluationPeriods");
    }
    Double threshold = input.number("Threshold");
    if (threshold == null) {
      throw Input.missing("Threshold");
    }
    if (!Double.isFinite(threshold)) {
      throw CloudWatchErrors.invalidValue("The value for parameter Threshold is invalid.");
    }
    return new Criteria(
        metric,
        statistic,
        period,
        periods,
        datapoints,
        threshold,
        comparison(input.required("ComparisonOperator")),
        missingData(input.text("TreatMissingData")));
  }

  private static Figure figure(Input input) throws ApiException {
    String few = input.text("EvaluateLowSampleCountPercentile");
    String percentile = input.text("ExtendedStatistic");
    if (percentile == null) {
      if (few != null) {
        throw CloudWatchErrors.invalidCombination(
            "The parameter EvaluateLowSampleCountPercentile is for percentile statistics only.");
      }
      return MetricReader.statistic(input.required("Statistic"));
    }
    if (input.has("Statistic")) {
      throw CloudWatchErrors.invalidCombination(
          "The parameters Statistic and ExtendedStatistic are mutually exclusive.");
    }
    if (few != null && !few.equals("evaluate")) {
      throw CloudWatchErrors.invalid(
          "Option "
              + few
              + " is not supported for evaluate low sample count percentile here, only evaluate"
              + " is.");
    }
    return MetricReader.percentile(percentile);
  }

  private static int atLeastOne(String name, @Nullable Integer value) throws ApiException {
    if (value == null) {
      throw Input.missing(name);
    }
    if (value < 1) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value greater than or equal to 1"
              .formatted(value, Character.toLowerCase(name.charAt(0)) + name.substring(1)));
    }
    return value;
  }

  private static Comparison comparison(String text) throws ApiException {
    return Comparison.read(text)
        .orElseThrow(() ->
            CloudWatchErrors.notOneOf(
                text,
                "comparisonOperator",
                "GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanThreshold,"
                    + " LessThanOrEqualToThreshold"));
  }

  private static MissingData missingData(@Nullable String text) throws ApiException {
    return text == null
        ? MissingData.MISSING
        : MissingData.read(text)
            .orElseThrow(() ->
                CloudWatchErrors.invalid(
                    "Option "
                        + text
                        + " is not supported for treat missing data, choose one of [breaching,"
                        + " notBreaching, ignore, missing]."));
  }

  private static List<String> actions(Input input, String member) throws ApiException {
    List<String> actions = input.texts(member);
    if (actions.size() > ACTIONS_MAX) {
      throw CloudWatchErrors.invalid(
          "1 validation error detected: Value at '%s' failed to satisfy constraint: Member must have length less than or equal to 5"
              .formatted(member));
    }
    for (String action : actions) {
      if (!action.matches("arn:aws:sns:[a-z0-9-]{1,40}:[0-9]{12}:[A-Za-z0-9_-]{1,256}")) {
        throw CloudWatchErrors.invalid("Invalid arn syntax: " + action);
      }
    }
    return List.copyOf(actions);
  }

  /** The member Tags. */
  static Map<String, String> tags(Input input) throws ApiException {
    var tags = new LinkedHashMap<String, String>();
    for (Input tag : input.structures("Tags")) {
      String value = tag.text("Value");
      tags.put(tag.required("Key"), value == null ? "" : value);
    }
    if (tags.size() > TAGS_MAX) {
      throw CloudWatchErrors.invalidValue("The collection Tags must not have more than 50 tags.");
    }
    return tags;
  }

  private static boolean hasControls(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }
}
