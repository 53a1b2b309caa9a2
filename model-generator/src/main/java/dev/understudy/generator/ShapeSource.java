package dev.understudy.generator;

import dev.understudy.generator.ApiModel.Shape;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the table of simple shapes, and refers to shapes from records. */
final class ShapeSource {

  private ShapeSource() {}

  /** Texts, numbers and the like; lists and structures stand where they are used. */
  static String table(ApiModel model) {
    List<Shape> simple =
        model.shapes().values().stream()
            .filter(s -> !s.isStructure() && !s.type().equals("list") && !s.isEnum())
            .toList();
    return """
    package dev.understudy.model;

    /** The simple shapes of the API model. */
    final class Shapes {

      private Shapes() {}

    @CONSTANTS@}
    """
        .replace(
            "@CONSTANTS@",
            simple.stream()
                .map(s ->
                    "  static final Shape %s = %s;\n"
                        .formatted(Names.constant(s.name()), simple(s)))
                .collect(Collectors.joining()));
  }

  private static String simple(Shape s) {
    String name = Names.literal(s.name());
    return switch (s.type()) {
      case "string" ->
          "new Shape.Text(%s, %s, %s, %s)"
              .formatted(
                  name,
                  s.min() == null ? "0" : s.min(),
                  s.max() == null ? "Integer.MAX_VALUE" : s.max(),
                  s.pattern() == null ? "null" : Names.literal(s.pattern()));
      case "integer" -> "new Shape.Whole(%s, Shape.Width.INT, %s)".formatted(name, range(s));
      case "long" -> "new Shape.Whole(%s, Shape.Width.LONG, %s)".formatted(name, range(s));
      case "double" -> "new Shape.Decimal(%s)".formatted(name);
      case "boolean" -> "new Shape.Flag(%s)".formatted(name);
      case "timestamp" -> "new Shape.Moment(%s)".formatted(name);
      default -> throw new IllegalArgumentException("shape " + s.name() + " has type " + s.type());
    };
  }

  private static String range(Shape s) {
    return bound(s.min(), "Long.MIN_VALUE") + ", " + bound(s.max(), "Long.MAX_VALUE");
  }

  private static String bound(@Nullable Long value, String unbounded) {
    return value == null ? unbounded : value + "L";
  }

  /** An expression that gives the shape. */
  static String reference(ApiModel model, Shape s) {
    if (s.isStructure() || s.isEnum()) {
      return s.name() + ".SHAPE";
    }
    if (s.type().equals("list")) {
      return "new Shape.Many(%s, %s, %s, %s, %s)"
          .formatted(
              Names.literal(s.name()),
              Names.literal(s.item()),
              s.min() == null ? "0" : s.min(),
              s.max() == null ? "Integer.MAX_VALUE" : s.max(),
              reference(model, model.shape(s.element())));
    }
    return "Shapes." + Names.constant(s.name());
  }

  /** The reference type that holds a value of the shape. */
  static String javaType(ApiModel model, Shape s) {
    return switch (s.type()) {
      case "string" -> s.isEnum() ? s.name() : "String";
      case "integer" -> "Integer";
      case "long" -> "Long";
      case "double" -> "Double";
      case "boolean" -> "Boolean";
      case "timestamp" -> "Instant";
      case "list" -> "List<" + javaType(model, model.shape(s.element())) + ">";
      default -> s.name();
    };
  }
}
