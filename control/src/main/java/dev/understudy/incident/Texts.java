package dev.understudy.incident;

import java.time.Duration;

/** Foreign text made one line, and durations as people say them. */
final class Texts {
  private Texts() {}

  /** One line without control characters and marks of direction, at most {@code max} long. */
  static String cut(String text, int max) {
    var line = new StringBuilder(Math.min(text.length(), max));
    text.codePoints()
        .forEach(point -> {
          boolean hidden =
              switch (Character.getType(point)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
                default -> false;
              };
          if (line.length() + Character.charCount(point) <= max) {
            line.appendCodePoint(hidden ? ' ' : point);
          }
        });
    return line.toString().strip();
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 d 4 h}. */
  static String duration(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 10) {
      return "%.1f s".formatted(Math.max(0, duration.toMillis()) / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return two(seconds / 60, "min", seconds % 60, "s");
    }
    return seconds < 86_400
        ? two(seconds / 3_600, "h", seconds % 3_600 / 60, "min")
        : two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
