package dev.understudy.delivery;

import java.nio.charset.StandardCharsets;

/** Text of others made fit for one line of a header or a log. */
final class HeaderText {
  private HeaderText() {}

  /**
   * One line: control characters (CR, LF and NUL among them), line separators, direction marks and
   * lone surrogates become spaces; cut to {@code max} characters.
   */
  static String line(String text, int max) {
    var line = new StringBuilder(Math.min(text.length(), max));
    for (int at = 0; at < text.length(); ) {
      int point = text.codePointAt(at);
      int length = Character.charCount(point);
      if (line.length() + length > max) {
        break;
      }
      line.appendCodePoint(shown(point) ? point : ' ');
      at += length;
    }
    return line.toString();
  }

  private static boolean shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          point == 0x200d; // joins emoji; in names of health checks people do use them
      default -> true;
    };
  }

  static int octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
