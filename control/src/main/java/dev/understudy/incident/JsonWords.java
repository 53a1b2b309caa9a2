package dev.understudy.incident;

import java.util.List;
import java.util.function.Function;

/** JSON (RFC 8259) put together from texts. */
final class JsonWords {
  private JsonWords() {}

  static String string(String text) {
    var out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || c == 0x7f || c == '\u2028' || c == '\u2029') {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  /** {@code "name":value}; the value is JSON already. */
  static String field(String name, String json) {
    return string(name) + ":" + json;
  }

  static String object(String... fields) {
    return "{" + String.join(",", fields) + "}";
  }

  static <T> String array(List<T> items, Function<T, String> form) {
    return "[" + String.join(",", items.stream().map(form).toList()) + "]";
  }
}
