package dev.understudy.cloudwatch;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Below which value so many percent of the samples are (API Reference, ExtendedStatistic).
 *
 * @param text {@code p0} to {@code p100}, with up to ten decimals, as it was given
 * @param percent 0 to 100
 */
public record Percentile(String text, double percent) implements Figure {
  private static final Pattern FORM =
      Pattern.compile("p([0-9]{1,2}(?:\\.[0-9]{1,10})?|100(?:\\.0{1,10})?)");

  /** Empty if the text is no percentile. */
  static Optional<Percentile> read(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new Percentile(text, Double.parseDouble(text.substring(1))))
        : Optional.empty();
  }

  @Override
  public @Nullable Double of(Statistics statistics) {
    Spread spread = statistics.known();
    return spread == null
        ? null
        : Math.clamp(
            percent == 0
                ? statistics.minimum()
                : percent == 100 ? statistics.maximum() : spread.percentile(percent),
            statistics.minimum(),
            statistics.maximum());
  }
}
