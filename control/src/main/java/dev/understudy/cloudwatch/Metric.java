package dev.understudy.cloudwatch;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is measured (API Reference, Metric).
 *
 * @param namespace 1 to 255 characters
 * @param name 1 to 255 characters
 * @param dimensions by name, at most 30; their order means nothing
 */
public record Metric(String namespace, String name, SortedMap<String, String> dimensions) {
  static final String ROUTE53 = "AWS/Route53";
  static final String CHECK = "HealthCheckId";
  static final String REGION = "Region";

  /** Keeps a copy. */
  public Metric {
    dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
  }

  /** Of a health check, as Route 53 publishes it. */
  static Metric ofCheck(String name, String checkId) {
    return new Metric(ROUTE53, name, new TreeMap<>(Map.of(CHECK, checkId)));
  }

  /** The id of the health check that it is of; empty if it is of something else. */
  List<String> checks() {
    String check = namespace.equals(ROUTE53) ? dimensions.get(CHECK) : null;
    return check == null ? List.of() : List.of(check);
  }

  /** The same octets for the same metric, of no other. */
  byte[] octets() {
    var text = new StringBuilder();
    append(text, namespace);
    append(text, name);
    dimensions.forEach((key, value) -> {
      append(text, key);
      append(text, value);
    });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void append(StringBuilder text, String part) {
    text.append(part.length()).append(':').append(part);
  }
}
