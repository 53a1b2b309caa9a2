package dev.understudy.cloudwatch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alarms and what happened to them, as the API shows them. */
final class AlarmForm {
  private AlarmForm() {}

  static Map<String, @Nullable Object> of(Alarm alarm, String account) {
    Criteria criteria = alarm.criteria();
    var form = new LinkedHashMap<String, @Nullable Object>();
    form.put("AlarmName", alarm.name());
    form.put("AlarmArn", alarm.arn(account));
    form.put("AlarmDescription", alarm.description().isEmpty() ? null : alarm.description());
    form.put("AlarmConfigurationUpdatedTimestamp", alarm.configured());
    form.put("ActionsEnabled", alarm.actionsEnabled());
    form.put("OKActions", alarm.actions(StateValue.OK));
    form.put("AlarmActions", alarm.actions(StateValue.ALARM));
    form.put("InsufficientDataActions", alarm.actions(StateValue.INSUFFICIENT_DATA));
    form.put("StateValue", alarm.state().value().name());
    form.put("StateReason", alarm.state().reason());
    form.put("StateReasonData", alarm.state().data().isEmpty() ? null : alarm.state().data());
    form.put("StateUpdatedTimestamp", alarm.state().updated());
    form.put("StateTransitionedTimestamp", alarm.state().since());
    form.put("MetricName", criteria.metric().name());
    form.put("Namespace", criteria.metric().namespace());
    form.put(
        criteria.statistic() instanceof Percentile ? "ExtendedStatistic" : "Statistic",
        criteria.statistic().text());
    form.put("Dimensions", dimensions(criteria.metric()));
    form.put("Period", criteria.periodSeconds());
    form.put("Unit", alarm.unit().isEmpty() ? null : alarm.unit());
    form.put("EvaluationPeriods", criteria.evaluationPeriods());
    form.put("DatapointsToAlarm", alarm.datapointsGiven() ? criteria.datapointsToAlarm() : null);
    form.put("Threshold", criteria.threshold());
    form.put("ComparisonOperator", criteria.comparison().text());
    form.put("TreatMissingData", criteria.missingData().text());
    return form;
  }

  static Map<String, @Nullable Object> of(HistoryItem item) {
    var form = new LinkedHashMap<String, @Nullable Object>();
    form.put("AlarmName", item.alarm());
    form.put("AlarmType", "MetricAlarm");
    form.put("Timestamp", item.at());
    form.put("HistoryItemType", item.type().text());
    form.put("HistorySummary", item.summary());
    form.put("HistoryData", item.data());
    return form;
  }

  static List<Map<String, String>> dimensions(Metric metric) {
    var dimensions = new ArrayList<Map<String, String>>();
    metric
        .dimensions()
        .forEach((name, value) -> {
          var dimension = new LinkedHashMap<String, String>();
          dimension.put("Name", name);
          dimension.put("Value", value);
          dimensions.add(dimension);
        });
    return dimensions;
  }
}
