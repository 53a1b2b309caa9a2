package dev.understudy.query;

import dev.understudy.control.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request or of a structure in it, whatever protocol brought them: in the query
 * protocol everything is text, times are ISO 8601; in the others times are seconds since 1970.
 */
public final class Input {
  private static final double SECONDS_MAX = 1e11;

  private final Map<?, ?> members;

  private Input(Map<?, ?> members) {
    this.members = members;
  }

  /** Keeps the map. */
  public static Input of(Map<?, ?> members) {
    return new Input(members);
  }

  /** Whether the member is there at all. */
  public boolean has(String name) {
    return members.get(name) != null;
  }

  /** A text, or null. */
  public @Nullable String text(String name) throws ApiException {
    Object value = members.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    if (value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw malformed(name, "a text");
  }

  /**
   * A text that must be there.
   *
   * @throws ApiException MissingParameter if it is not
   */
  public String required(String name) throws ApiException {
    String text = text(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  /** A number, or null. */
  public @Nullable Double number(String name) throws ApiException {
    return number(name, members.get(name));
  }

  /** A whole number, or null. */
  public @Nullable Integer integer(String name) throws ApiException {
    Double number = number(name);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw malformed(name, "a whole number");
    }
    return number.intValue();
  }

  /** A flag, or null. */
  public @Nullable Boolean flag(String name) throws ApiException {
    Object value = members.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    return switch (value.toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed(name, "true or false");
    };
  }

  /** A time, or null. */
  public @Nullable Instant instant(String name) throws ApiException {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof String text && !text.matches("[0-9.eE+-]+")) {
      try {
        return OffsetDateTime.parse(
                text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d") ? text : text + "Z")
            .toInstant();
      } catch (DateTimeException e) {
        throw malformed(name, "a time such as 2026-01-31T12:00:00Z");
      }
    }
    double seconds = Objects.requireNonNull(number(name, value));
    if (!(Math.abs(seconds) <= SECONDS_MAX)) {
      throw malformed(name, "seconds since 1970");
    }
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }

  /** The texts of a list; none if it is absent. */
  public List<String> texts(String name) throws ApiException {
    var texts = new ArrayList<String>();
    for (Object each : elements(name)) {
      if (each instanceof Map || each instanceof List) {
        throw malformed(name, "a list of texts");
      }
      texts.add(String.valueOf(each));
    }
    return texts;
  }

  /** The numbers of a list; none if it is absent. */
  public List<Double> numbers(String name) throws ApiException {
    var numbers = new ArrayList<Double>();
    for (Object each : elements(name)) {
      Double number = number(name, each);
      if (number == null) {
        throw malformed(name, "a list of numbers");
      }
      numbers.add(number);
    }
    return numbers;
  }

  /** The structures of a list; none if it is absent. */
  public List<Input> structures(String name) throws ApiException {
    var structures = new ArrayList<Input>();
    for (Object each : elements(name)) {
      if (!(each instanceof Map<?, ?> map)) {
        throw malformed(name, "a list of structures");
      }
      structures.add(new Input(map));
    }
    return structures;
  }

  /** A structure, or null. */
  public @Nullable Input structure(String name) throws ApiException {
    Object value = members.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      return new Input(map);
    }
    throw malformed(name, "a structure");
  }

  /** The refusal of a request without a member it must have. */
  public static ApiException missing(String name) {
    return new ApiException(400, "MissingParameter", "The parameter " + name + " is required.");
  }

  private List<?> elements(String name) throws ApiException {
    Object value = members.get(name);
    if (value == null || (value instanceof String text && text.isEmpty())) {
      return List.of();
    }
    if (value instanceof List<?> list) {
      return list;
    }
    throw malformed(name, "a list");
  }

  private static @Nullable Double number(String name, @Nullable Object value) throws ApiException {
    if (value == null) {
      return null;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    try {
      return Double.valueOf(value.toString());
    } catch (NumberFormatException e) {
      throw malformed(name, "a number");
    }
  }

  private static ApiException malformed(String name, String wanted) {
    return new ApiException(
        400, "MalformedInput", "The parameter " + name + " is not " + wanted + ".");
  }
}
