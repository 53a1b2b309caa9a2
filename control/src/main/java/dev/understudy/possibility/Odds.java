package dev.understudy.possibility;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one client may get in one state of health: each answer, and how likely it is. The chances
 * add up to one, but for a multivalue answer, which has up to eight of its answers at once.
 */
public record Odds(Map<Answer, Chance> chances) {
  /**
   * How likely an answer is.
   *
   * @param probability above 0, at most 1
   * @param healthy whether it was chosen as healthy at every step; false for a last resort
   */
  public record Chance(double probability, boolean healthy) {
    Chance times(double factor, boolean alsoHealthy) {
      return new Chance(probability * factor, healthy && alsoHealthy);
    }

    Chance and(Chance other) {
      return new Chance(probability + other.probability, healthy || other.healthy);
    }
  }

  public Odds {
    chances = Collections.unmodifiableMap(new LinkedHashMap<>(chances));
  }

  static Odds certain(Answer answer, boolean healthy) {
    return new Odds(Map.of(answer, new Chance(1, healthy)));
  }

  /** Whether some client may get a record that was chosen as healthy. */
  public boolean anyHealthy() {
    return chances.entrySet().stream()
        .anyMatch(entry -> !entry.getKey().isEmpty() && entry.getValue().healthy());
  }

  /** Whether clients get no records at all. */
  public boolean isEmpty() {
    return chances.keySet().stream().allMatch(Answer::isEmpty);
  }

  /** Whether both say the same; shares that differ by rounding only are the same. */
  public boolean sameAs(Odds other) {
    return chances.keySet().equals(other.chances.keySet())
        && chances.entrySet().stream()
            .allMatch(entry ->
                Math.abs(entry.getValue().probability() - other.share(entry.getKey())) < 1e-9);
  }

  private double share(Answer answer) {
    Chance chance = chances.get(answer);
    return chance == null ? 0 : chance.probability();
  }

  /** On one line: {@code 192.0.2.1 (TTL 60) 25 %, 192.0.2.2 (TTL 60) 75 %}. */
  @Override
  public String toString() {
    List<Map.Entry<Answer, Chance>> all = List.copyOf(chances.entrySet());
    if (all.stream().anyMatch(entry -> entry.getKey().oneOfSeveral())) {
      return (all.size() > 1 ? "up to 8 of " : "")
          + all.stream().map(entry -> entry.getKey().toString()).collect(Collectors.joining(", "));
    }
    return all.stream()
        .map(entry -> entry.getKey() + share(entry.getValue().probability()))
        .collect(Collectors.joining(" or "));
  }

  /** A share of less than all, for people. */
  private static String share(double probability) {
    return probability > 1 - 1e-9 ? "" : " " + percent(probability);
  }

  /** {@code 33 %}, {@code 0.4 %}. */
  static String percent(double probability) {
    double percent = 100 * probability;
    return (percent < 10 && Math.abs(percent - Math.rint(percent)) > 0.05
            ? String.format(java.util.Locale.ROOT, "%.1f", percent)
            : String.valueOf(Math.round(percent)))
        + " %";
  }
}
