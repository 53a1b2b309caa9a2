package dev.understudy.generator;

import dev.understudy.generator.ApiModel.Member;
import dev.understudy.generator.ApiModel.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes one structure as a record: components, its {@code SHAPE} table, access by index for the
 * codec, and a builder.
 */
final class RecordSource {
  private final ApiModel model;
  private final Shape shape;

  RecordSource(ApiModel model, Shape shape) {
    this.model = model;
    this.shape = shape;
  }

  String source(String parent) {
    List<Member> members = shape.members();
    return """
    package dev.understudy.model;

    import java.time.Instant;
    import java.util.List;
    import java.util.Objects;
    import org.jspecify.annotations.Nullable;

    /** {@code @NAME@} of the API model. */
    public record @NAME@(@COMPONENTS@) implements @PARENT@ {

      static final StructureShape<@NAME@> SHAPE =
          new StructureShape<>("@NAME@", List.of(@MEMBERS@), @NAME@::of);
    @CONSTRUCTOR@
      @Override
      public StructureShape<@NAME@> shape() {
        return SHAPE;
      }

      @Override
      public @Nullable Object member(int index) {
        @ACCESS@
      }

      @UNCHECKED@private static @NAME@ of(@Nullable Object[] values) {
        return new @NAME@(@VALUES@);
      }
    @BUILDER@}
    """
        .replace(
            "@MEMBERS@",
            members.stream().map(this::table).collect(Collectors.joining(",\n          ")))
        .replace("@COMPONENTS@", join(members, ",\n    ", m -> type(m) + " " + name(m)))
        .replace("@CONSTRUCTOR@", constructor())
        .replace("@ACCESS@", access())
        .replace("@VALUES@", values())
        .replace(
            "@UNCHECKED@",
            members.stream().anyMatch(m -> shapeOf(m).type().equals("list"))
                ? "@SuppressWarnings(\"unchecked\") // the codec filled each place by its shape\n  "
                : "")
        .replace("@BUILDER@", members.isEmpty() ? "" : builder())
        .replace("@PARENT@", parent)
        .replace("@NAME@", shape.name());
  }

  private String constructor() {
    String checks =
        shape.members().stream()
            .map(this::check)
            .filter(c -> !c.isEmpty())
            .collect(Collectors.joining());
    return checks.isEmpty()
        ? ""
        : "\n  /** Refuses missing required members; copies lists. */\n  public @NAME@ {\n"
            + checks
            + "  }\n";
  }

  private String check(Member m) {
    String name = name(m);
    if (shapeOf(m).type().equals("list")) {
      return m.required()
          ? "    %s = List.copyOf(%s);\n".formatted(name, name)
          : "    %s = %s == null ? null : List.copyOf(%s);\n".formatted(name, name, name);
    }
    return m.required() && !primitive(m)
        ? "    Objects.requireNonNull(%s, %s);\n".formatted(name, Names.literal(name))
        : "";
  }

  private String access() {
    if (shape.members().isEmpty()) {
      return "throw new IndexOutOfBoundsException(index);";
    }
    var cases = new StringBuilder("return switch (index) {\n");
    for (int i = 0; i < shape.members().size(); i++) {
      cases.append("      case %d -> %s;\n".formatted(i, name(shape.members().get(i))));
    }
    return cases
        .append("      default -> throw new IndexOutOfBoundsException(index);\n    };")
        .toString();
  }

  private String values() {
    var values = new StringBuilder();
    for (int i = 0; i < shape.members().size(); i++) {
      values
          .append(i == 0 ? "" : ", ")
          .append("(%s) values[%d]".formatted(boxed(shape.members().get(i)), i));
    }
    return values.toString();
  }

  private String builder() {
    List<Member> members = shape.members();
    return """

      /** A builder with nothing set. */
      public static Builder builder() {
        return new Builder();
      }

      /** A builder that holds this record's members. */
      public Builder toBuilder() {
        return new Builder()@COPIES@;
      }

      /** Sets members by name; {@link #build} refuses missing required ones. */
      public static final class Builder {
    @FIELDS@
        private Builder() {}

    @SETTERS@
        /** The record. */
        public @NAME@ build() {
          return new @NAME@(@ARGUMENTS@);
        }
      }
    """
        .replace("@COPIES@", join(members, "", m -> "\n        ." + name(m) + "(" + name(m) + ")"))
        .replace(
            "@FIELDS@",
            join(members, "", m -> "    private @Nullable " + boxed(m) + " " + name(m) + ";\n"))
        .replace("@SETTERS@", join(members, "", this::setter))
        .replace(
            "@ARGUMENTS@",
            join(
                members,
                ", ",
                m ->
                    m.required()
                        ? "Objects.requireNonNull(%s, %s)"
                            .formatted(name(m), Names.literal(name(m)))
                        : name(m)));
  }

  private String setter(Member m) {
    return """
        /** {@code @MEMBER@}. */
        public Builder @COMPONENT@(@TYPE@ @COMPONENT@) {
          this.@COMPONENT@ = @COMPONENT@;
          return this;
        }

    """
        .replace("@MEMBER@", m.name())
        .replace("@COMPONENT@", name(m))
        .replace("@TYPE@", type(m));
  }

  /** The member's row in the {@code SHAPE} table. */
  private String table(Member m) {
    String place =
        switch (m.in()) {
          case "uri" -> "PATH";
          case "querystring" -> "QUERY";
          case "header" -> "HEADER";
          default -> "BODY";
        };
    return "new Member(%s, %s, Place.%s, %s, %s)"
        .formatted(
            Names.literal(m.name()),
            Names.literal(m.wireName()),
            place,
            m.required(),
            ShapeSource.reference(model, shapeOf(m)));
  }

  private String type(Member m) {
    return m.required() ? (primitive(m) ? unboxed(m) : boxed(m)) : "@Nullable " + boxed(m);
  }

  private String boxed(Member m) {
    return ShapeSource.javaType(model, shapeOf(m));
  }

  private String unboxed(Member m) {
    return switch (shapeOf(m).type()) {
      case "integer" -> "int";
      case "long" -> "long";
      case "double" -> "double";
      default -> "boolean";
    };
  }

  private boolean primitive(Member m) {
    return switch (shapeOf(m).type()) {
      case "integer", "long", "double", "boolean" -> true;
      default -> false;
    };
  }

  private Shape shapeOf(Member m) {
    return model.shape(m.shape());
  }

  private static String name(Member m) {
    return Names.component(m.name());
  }

  private static String join(List<Member> members, String between, Function<Member, String> part) {
    return members.stream().map(part).collect(Collectors.joining(between));
  }
}
