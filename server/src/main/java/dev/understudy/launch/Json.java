package dev.understudy.launch;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON text (RFC 8259), two blanks deeper with each level. */
final class Json {
  private final StringBuilder text = new StringBuilder(1 << 12);

  private Json() {}

  /**
   * Writes one value.
   *
   * @param value a map with text as keys, a list, text, a number, a truth value or null
   */
  static String text(@Nullable Object value) {
    var json = new Json();
    json.write(value, "\n");
    return json.text.append('\n').toString();
  }

  private void write(@Nullable Object value, String line) {
    switch (value) {
      case null -> text.append("null");
      case Map<?, ?> map -> {
        String deeper = line + "  ";
        String before = "{";
        for (Map.Entry<?, ?> member : map.entrySet()) {
          text.append(before).append(deeper);
          quote(String.valueOf(member.getKey()));
          text.append(": ");
          write(member.getValue(), deeper);
          before = ",";
        }
        text.append(map.isEmpty() ? "{}" : line + "}");
      }
      case List<?> list -> {
        String deeper = line + "  ";
        String before = "[";
        for (Object element : list) {
          text.append(before).append(deeper);
          write(element, deeper);
          before = ",";
        }
        text.append(list.isEmpty() ? "[]" : line + "]");
      }
      case Number number -> text.append(number);
      case Boolean truth -> text.append(truth);
      default -> quote(value.toString());
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) { // a lone surrogate has no UTF-8
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }
}
