package dev.understudy.presentation;

import dev.understudy.wire.RecordType;
import java.util.ArrayList;
import java.util.List;

/**
 * A value cut into its fields at spaces and tabs outside quotation marks. Remembers the whole
 * value, which every message repeats.
 */
final class ValueFields {
  private static final List<String> COUNTS =
      List.of("No", "Single", "Two", "Three", "Four", "Five", "Six", "Seven");

  private final RecordType type;
  private final String value;
  private final int count;
  private final List<String> fields = new ArrayList<>();
  private int at;
  private boolean unterminated;

  private ValueFields(RecordType type, String value, int count) {
    this.type = type;
    this.value = value;
    this.count = count;
  }

  /**
   * Cuts a value.
   *
   * @param count how many fields it should have, 1 to 7; said if it has not
   */
  static ValueFields of(RecordType type, String value, int count) {
    var fields = new ValueFields(type, value, count);
    fields.split();
    return fields;
  }

  RecordType type() {
    return type;
  }

  boolean hasNext() {
    return at < fields.size();
  }

  String next() throws PresentationException {
    if (unterminated) {
      throw notQuoted();
    }
    if (!hasNext()) {
      throw wrongCount();
    }
    return fields.get(at++);
  }

  /** A lone field's whole value: neither empty nor with spaces around it. */
  String single() throws PresentationException {
    if (value.contains(" ") || value.contains("\t")) {
      throw wrongCount();
    }
    at = fields.size();
    return value;
  }

  boolean isSingle() {
    return count == 1;
  }

  PresentationException problem(String code, String text) {
    return new PresentationException(code, text, value);
  }

  /** A problem with the data of this type: {@code MX} and {@code IllegalNumber} make one code. */
  PresentationException typeProblem(String what, String text) {
    return problem(type + "RRDATA" + what, text);
  }

  PresentationException wrongCount() {
    return count == 1
        ? typeProblem("NotSingleField", "Value contains spaces")
        : typeProblem(
            "Not" + COUNTS.get(count) + "Fields",
            type + " record doesn't have " + count + " fields");
  }

  PresentationException notQuoted() {
    return problem("InvalidCharacterString", "Value should be enclosed in quotation marks");
  }

  PresentationException unsupported() {
    return problem("UnsupportedCharacter", "Value contains unsupported characters");
  }

  private void split() {
    int start = 0;
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        add(start, i);
        start = i + 1;
      }
    }
    unterminated = quoted;
    add(start, value.length());
  }

  private void add(int start, int end) {
    if (start < end) {
      fields.add(value.substring(start, end));
    }
  }
}
