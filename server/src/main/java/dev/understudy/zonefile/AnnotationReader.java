package dev.understudy.zonefile;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the members of a comment of ours, in one pass over a text of any length. */
final class AnnotationReader {
  private static final int SHOWN_MAX = 40;

  private final String text;
  private int at;

  AnnotationReader(String text) {
    this.text = text.strip();
  }

  /**
   * All members, in their order.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  Map<String, String> members() {
    var members = new LinkedHashMap<String, String>();
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && isLetter(text.charAt(at))) {
        at++;
      }
      String name = text.substring(start, at);
      if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
        throw noMember(start);
      }
      at++;
      String value = value(start);
      if (members.put(name, value) != null) {
        throw new IllegalArgumentException("after " + Lexer.MARK + " stands " + name + " twice");
      }
      if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
        throw noMember(start);
      }
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
    return members;
  }

  private String value(int start) {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted(start);
    }
    int from = at;
    while (at < text.length() && Annotation.isPlain(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw noMember(start);
    }
    return text.substring(from, at);
  }

  private String quoted(int start) {
    var value = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escaped() : c);
    }
    if (at >= text.length()) {
      throw noMember(start);
    }
    at++;
    return value.toString();
  }

  private char escaped() {
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
      return text.charAt(at++);
    }
    boolean unit =
        at + 5 <= text.length()
            && text.charAt(at) == 'u'
            && text.substring(at + 1, at + 5).chars().allMatch(HexFormat::isHexDigit);
    if (!unit) {
      throw new IllegalArgumentException(
          "after " + Lexer.MARK + " a backslash is followed by none of \", \\ and uXXXX");
    }
    at += 5;
    return (char) HexFormat.fromHexDigits(text, at - 4, at);
  }

  private IllegalArgumentException noMember(int start) {
    String rest = text.substring(start);
    return new IllegalArgumentException(
        "after "
            + Lexer.MARK
            + " stands what is no Member=value: "
            + (rest.length() <= SHOWN_MAX ? rest : rest.substring(0, SHOWN_MAX) + "…"));
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
