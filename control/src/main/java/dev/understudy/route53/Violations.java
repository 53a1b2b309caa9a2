package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what a request breaks of the model's constraints, to be told at once in AWS's wording:
 * {@code 2 validation errors detected: Value 'x' at 'a.b' failed to satisfy constraint: …; …}.
 */
final class Violations {
  /** More are counted, not told: a message is for a person. */
  private static final int TOLD_MAX = 100;

  private static final int VALUE_SHOWN_MAX_CHARACTERS = 1100;

  /** As many as the model has. */
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final List<String> told = new ArrayList<>();
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** Throws if anything was noted. */
  void refuse() throws ApiException {
    if (count > 0) {
      String errors = count == 1 ? " validation error detected: " : " validation errors detected: ";
      throw Refusals.invalidInput(count + errors + String.join("; ", told));
    }
  }

  void missing(At at) {
    note("Value null at '" + at + "' failed to satisfy constraint: Member must not be null");
  }

  void unlisted(String value, Shape.Choice shape, At at) {
    broken(value, at, "Member must satisfy enum value set: " + shape.values());
  }

  void broken(Object value, At at, String constraint) {
    String text = value.toString();
    String shown =
        text.length() <= VALUE_SHOWN_MAX_CHARACTERS
            ? text
            : text.substring(0, VALUE_SHOWN_MAX_CHARACTERS) + "...";
    note("Value '" + shown + "' at '" + at + "' failed to satisfy constraint: " + constraint);
  }

  void checkLength(String value, Shape.Text shape, At at) {
    String constraint = brokenBy(value, shape);
    if (constraint != null) {
      broken(value, at, constraint);
    }
  }

  /** Elements of a list of texts are told of in one, with the whole list. */
  void checkElements(List<?> values, Shape.Text shape, At at) {
    for (Object value : values) {
      String constraint = value instanceof String text ? brokenBy(text, shape) : null;
      if (constraint != null) {
        broken(values, at, "Member must satisfy constraint: [" + constraint + "]");
        return;
      }
    }
  }

  void checkSize(List<?> values, Shape.Many shape, At at) {
    if (values.size() > shape.max()) {
      broken(values, at, "Member must have length less than or equal to " + shape.max());
    }
    if (values.size() < shape.min()) {
      broken(values, at, "Member must have length greater than or equal to " + shape.min());
    }
  }

  void checkRange(long value, Shape.Whole shape, At at) {
    if (value > shape.max()) {
      broken(value, at, "Member must have value less than or equal to " + shape.max());
    }
    if (value < shape.min()) {
      broken(value, at, "Member must have value greater than or equal to " + shape.min());
    }
  }

  private static @Nullable String brokenBy(String value, Shape.Text shape) {
    int length = value.codePointCount(0, value.length());
    if (length > shape.max()) {
      return "Member must have length less than or equal to " + shape.max();
    }
    if (length < shape.min()) {
      return "Member must have length greater than or equal to " + shape.min();
    }
    String pattern = shape.pattern();
    if (pattern != null
        && !PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(value).matches()) {
      return "Member must satisfy regular expression pattern: " + pattern;
    }
    return null;
  }

  private void note(String violation) {
    count++;
    if (told.size() < TOLD_MAX) {
      told.add(violation);
    }
  }
}
