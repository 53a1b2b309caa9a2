package dev.understudy.cloudwatch;

import java.util.Arrays;
import java.util.Optional;

/** How a datapoint breaches a threshold (API Reference, ComparisonOperator). */
public enum Comparison {
  GREATER_OR_EQUAL("GreaterThanOrEqualToThreshold", "greater than or equal to"),
  GREATER("GreaterThanThreshold", "greater than"),
  LESS("LessThanThreshold", "less than"),
  LESS_OR_EQUAL("LessThanOrEqualToThreshold", "less than or equal to");

  private final String text;
  private final String words;

  Comparison(String text, String words) {
    this.text = text;
    this.words = words;
  }

  /** The API's name. */
  public String text() {
    return text;
  }

  /** As a sentence says it. */
  String words() {
    return words;
  }

  static Optional<Comparison> read(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equals(text)).findAny();
  }

  boolean breaches(double value, double threshold) {
    return switch (this) {
      case GREATER_OR_EQUAL -> value >= threshold;
      case GREATER -> value > threshold;
      case LESS -> value < threshold;
      case LESS_OR_EQUAL -> value <= threshold;
    };
  }
}
