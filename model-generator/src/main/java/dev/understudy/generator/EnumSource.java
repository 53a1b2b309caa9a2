package dev.understudy.generator;

import java.util.stream.Collectors;

/** Writes one enumeration of the model, and the enumeration of error codes. */
final class EnumSource {

  private EnumSource() {}

  static String of(ApiModel.Shape shape) {
    String constants =
        shape.values().stream()
            .map(value -> "  " + Names.constant(value) + "(" + Names.literal(value) + ")")
            .collect(Collectors.joining(",\n"));
    String cases =
        shape.values().stream()
            .map(value ->
                "      case " + Names.literal(value) + " -> " + Names.constant(value) + ";\n")
            .collect(Collectors.joining());
    String values = shape.values().stream().map(Names::literal).collect(Collectors.joining(", "));
    return """
    package dev.understudy.model;

    import java.util.List;
    import org.jspecify.annotations.Nullable;

    /** {@code @NAME@} of the API model. */
    public enum @NAME@ implements WireValue {
    @CONSTANTS@;

      static final Shape.Choice SHAPE = new Shape.Choice("@NAME@", List.of(@VALUES@), @NAME@::of);

      private final String value;

      @NAME@(String value) {
        this.value = value;
      }

      /** The spelling on the wire. */
      @Override
      public String value() {
        return value;
      }

      /** The constant spelled so on the wire, or null. */
      public static @Nullable @NAME@ of(String value) {
        return switch (value) {
    @CASES@      default -> null;
        };
      }
    }
    """
        .replace("@NAME@", shape.name())
        .replace("@CONSTANTS@", constants)
        .replace("@VALUES@", values)
        .replace("@CASES@", cases);
  }

  static String errorCodes(ApiModel model) {
    String constants =
        model.shapes().values().stream()
            .filter(shape -> shape.errorStatus() != 0)
            .map(shape ->
                "  %s(%s, %d)"
                    .formatted(
                        Names.constant(shape.errorCode()),
                        Names.literal(shape.errorCode()),
                        shape.errorStatus()))
            .collect(Collectors.joining(",\n"));
    return """
    package dev.understudy.model;

    /** The errors that the API model names, with their HTTP status. */
    public enum ErrorCode {
    @CONSTANTS@;

      private final String code;
      private final int status;

      ErrorCode(String code, int status) {
        this.code = code;
        this.status = status;
      }

      /** The text of the Code element. */
      public String code() {
        return code;
      }

      /** The HTTP status, 400 to 409. */
      public int status() {
        return status;
      }
    }
    """
        .replace("@CONSTANTS@", constants);
  }
}
