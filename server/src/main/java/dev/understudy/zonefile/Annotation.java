package dev.understudy.zonefile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A comment of ours: {@code ;understudy: SetIdentifier=lead Failover=PRIMARY}. Members of the API
 * by their names, each with a value, in quotation marks where it is more than one plain word;
 * inside those {@code \"}, {@code \\} and {@code \}{@code uXXXX}.
 *
 * @param members in the order written
 */
record Annotation(Map<String, String> members) {
  static final Annotation NONE = new Annotation(Map.of());

  private static final String PLAIN_SIGNS = "_.:/*+-";

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
    return new Annotation(
        new AnnotationReader(new String(note.getBytes(ISO_8859_1), UTF_8)).members());
  }

  /** With the mark, or the empty text where there are no members. */
  String format() {
    var text = new StringBuilder();
    members.forEach((member, value) -> {
      text.append(text.isEmpty() ? Lexer.MARK : "").append(' ').append(member).append('=');
      if (!value.isEmpty() && value.chars().allMatch(c -> isPlain((char) c))) {
        text.append(value);
      } else {
        escape(value, text.append('"'));
        text.append('"');
      }
    });
    return text.toString();
  }

  /** Whether a value of such characters needs no quotation marks. */
  static boolean isPlain(char c) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || PLAIN_SIGNS.indexOf(c) >= 0;
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
}
