package dev.understudy.route53;

import dev.understudy.model.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a method and path. A trailing slash does not matter; ids may carry the
 * prefix under which the API shows them ({@code /hostedzone/Z1}), written out or percent-encoded.
 */
final class Router {
  private static final String VERSION = "2013-04-01";

  /** Objects whose ids are shown with a prefix; also the first segment of their paths. */
  private static final Set<String> PREFIXED = Set.of("hostedzone", "change", "delegationset");

  /** An operation and its decoded path labels by name. */
  record Route(Operation operation, Map<String, String> labels) {}

  private record Template(Operation operation, List<String> segments) {}

  private final Map<String, List<Template>> templatesByMethod = new HashMap<>();

  Router() {
    for (Operation operation : Operation.values()) {
      templatesByMethod
          .computeIfAbsent(operation.method(), method -> new ArrayList<>())
          .add(new Template(operation, segments(operation.uri())));
    }
  }

  /** Null where there is no such operation. */
  @Nullable Route route(String method, String path) {
    List<String> segments = segments(path);
    if (segments.isEmpty() || !segments.getFirst().equals(VERSION)) {
      return null;
    }
    for (Template template : templatesByMethod.getOrDefault(method, List.of())) {
      if (matches(template.segments(), segments)) {
        return new Route(template.operation(), labels(template.segments(), segments));
      }
    }
    return null;
  }

  private static boolean matches(List<String> template, List<String> segments) {
    if (template.size() != segments.size()) {
      return false;
    }
    for (int i = 0; i < template.size(); i++) {
      if (!isLabel(template.get(i)) && !template.get(i).equals(segments.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, String> labels(List<String> template, List<String> segments) {
    var labels = new HashMap<String, String>();
    for (int i = 0; i < template.size(); i++) {
      String name = template.get(i);
      if (isLabel(name)) {
        labels.put(name.substring(1, name.length() - 1), Query.decode(segments.get(i)));
      }
    }
    return labels;
  }

  /** The segments that are not empty, a written-out id prefix left out. */
  private static List<String> segments(String path) {
    var segments = new ArrayList<String>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(segment);
      }
    }
    boolean prefixed =
        segments.size() > 3
            && PREFIXED.contains(segments.get(1))
            && segments.get(1).equals(segments.get(2));
    if (prefixed) {
      segments.remove(2);
    }
    return segments;
  }

  private static boolean isLabel(String segment) {
    return segment.startsWith("{");
  }
}
