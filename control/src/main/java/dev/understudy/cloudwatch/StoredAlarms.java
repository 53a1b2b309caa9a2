package dev.understudy.cloudwatch;

import dev.understudy.control.AlarmDirectory;
import dev.understudy.control.ApiException;
import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;
import dev.understudy.model.ComparisonOperator;
import dev.understudy.model.Dimension;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.util.List;
import java.util.Objects;

/** The alarms in the store, as health checks may follow them. They are in every region alike. */
public final class StoredAlarms implements AlarmDirectory {
  /** The API allows no more in a definition. */
  private static final int DIMENSIONS_MAX = 10;

  private final Store store;

  /** Reads the store when asked. */
  public StoredAlarms(Store store) {
    this.store = store;
  }

  @Override
  public CloudWatchAlarmConfiguration definition(AlarmIdentifier identifier) throws ApiException {
    String name = identifier.name();
    Entry entry = store.get(AlarmKeys.alarm(name));
    if (entry == null) {
      throw AlarmDirectory.noSuchAlarm(identifier);
    }
    Criteria criteria = AlarmCodec.read(name, entry.value().octets()).criteria();
    if (criteria.datapointsToAlarm() != criteria.evaluationPeriods()) {
      throw AlarmDirectory.cannotFollow(
          identifier, "it alarms by fewer datapoints than it evaluates (M out of N)");
    }
    if (!(criteria.statistic() instanceof Statistic statistic)) {
      throw AlarmDirectory.cannotFollow(identifier, "its statistic is a percentile");
    }
    List<Dimension> dimensions =
        criteria.metric().dimensions().entrySet().stream()
            .map(each -> new Dimension(each.getKey(), each.getValue()))
            .toList();
    if (dimensions.size() > DIMENSIONS_MAX) {
      throw AlarmDirectory.cannotFollow(identifier, "its metric has more than 10 dimensions");
    }
    return CloudWatchAlarmConfiguration.builder()
        .evaluationPeriods(criteria.evaluationPeriods())
        .threshold(criteria.threshold())
        .comparisonOperator(
            Objects.requireNonNull(ComparisonOperator.of(criteria.comparison().text())))
        .period(criteria.periodSeconds())
        .metricName(criteria.metric().name())
        .namespace(criteria.metric().namespace())
        .statistic(Objects.requireNonNull(dev.understudy.model.Statistic.of(statistic.text())))
        .dimensions(dimensions)
        .build();
  }
}
