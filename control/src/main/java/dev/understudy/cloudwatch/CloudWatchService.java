package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Outbox;
import dev.understudy.intent.HealthCheck;
import dev.understudy.query.Input;
import dev.understudy.query.RpcService;
import dev.understudy.sns.Publishing;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The API of CloudWatch, 2010-08-01. Called on many threads at once. */
public final class CloudWatchService implements RpcService {
  private static final String NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/";

  /** Chunks, or deletions, that are one commit. */
  private static final int TOGETHER = 1_000;

  private static final Map<String, @Nullable Object> NOTHING = Map.of();

  private final Store store;
  private final Metrics metrics;
  private final Judge judge;
  private final Alarms alarms;
  private final AlarmActions alarmActions;
  private final MetricActions metricActions;
  private final InstantSource clock;

  /** Puts the parts together. */
  public CloudWatchService(
      Store store,
      Metrics metrics,
      Publishing publishing,
      Outbox outbox,
      String account,
      InstantSource clock) {
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
    this.judge = new Judge(metrics, clock.instant());
    this.alarms = new Alarms(store, judge, publishing, outbox, account);
    this.alarmActions = new AlarmActions(alarms, account, clock);
    this.metricActions = new MetricActions(store, metrics, clock);
  }

  /** Judges every alarm by what is known now; call each minute, soon after it began. */
  public void judgeAll() {
    alarms.judgeAll(clock.instant());
  }

  /** Judges the alarms over metrics of which something was learnt that cannot wait. */
  public void judge(Set<Metric> over) {
    alarms.judge(over, clock.instant());
  }

  /** What the data say that health checks follow; who is left out stays as he is. */
  Map<String, Optional<Boolean>> follow(List<HealthCheck> checks) {
    return Followers.judged(checks, judge, clock.instant());
  }

  /**
   * Writes what is not written yet.
   *
   * @throws StoreUnavailableException if it cannot be now; nothing is lost by it
   */
  public void flush() {
    Metrics.Batch batch = metrics.unwritten(TOGETHER);
    while (!batch.mutations().isEmpty()) {
      metricActions.write(batch);
      batch = metrics.unwritten(TOGETHER);
    }
    metrics.forgetWritten(clock.instant().getEpochSecond());
  }

  /** Deletes what is kept no longer; call each hour. */
  public void prune() {
    Instant now = clock.instant();
    List<Mutation> deletions;
    do {
      deletions = new ArrayList<>(metrics.outdated(now.getEpochSecond()));
      deletions.addAll(alarms.outdated(now));
      CommitOutcome _ = store.commit(List.of(), deletions);
    } while (deletions.size() >= TOGETHER);
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public String errorShape(String code) {
    return CloudWatchErrors.shape(code);
  }

  @Override
  public Map<String, @Nullable Object> answer(String operation, Input input) throws ApiException {
    return switch (operation) {
      case "PutMetricAlarm" -> done(() -> alarmActions.put(input));
      case "DescribeAlarms" -> alarmActions.describe(input);
      case "DescribeAlarmsForMetric" -> alarmActions.describeForMetric(input);
      case "DescribeAlarmHistory" -> alarmActions.history(input);
      case "DeleteAlarms" -> done(() -> alarmActions.delete(input));
      case "EnableAlarmActions" -> done(() -> alarmActions.enable(input, true));
      case "DisableAlarmActions" -> done(() -> alarmActions.enable(input, false));
      case "SetAlarmState" -> done(() -> alarmActions.setState(input));
      case "ListTagsForResource" -> alarmActions.tags(input);
      case "TagResource" -> done(() -> alarmActions.tag(input));
      case "UntagResource" -> done(() -> alarmActions.untag(input));
      case "PutMetricData" -> done(() -> put(input));
      case "GetMetricStatistics" -> metricActions.statistics(input);
      case "GetMetricData" -> metricActions.data(input);
      case "ListMetrics" -> metricActions.list(input);
      default ->
          throw new ApiException(
              400, "InvalidAction", "Could not find operation " + operation + " for CloudWatch.");
    };
  }

  /** Alarms over the metrics are judged at once: the data may be what they wait for. */
  private void put(Input input) throws ApiException {
    Instant now = clock.instant();
    alarms.judge(metricActions.put(input), now);
  }

  private interface Step {
    void run() throws ApiException;
  }

  private static Map<String, @Nullable Object> done(Step step) throws ApiException {
    step.run();
    return NOTHING;
  }
}
