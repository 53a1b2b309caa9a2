package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Shape;
import dev.understudy.model.StructureShape;
import dev.understudy.model.WireValue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a text as a value of a simple shape. */
final class Scalars {

  /** Ids that may carry the prefix under which the API shows them. */
  private static final Set<String> PREFIXED = Set.of("ResourceId", "ChangeId");

  private final Violations violations;

  Scalars(Violations violations) {
    this.violations = violations;
  }

  /**
   * The value of a text in an XML body.
   *
   * @param checked false where the caller checks lengths itself
   * @throws ApiException if it is no such value, in a schema validator's words
   */
  Object inBody(String text, Shape shape, At at, boolean checked) throws ApiException {
    return switch (shape) {
      case Shape.Text string -> text(text, string, at, checked);
      case Shape.Choice choice -> {
        WireValue value = choice.parse().apply(text);
        if (value == null) {
          throw Refusals.invalidXml(
              "cvc-enumeration-valid: Value '%s' is not facet-valid with respect to enumeration '%s'. It must be a value from the enumeration."
                  .formatted(text, choice.values()));
        }
        yield value;
      }
      case Shape.Whole whole -> {
        Object value = whole(text.strip(), whole, at);
        if (value == null) {
          throw notOfType(text, whole.width() == Shape.Width.INT ? "integer" : "long");
        }
        yield value;
      }
      case Shape.Decimal _ -> decimal(text.strip());
      case Shape.Flag _ ->
          switch (text.strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw notOfType(text, "boolean");
          };
      case Shape.Moment _ -> moment(text.strip());
      case Shape.Many many -> throw new IllegalStateException(many.name() + " is not simple");
      case StructureShape<?> structure ->
          throw new IllegalStateException(structure.name() + " is not simple");
    };
  }

  /** The value of a path label or query parameter, or null where a violation was noted. */
  @Nullable Object inHead(String text, Shape shape, At at) throws ApiException {
    if (shape instanceof Shape.Choice choice) {
      WireValue value = choice.parse().apply(text);
      if (value == null && choice.name().equals("TagResourceType")) {
        throw Refusals.invalidInput("Invalid resource type: " + text);
      }
      if (value == null) {
        violations.unlisted(text, choice, at);
      }
      return value;
    }
    if (shape instanceof Shape.Whole whole) {
      Object value = whole(text, whole, at);
      if (value == null) {
        violations.broken(text, at, "Member must be a whole number");
      }
      return value;
    }
    return inBody(text, shape, at, true);
  }

  private String text(String text, Shape.Text shape, At at, boolean checked) {
    String value = PREFIXED.contains(shape.name()) ? withoutPrefix(text) : text;
    if (checked) {
      violations.checkLength(value, shape, at);
    }
    return value;
  }

  private static String withoutPrefix(String id) {
    for (String prefix : new String[] {"hostedzone/", "change/", "delegationset/"}) {
      int start = id.startsWith("/") ? 1 : 0;
      if (id.startsWith(prefix, start)) {
        return id.substring(start + prefix.length());
      }
    }
    return id;
  }

  /** Null if it is no whole number of that width. */
  private @Nullable Object whole(String text, Shape.Whole shape, At at) {
    try {
      long value = shape.width() == Shape.Width.INT ? Integer.parseInt(text) : Long.parseLong(text);
      violations.checkRange(value, shape, at);
      return shape.width() == Shape.Width.INT ? (Object) (int) value : (Object) value;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  private static Double decimal(String text) throws ApiException {
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException _) {
      throw notOfType(text, "double");
    }
  }

  private static Instant moment(String text) throws ApiException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw notOfType(text, "dateTime");
    }
  }

  private static ApiException notOfType(String text, String type) {
    return Refusals.invalidXml(
        "cvc-datatype-valid.1.2.1: '%s' is not a valid value for '%s'.".formatted(text, type));
  }
}
