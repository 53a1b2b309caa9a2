package dev.understudy.explain;

/** Colours of a terminal (ECMA-48, section 8.3.117), or none. */
public enum Palette {
  PLAIN,
  COLOR;

  private static final String END = "\u001b[0m";

  String good(String text) {
    return paint("\u001b[32m", text);
  }

  String bad(String text) {
    return paint("\u001b[31m", text);
  }

  String doubtful(String text) {
    return paint("\u001b[33m", text);
  }

  String quiet(String text) {
    return paint("\u001b[2m", text);
  }

  String strong(String text) {
    return paint("\u001b[1m", text);
  }

  private String paint(String start, String text) {
    return this == PLAIN || text.isEmpty() ? text : start + text + END;
  }
}
