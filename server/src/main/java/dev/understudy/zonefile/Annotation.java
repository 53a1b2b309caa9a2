package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A comment of ours: {@code ;understudy: SetIdentifier=lead Failover=PRIMARY}. Members of the API by
 * their names, each with a value, in quotation marks where it is more than one plain word; inside
 * those {@code \"}, {@code \\} and {@code \}{@code uXXXX}.
 *
 * @param members in the order written
 */
record Annotation(Map<String, String> members) {
  static final Annotation NONE = new Annotation(Map.of());

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:/*+-]+");

  /** Possessive, so that no text makes it go back. */
  private static final Pattern MEMBER =
      Pattern.compile(
          "\\s*+([A-Za-z]++)=(?:([A-Za-z0-9_.:/*+-]++)|\"((?:[^\"\\\\]|\\\\.)*+)\")(?=\\s|$)");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|([\"\\\\]))");

  /** Keeps the order of the members; they are compared without it. */
  Annotation {
    members = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /**
   * Reads what follows the mark.
   *
   * @param note octets as characters; null is no members
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Annotation parse(@Nullable String note) {
    if (note == null) {
      return NONE;
    }
    String text = new String(note.getBytes(ISO_8859_1), UTF_8).strip();
    var members = new LinkedHashMap<String, String>();
    Matcher member = MEMBER.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!member.find(at) || member.start() != at) {
        throw new IllegalArgumentException(
            "after " + Lexer.MARK + " stands what is no Member=value: " + shown(text.substring(at)));
      }
      String plain = member.group(2);
      String value = plain != null ? plain : unescape(String.valueOf(member.group(3)));
      if (members.put(member.group(1), value) != null) {
        throw new IllegalArgumentException(
            "after " + Lexer.MARK + " stands " + member.group(1) + " twice");
      }
      at = member.end();
    }
    return new Annotation(members);
  }

  /** With the mark, or the empty text where there are no members. */
  String format() {
    var text = new StringBuilder();
    members.forEach((member, value) -> {
      text.append(text.isEmpty() ? Lexer.MARK : "").append(' ').append(member).append('=');
      if (PLAIN.matcher(value).matches()) {
        text.append(value);
      } else {
        escape(value, text.append('"'));
        text.append('"');
      }
    });
    return text.toString();
  }

  @Nullable String get(String member) {
    return members.get(member);
  }

  /** The same without one of its members. */
  Annotation without(String member) {
    if (!members.containsKey(member)) {
      return this;
    }
    var others = new LinkedHashMap<>(members);
    others.remove(member);
    return new Annotation(others);
  }

  private static void escape(String value, StringBuilder text) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        text.append(c);
      } else {
        text.append("\\u%04x".formatted((int) c));
      }
    }
  }

  private static String unescape(String text) {
    var value = new StringBuilder(text.length());
    Matcher escape = ESCAPE.matcher(text);
    int at = 0;
    for (int next = text.indexOf('\\'); next >= 0; next = text.indexOf('\\', at)) {
      if (!escape.find(next) || escape.start() != next) {
        throw new IllegalArgumentException(
            "after " + Lexer.MARK + " a backslash is followed by none of \", \\ and uXXXX");
      }
      String code = escape.group(1);
      value.append(text, at, next);
      if (code == null) {
        value.append(text.charAt(next + 1));
      } else {
        value.append((char) Integer.parseInt(code, 16));
      }
      at = escape.end();
    }
    return value.append(text, at, text.length()).toString();
  }

  private static String shown(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
