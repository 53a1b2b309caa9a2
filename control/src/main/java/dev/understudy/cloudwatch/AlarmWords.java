package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.Judgement.Datapoint;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says why an alarm stands as it does, in CloudWatch's words and forms. */
final class AlarmWords {
  private static final DateTimeFormatter IN_REASONS =
      DateTimeFormatter.ofPattern("dd/MM/yy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter IN_DOCUMENTS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter IN_MAILS =
      DateTimeFormatter.ofPattern("EEEE dd MMMM, uuuu HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final String REGION = "US East (N. Virginia)";

  private AlarmWords() {}

  /** {@code Threshold Crossed: 1 datapoint [0.0 (…)] was less than the threshold (1.0).} */
  static String reason(Criteria criteria, Judgement judgement) {
    List<Datapoint> datapoints = judgement.evaluated();
    int periods = criteria.evaluationPeriods();
    if (datapoints.isEmpty()) {
      return judgement.state() == StateValue.INSUFFICIENT_DATA
          ? "Insufficient Data: %d datapoint%s unknown."
              .formatted(periods, periods == 1 ? " was" : "s were")
          : "Threshold Crossed: no datapoints were received for %d period%s and %d missing datapoint%s treated as [%s]."
              .formatted(
                  periods,
                  periods == 1 ? "" : "s",
                  periods,
                  periods == 1 ? " was" : "s were",
                  criteria.missingData() == MissingData.BREACHING ? "Breaching" : "NonBreaching");
    }
    boolean alarm = judgement.state() == StateValue.ALARM;
    List<Datapoint> told =
        datapoints.stream().filter(each -> criteria.breaches(each.value()) == alarm).toList();
    String list =
        told.stream()
            .map(each ->
                each.value()
                    + " ("
                    + IN_REASONS.format(Instant.ofEpochSecond(each.startSeconds()))
                    + ")")
            .collect(Collectors.joining(", "));
    String many =
        periods == 1 ? "1 datapoint" : told.size() + " out of the last " + periods + " datapoints";
    return "Threshold Crossed: %s [%s] %s%s %s the threshold (%s)."
        .formatted(
            many,
            list,
            told.size() == 1 ? "was" : "were",
            alarm ? "" : " not",
            criteria.comparison().words(),
            criteria.threshold());
  }

  /** StateReasonData. */
  static String data(Criteria criteria, Judgement judgement, Instant now) {
    List<Datapoint> datapoints = judgement.evaluated();
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("version", "1.0");
    data.put("queryDate", IN_DOCUMENTS.format(now));
    if (!datapoints.isEmpty()) {
      long first = datapoints.getLast().startSeconds();
      data.put("startDate", IN_DOCUMENTS.format(Instant.ofEpochSecond(first)));
    }
    data.put("statistic", criteria.statistic().text());
    data.put("period", criteria.periodSeconds());
    data.put("recentDatapoints", datapoints.reversed().stream().map(Datapoint::value).toList());
    data.put("threshold", criteria.threshold());
    return Json.write(data);
  }

  static String subject(Alarm alarm, StateValue now) {
    return "%s: \"%s\" in %s".formatted(now, alarm.name(), REGION);
  }

  /** The document that programs read. */
  static String document(Alarm alarm, StateValue before, String account) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("AlarmName", alarm.name());
    document.put("AlarmDescription", alarm.description().isEmpty() ? null : alarm.description());
    document.put("AWSAccountId", account);
    document.put("AlarmConfigurationUpdatedTimestamp", IN_DOCUMENTS.format(alarm.configured()));
    document.put("NewStateValue", alarm.state().value().name());
    document.put("NewStateReason", alarm.state().reason());
    document.put("StateChangeTime", IN_DOCUMENTS.format(alarm.state().since()));
    document.put("Region", REGION);
    document.put("AlarmArn", alarm.arn(account));
    document.put("OldStateValue", before.name());
    document.put("OKActions", alarm.actions(StateValue.OK));
    document.put("AlarmActions", alarm.actions(StateValue.ALARM));
    document.put("InsufficientDataActions", alarm.actions(StateValue.INSUFFICIENT_DATA));
    document.put("Trigger", trigger(alarm));
    return Json.write(document);
  }

  private static Map<String, @Nullable Object> trigger(Alarm alarm) {
    Criteria criteria = alarm.criteria();
    var trigger = new LinkedHashMap<String, @Nullable Object>();
    trigger.put("MetricName", criteria.metric().name());
    trigger.put("Namespace", criteria.metric().namespace());
    switch (criteria.statistic()) {
      case Statistic statistic -> {
        trigger.put("StatisticType", "Statistic");
        trigger.put("Statistic", statistic.name().replace("_", ""));
      }
      case Percentile percentile -> {
        trigger.put("StatisticType", "ExtendedStatistic");
        trigger.put("ExtendedStatistic", percentile.text());
      }
    }
    trigger.put("Unit", alarm.unit().isEmpty() ? null : alarm.unit());
    var dimensions = new ArrayList<Map<String, String>>();
    criteria
        .metric()
        .dimensions()
        .forEach((name, value) -> {
          var dimension = new LinkedHashMap<String, String>();
          dimension.put("value", value);
          dimension.put("name", name);
          dimensions.add(dimension);
        });
    trigger.put("Dimensions", dimensions);
    trigger.put("Period", criteria.periodSeconds());
    trigger.put("EvaluationPeriods", criteria.evaluationPeriods());
    if (alarm.datapointsGiven()) {
      trigger.put("DatapointsToAlarm", criteria.datapointsToAlarm());
    }
    trigger.put("ComparisonOperator", criteria.comparison().text());
    trigger.put("Threshold", criteria.threshold());
    trigger.put("TreatMissingData", criteria.missingData().text());
    trigger.put("EvaluateLowSampleCountPercentile", "");
    return trigger;
  }

  /** The mail that people read. */
  static String mail(Alarm alarm, StateValue before, String account) {
    Criteria criteria = alarm.criteria();
    String dimensions =
        criteria.metric().dimensions().entrySet().stream()
            .map(each -> each.getKey() + " = " + each.getValue())
            .collect(Collectors.joining(", "));
    return """
    Your alarm "%s" in %s has entered the %s state, because "%s" at "%s".

    Alarm Details:
    - Name:                       %1$s
    - Description:                %s
    - State Change:               %s -> %3$s
    - Reason for State Change:    %4$s
    - Timestamp:                  %5$s
    - AWS Account:                %s
    - Alarm Arn:                  %s

    Threshold:
    - The alarm is in the ALARM state when the metric is %s %s for at least %d of the last %d period(s) of %d seconds.

    Monitored Metric:
    - MetricNamespace:            %s
    - MetricName:                 %s
    - Dimensions:                 %s
    - Period:                     %d seconds
    - Statistic:                  %s
    - TreatMissingData:           %s

    State Change Actions:
    - OK:                         %s
    - ALARM:                      %s
    - INSUFFICIENT_DATA:          %s
    """
        .formatted(
            alarm.name(),
            REGION,
            alarm.state().value(),
            alarm.state().reason(),
            IN_MAILS.format(alarm.state().since()),
            alarm.description(),
            before,
            account,
            alarm.arn(account),
            criteria.comparison().words(),
            criteria.threshold(),
            criteria.datapointsToAlarm(),
            criteria.evaluationPeriods(),
            criteria.periodSeconds(),
            criteria.metric().namespace(),
            criteria.metric().name(),
            "[" + dimensions + "]",
            criteria.periodSeconds(),
            criteria.statistic().text(),
            criteria.missingData().text(),
            alarm.actions(StateValue.OK),
            alarm.actions(StateValue.ALARM),
            alarm.actions(StateValue.INSUFFICIENT_DATA));
  }
}
