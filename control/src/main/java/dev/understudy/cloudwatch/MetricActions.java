package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.query.Entries;
import dev.understudy.query.Input;
import dev.understudy.query.NextToken;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The operations on metrics. */
final class MetricActions {
  private static final int DATAPOINTS_MAX = 1_440;
  private static final int EXTENDED_MAX = 10;
  private static final int QUERIES_MAX = 500;
  private static final int QUERY_DATAPOINTS_MAX = 100_800;
  private static final int LIST_PAGE = 500;
  private static final int RECENT_SECONDS = 3 * 3_600;

  private final Store store;
  private final Metrics metrics;
  private final InstantSource clock;

  MetricActions(Store store, Metrics metrics, InstantSource clock) {
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Adds data and makes it durable; the metrics that were added to. */
  Set<Metric> put(Input input) throws ApiException {
    List<Datum> data = Datum.read(input, clock.instant());
    var touched = new HashSet<Metric>();
    for (Datum each : data) {
      metrics.add(each.metric(), each.at().getEpochSecond(), each.statistics(), each.unit());
      touched.add(each.metric());
    }
    write(metrics.unwritten(touched));
    return touched;
  }

  /**
   * Makes a batch durable.
   *
   * @throws StoreUnavailableException if it cannot be now; it is unwritten again
   */
  void write(Metrics.Batch batch) {
    try {
      CommitOutcome _ = store.commit(List.of(), batch.mutations());
    } catch (StoreUnavailableException e) {
      metrics.giveBack(batch);
      throw e;
    }
  }

  Map<String, @Nullable Object> statistics(Input input) throws ApiException {
    Metric metric = MetricReader.metric(input);
    int period = MetricReader.period(input.integer("Period"));
    List<String> names = input.texts("Statistics");
    List<String> extended = input.texts("ExtendedStatistics");
    if (extended.size() > EXTENDED_MAX) {
      throw CloudWatchErrors.invalidValue(
          "The collection ExtendedStatistics must not have a size greater than 10.");
    }
    if (names.isEmpty() && extended.isEmpty()) {
      throw CloudWatchErrors.invalidCombination(
          "At least one of the parameters Statistics and ExtendedStatistics must be specified.");
    }
    var wanted = new ArrayList<Statistic>();
    for (String name : names) {
      wanted.add(MetricReader.statistic(name));
    }
    var percentiles = new ArrayList<Percentile>();
    for (String name : extended) {
      percentiles.add(MetricReader.percentile(name));
    }
    long[] span = span(input);
    long points = (span[1] - span[0]) / period;
    if (points > DATAPOINTS_MAX) {
      throw CloudWatchErrors.invalidCombination(
          "You have requested up to %,d datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
              .formatted(points));
    }
    var datapoints = new ArrayList<Map<String, @Nullable Object>>();
    metrics
        .read(metric, span[0], span[1], period)
        .forEach((start, statistics) -> {
          var datapoint = new LinkedHashMap<String, @Nullable Object>();
          datapoint.put("Timestamp", Instant.ofEpochSecond(start));
          wanted.forEach(each -> datapoint.put(each.text(), each.of(statistics)));
          datapoint.put("Unit", metrics.unit(metric));
          var told = new LinkedHashMap<String, Double>();
          for (Percentile each : percentiles) {
            Double value = each.of(statistics);
            if (value != null) {
              told.put(each.text(), value);
            }
          }
          if (!told.isEmpty()) {
            datapoint.put("ExtendedStatistics", new Entries(told));
          }
          if (!wanted.isEmpty() || !told.isEmpty()) {
            datapoints.add(datapoint);
          }
        });
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("Label", metric.name());
    answer.put("Datapoints", datapoints);
    return answer;
  }

  Map<String, @Nullable Object> data(Input input) throws ApiException {
    List<Input> queries = input.structures("MetricDataQueries");
    if (queries.isEmpty() || queries.size() > QUERIES_MAX) {
      throw CloudWatchErrors.invalid(
          "The collection MetricDataQueries must have a size between 1 and " + QUERIES_MAX + ".");
    }
    long[] span = span(input);
    boolean ascending = "TimestampAscending".equals(input.text("ScanBy"));
    var ids = new HashSet<String>();
    var results = new ArrayList<Map<String, @Nullable Object>>();
    for (Input query : queries) {
      String id = query.required("Id");
      if (!ids.add(id)) {
        throw CloudWatchErrors.invalid(
            "The values for parameter id in MetricDataQueries are not unique.");
      }
      Boolean shown = query.flag("ReturnData");
      if (shown == null || shown) {
        results.add(result(id, query, span, ascending));
      }
    }
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("MetricDataResults", results);
    answer.put("Messages", List.of());
    return answer;
  }

  private Map<String, @Nullable Object> result(
      String id, Input query, long[] span, boolean ascending) throws ApiException {
    Input stat = query.structure("MetricStat");
    if (stat == null) {
      throw CloudWatchErrors.invalid(
          "Error in expression '" + id + "': expressions are not available here, only MetricStat.");
    }
    Input named = stat.structure("Metric");
    if (named == null) {
      throw Input.missing("MetricStat.Metric");
    }
    Metric metric = MetricReader.metric(named);
    Figure statistic = MetricReader.figure(stat.required("Stat"));
    int period = MetricReader.period(stat.integer("Period"));
    if ((span[1] - span[0]) / period > QUERY_DATAPOINTS_MAX) {
      throw CloudWatchErrors.invalid("More than 100,800 datapoints were asked for.");
    }
    NavigableMap<Long, Statistics> read = metrics.read(metric, span[0], span[1], period);
    var timestamps = new ArrayList<Instant>();
    var values = new ArrayList<Double>();
    read.forEach((start, statistics) -> {
      Double value = statistic.of(statistics);
      if (value != null) {
        timestamps.add(Instant.ofEpochSecond(start));
        values.add(value);
      }
    });
    if (!ascending) {
      Collections.reverse(timestamps);
      Collections.reverse(values);
    }
    String label = query.text("Label");
    var result = new LinkedHashMap<String, @Nullable Object>();
    result.put("Id", id);
    result.put("Label", label == null ? metric.name() : label);
    result.put("Timestamps", timestamps);
    result.put("Values", values);
    result.put("StatusCode", "Complete");
    return result;
  }

  Map<String, @Nullable Object> list(Input input) throws ApiException {
    String namespace = input.text("Namespace");
    String name = input.text("MetricName");
    boolean recent = input.has("RecentlyActive");
    long now = clock.instant().getEpochSecond();
    List<Input> filters = input.structures("Dimensions");
    var found = new ArrayList<Metric>();
    for (Metric metric : metrics.all()) {
      if ((namespace == null || metric.namespace().equals(namespace))
          && (name == null || metric.name().equals(name))
          && matches(metric, filters)
          && (!recent || !metrics.read(metric, now - RECENT_SECONDS, now + 60, 60).isEmpty())) {
        found.add(metric);
      }
    }
    int start = Math.min(found.size(), Pages.offset(input));
    int end = Math.min(found.size(), start + LIST_PAGE);
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("Metrics", found.subList(start, end).stream().map(MetricActions::form).toList());
    answer.put("NextToken", end < found.size() ? NextToken.of(Integer.toString(end)) : null);
    return answer;
  }

  private static boolean matches(Metric metric, List<Input> filters) throws ApiException {
    for (Input filter : filters) {
      String value = metric.dimensions().get(filter.required("Name"));
      String wanted = filter.text("Value");
      if (value == null || (wanted != null && !wanted.equals(value))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, @Nullable Object> form(Metric metric) {
    var form = new LinkedHashMap<String, @Nullable Object>();
    form.put("Namespace", metric.namespace());
    form.put("MetricName", metric.name());
    form.put("Dimensions", AlarmForm.dimensions(metric));
    return form;
  }

  /** Seconds from StartTime, inclusive, to EndTime, exclusive. */
  private long[] span(Input input) throws ApiException {
    Instant start = input.instant("StartTime");
    Instant end = input.instant("EndTime");
    if (start == null || end == null) {
      throw Input.missing(start == null ? "StartTime" : "EndTime");
    }
    if (!start.isBefore(end)) {
      throw CloudWatchErrors.invalidValue(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    Instant last = clock.instant().plus(Datum.NEWEST).plusSeconds(3_600);
    Instant until = end.isBefore(last) ? end : last;
    return new long[] {
      start.getEpochSecond(), Math.max(until.getEpochSecond(), start.getEpochSecond())
    };
  }
}
