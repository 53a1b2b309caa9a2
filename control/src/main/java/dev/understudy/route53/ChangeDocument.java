package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.ChangeResourceRecordSetsRequest;
import dev.understudy.model.Member;
import dev.understudy.model.Operation;
import dev.understudy.model.Shape;
import dev.understudy.model.StructureShape;
import dev.understudy.model.WireValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A change batch as people keep it in a file: the JSON that the AWS CLI takes as {@code
 * --change-batch}, alone or within the document that it takes as {@code --cli-input-json}; or the
 * XML of the API. Checked against the same model as requests.
 */
public final class ChangeDocument {
  private static final String BATCH = "ChangeBatch";
  private static final String ZONE = "HostedZoneId";
  private static final Operation OPERATION = Operation.CHANGE_RESOURCE_RECORD_SETS;

  private final Violations violations = new Violations();
  private final Scalars scalars = new Scalars(violations);

  private ChangeDocument() {}

  /**
   * The request that the document stands for.
   *
   * @param zoneId the id of the zone; where it is null, the document must name it
   * @throws ApiException InvalidInput, with all that is wrong, or with the first breach of form
   */
  public static ChangeResourceRecordSetsRequest read(@Nullable String zoneId, byte[] octets)
      throws ApiException {
    String start = new String(octets, 0, Math.min(64, octets.length), StandardCharsets.UTF_8);
    if (start.stripLeading().startsWith("<")) {
      var route = new Router.Route(OPERATION, Map.of("Id", named(zoneId)));
      return (ChangeResourceRecordSetsRequest) RequestReader.read(route, Query.parse(""), octets);
    }
    return new ChangeDocument().json(zoneId, JsonText.read(octets));
  }

  private static String named(@Nullable String zoneId) throws ApiException {
    if (zoneId == null) {
      throw Refusals.invalidInput("Name the hosted zone of the change batch.");
    }
    return zoneId;
  }

  private ChangeResourceRecordSetsRequest json(@Nullable String zoneId, @Nullable Object json)
      throws ApiException {
    Map<?, ?> document = object(json, "the document");
    var request = new LinkedHashMap<String, @Nullable Object>();
    if (document.containsKey(BATCH)) {
      document.forEach((name, value) -> request.put(String.valueOf(name), value));
    } else {
      request.put(BATCH, document);
    }
    if (zoneId != null) {
      request.put(ZONE, zoneId);
    }
    if (request.get(ZONE) == null) {
      named(null);
    }
    Object read = structure(OPERATION.input(), request, null);
    violations.refuse();
    return (ChangeResourceRecordSetsRequest) java.util.Objects.requireNonNull(read);
  }

  /** Null where something was noted. */
  private @Nullable Object structure(StructureShape<?> shape, Map<?, ?> json, @Nullable At at)
      throws ApiException {
    List<Member> members = shape.members();
    for (Object name : json.keySet()) {
      if (members.stream().noneMatch(member -> member.name().equals(name))) {
        throw Refusals.invalidInput(
            "Unknown parameter in %s: \"%s\", must be one of: %s"
                .formatted(
                    at == null ? "input" : at,
                    name,
                    members.stream().map(Member::name).collect(Collectors.joining(", "))));
      }
    }
    @Nullable Object[] values = new @Nullable Object[members.size()];
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      Member member = members.get(i);
      Object given = json.get(member.name());
      At here = At.member(at, member.name());
      if (given != null) {
        values[i] = value(member.shape(), given, here);
        complete &= values[i] != null;
      } else if (member.required()) {
        violations.missing(here);
        complete = false;
      }
    }
    return complete ? shape.maker().apply(values) : null;
  }

  private @Nullable Object value(Shape shape, Object json, At at) throws ApiException {
    return switch (shape) {
      case StructureShape<?> structure -> structure(structure, object(json, at), at);
      case Shape.Many many -> many(many, json, at);
      case Shape.Choice choice -> {
        String word = text(json, at);
        WireValue value = choice.parse().apply(word);
        if (value == null) {
          violations.unlisted(word, choice, at);
        }
        yield value;
      }
      case Shape.Text _, Shape.Moment _ -> scalars.inBody(text(json, at), shape, at, true);
      case Shape.Whole _, Shape.Decimal _ -> {
        if (!(json instanceof Long)) {
          throw wrongType(at, "a number");
        }
        yield scalars.inBody(json.toString(), shape, at, true);
      }
      case Shape.Flag _ -> {
        if (!(json instanceof Boolean)) {
          throw wrongType(at, "true or false");
        }
        yield json;
      }
    };
  }

  private @Nullable Object many(Shape.Many shape, Object json, At at) throws ApiException {
    if (!(json instanceof List<?> list)) {
      throw wrongType(at, "a list");
    }
    var values = new ArrayList<Object>();
    int count = 0;
    for (Object element : list) {
      At here = At.element(at, ++count);
      if (element == null) {
        throw wrongType(here, "a value");
      }
      Object value = value(shape.element(), element, here);
      if (value != null) {
        values.add(value);
      }
    }
    if (values.size() < count) {
      return null;
    }
    violations.checkSize(values, shape, at);
    return values;
  }

  private static Map<?, ?> object(@Nullable Object json, Object at) throws ApiException {
    if (!(json instanceof Map<?, ?> map)) {
      throw wrongType(at, "an object");
    }
    return map;
  }

  private static String text(Object json, At at) throws ApiException {
    if (!(json instanceof String text)) {
      throw wrongType(at, "a text");
    }
    return text;
  }

  private static ApiException wrongType(Object at, String expected) {
    return Refusals.invalidInput(
        "Invalid type for parameter " + at + ": " + expected + " is expected.");
  }
}
