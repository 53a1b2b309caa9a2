package dev.understudy.cloudwatch;

import java.util.Arrays;
import java.util.Optional;

/** Which figure of the statistics counts (API Reference, Statistic). */
public enum Statistic implements Figure {
  SAMPLE_COUNT("SampleCount"),
  AVERAGE("Average"),
  SUM("Sum"),
  MINIMUM("Minimum"),
  MAXIMUM("Maximum");

  private final String text;

  Statistic(String text) {
    this.text = text;
  }

  @Override
  public String text() {
    return text;
  }

  static Optional<Statistic> read(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findAny();
  }

  @Override
  public Double of(Statistics statistics) {
    return switch (this) {
      case SAMPLE_COUNT -> statistics.count();
      case AVERAGE -> statistics.average();
      case SUM -> statistics.sum();
      case MINIMUM -> statistics.minimum();
      case MAXIMUM -> statistics.maximum();
    };
  }
}
