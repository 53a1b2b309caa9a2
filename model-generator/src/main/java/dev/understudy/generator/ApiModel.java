package dev.understudy.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The model as read: operations and shapes by name, in the file's order.
 *
 * @param namespace XML namespace of every root element
 */
record ApiModel(String namespace, List<Operation> operations, Map<String, Shape> shapes) {

  /** Enumerations of which unknown values are accepted: regions appear every year. */
  private static final Set<String> LENIENT =
      Set.of("ResourceRecordSetRegion", "HealthCheckRegion", "CloudWatchRegion", "VPCRegion");

  /** Members the model calls required, which the service leaves out for private hosted zones. */
  private static final Set<String> SOMETIMES_ABSENT =
      Set.of("CreateHostedZoneResponse.DelegationSet");

  /** {@code root} is the request's root element, or null where the request has no body. */
  record Operation(
      String name,
      String method,
      String uri,
      int status,
      String input,
      String output,
      @Nullable String root) {}

  /** {@code in} is {@code body}, {@code uri}, {@code querystring} or {@code header}. */
  record Member(String name, String wireName, String in, boolean required, String shape) {}

  /** One shape; {@code errorStatus} is 0 for what is not an error. */
  record Shape(
      String name,
      String type,
      List<Member> members,
      List<String> values,
      String element,
      String item,
      @Nullable Long min,
      @Nullable Long max,
      @Nullable String pattern,
      String errorCode,
      int errorStatus) {

    boolean isEnum() {
      return !values.isEmpty();
    }

    boolean isStructure() {
      return type.equals("structure");
    }
  }

  static ApiModel read(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    var operations = new ArrayList<Operation>();
    root.get("operations")
        .properties()
        .forEach(e -> operations.add(operation(e.getKey(), e.getValue())));
    var shapes = new LinkedHashMap<String, Shape>();
    root.get("shapes")
        .properties()
        .forEach(e -> shapes.put(e.getKey(), shape(e.getKey(), e.getValue())));
    return new ApiModel(root.get("namespace").asText(), operations, shapes);
  }

  Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the model has no shape " + name);
    }
    return shape;
  }

  /** What becomes a record: all structures but the errors. */
  List<Shape> records() {
    return shapes.values().stream().filter(s -> s.isStructure() && s.errorStatus() == 0).toList();
  }

  private static Operation operation(String name, JsonNode node) {
    return new Operation(
        name,
        node.get("method").asText(),
        node.get("uri").asText(),
        node.get("status").asInt(),
        node.get("input").asText(),
        node.get("output").asText(),
        node.has("inputRoot") ? node.get("inputRoot").asText() : null);
  }

  private static Shape shape(String name, JsonNode node) {
    var members = new ArrayList<Member>();
    node.path("members")
        .properties()
        .forEach(e -> members.add(member(name, e.getKey(), e.getValue())));
    var values = new ArrayList<String>();
    if (!LENIENT.contains(name)) {
      node.path("enum").forEach(value -> values.add(value.asText()));
    }
    return new Shape(
        name,
        node.get("type").asText(),
        members,
        values,
        node.path("of").asText(""),
        node.path("item").asText("member"),
        node.has("min") ? node.get("min").asLong() : null,
        node.has("max") ? node.get("max").asLong() : null,
        node.has("pattern") ? node.get("pattern").asText() : null,
        node.path("error").path("code").asText(""),
        node.path("error").path("status").asInt(node.has("error") ? 400 : 0));
  }

  private static Member member(String structure, String name, JsonNode node) {
    return new Member(
        name,
        node.path("as").asText(name),
        node.path("in").asText("body"),
        node.path("required").asBoolean() && !SOMETIMES_ABSENT.contains(structure + "." + name),
        node.get("shape").asText());
  }
}
