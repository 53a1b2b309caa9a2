package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.Judgement.Datapoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds criteria against the newest data of their metric.
 *
 * @param started when data began to be gathered by this process
 */
record Judge(Metrics metrics, Instant started) {

  /**
   * What the newest periods say: those that are over, and the one under way if its figure already
   * breaches and can only go on to.
   *
   * <p>Where the newest period has no data and this process did not run from its beginning, nobody
   * measured: that is not missing data, and the state stays.
   */
  Judgement of(Criteria criteria, Instant now) {
    int period = criteria.periodSeconds();
    long end = now.getEpochSecond() / period * period;
    int count = criteria.evaluationPeriods() + Judgement.FURTHER_PERIODS;
    NavigableMap<Long, Statistics> read =
        metrics.read(criteria.metric(), end - (long) count * period, end + period, period);
    var periods = new ArrayList<@Nullable Datapoint>();
    Datapoint running = datapoint(criteria, read, end);
    if (running != null && criteria.breachesForCertain(running.value())) {
      periods.add(running);
    }
    for (long start = end - period; periods.size() < count; start -= period) {
      periods.add(datapoint(criteria, read, start));
    }
    boolean unmeasured = periods.getFirst() == null && end - period < started.getEpochSecond();
    return unmeasured ? new Judgement(null, List.of()) : Judgement.of(criteria, periods);
  }

  private static @Nullable Datapoint datapoint(
      Criteria criteria, Map<Long, Statistics> read, long start) {
    Statistics statistics = read.get(start);
    Double value = statistics == null ? null : criteria.statistic().of(statistics);
    return value == null ? null : new Datapoint(start, value);
  }
}
