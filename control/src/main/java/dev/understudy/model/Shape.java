package dev.understudy.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a value looks like and what bounds it. All bounds are inclusive. */
public sealed interface Shape
    permits Shape.Text,
        Shape.Choice,
        Shape.Whole,
        Shape.Decimal,
        Shape.Flag,
        Shape.Moment,
        Shape.Many,
        StructureShape {

  /** The model's name of the shape. */
  String name();

  /** A String of {@code min} to {@code max} characters; the pattern must match all of it. */
  record Text(String name, int min, int max, @Nullable String pattern) implements Shape {}

  /**
   * One of the listed words.
   *
   * @param parse gives the enum constant of a word, or null
   */
  record Choice(
      String name, List<String> values, Function<String, ? extends @Nullable WireValue> parse)
      implements Shape {}

  /** The Java type of a whole number. */
  enum Width {
    /** Integer. */
    INT,
    /** Long. */
    LONG
  }

  /** A whole number. */
  record Whole(String name, Width width, long min, long max) implements Shape {}

  /** A Double. */
  record Decimal(String name) implements Shape {}

  /** A Boolean, {@code true} or {@code false}. */
  record Flag(String name) implements Shape {}

  /** An Instant, written in UTC with milliseconds. */
  record Moment(String name) implements Shape {}

  /**
   * A List.
   *
   * @param item element name of each of its elements
   */
  record Many(String name, String item, int min, int max, Shape element) implements Shape {}
}
