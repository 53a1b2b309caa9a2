package dev.understudy.cloudwatch;

import org.jspecify.annotations.Nullable;

/** What an alarm or a graph looks at in the samples of a period. */
public sealed interface Figure permits Statistic, Percentile {
  /** The API's name. */
  String text();

  /** The figure; null where the samples do not tell it. */
  @Nullable Double of(Statistics statistics);
}
