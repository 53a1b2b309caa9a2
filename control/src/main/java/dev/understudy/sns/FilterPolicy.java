package dev.understudy.sns;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.understudy.control.ApiException;
import dev.understudy.sns.FilterRule.Exists;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which messages a subscription wants (Developer Guide, "Amazon SNS message filtering"): of every
 * key one of its rules must accept; alternatives ({@code $or}) are as many policies of which one
 * must accept.
 *
 * @param overBody whether it looks at the message, else at its attributes
 */
record FilterPolicy(boolean overBody, Matcher matcher) {
  static final String NAME = "FilterPolicy";
  static final String SCOPE = "FilterPolicyScope";
  static final String ATTRIBUTES = "MessageAttributes";
  static final String BODY = "MessageBody";

  /** A number as JSON writes it; attributes may have a sign in front. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?[0-9]{1,300}(\\.[0-9]{1,300})?([eE][+-]?[0-9]{1,3})?");

  /** A part of a policy. */
  sealed interface Matcher {
    /** Whether a value is accepted; one that is not there is null. */
    boolean accepts(@Nullable JsonNode value);
  }

  /** One of the rules must accept; of an array, one of its members. */
  record AnyRule(List<FilterRule> rules) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode value) {
      if (value == null || value.isObject() || (value.isArray() && value.isEmpty())) {
        return rules.contains(new Exists(false));
      }
      if (value.isArray()) {
        for (JsonNode member : value) {
          if (accepts(member)) {
            return true;
          }
        }
        return false;
      }
      return rules.stream().anyMatch(rule -> rule.accepts(value));
    }
  }

  /** All members must accept, and one of each group of alternatives. */
  record AllOf(Map<String, Matcher> members, List<List<AllOf>> alternatives) implements Matcher {
    @Override
    public boolean accepts(@Nullable JsonNode value) {
      if (value != null && value.isArray() && !value.isEmpty()) {
        for (JsonNode member : value) {
          if (accepts(member)) {
            return true;
          }
        }
        return false;
      }
      for (var member : members.entrySet()) {
        if (!member.getValue().accepts(value == null ? null : value.get(member.getKey()))) {
          return false;
        }
      }
      return alternatives.stream()
          .allMatch(group -> group.stream().anyMatch(one -> one.accepts(value)));
    }
  }

  /**
   * That of a subscription with these attributes, or null where it wants all.
   *
   * @param reason what stands before a refusal's words
   * @throws ApiException InvalidParameter in SNS's words
   */
  static @Nullable FilterPolicy of(Map<String, String> attributes, String reason)
      throws ApiException {
    String scope = attributes.getOrDefault(SCOPE, ATTRIBUTES);
    if (!scope.equals(ATTRIBUTES) && !scope.equals(BODY)) {
      throw SnsErrors.invalid(
          reason
              + "FilterPolicyScope: Invalid value ["
              + scope
              + "]. Please use either MessageBody or MessageAttributes");
    }
    @Nullable String policy = attributes.get(NAME);
    return policy == null ? null : new FilterPolicyReader(scope.equals(BODY), reason).read(policy);
  }

  /**
   * Whether a message is wanted.
   *
   * @param body the message
   * @param attributes of the message, each {@code Type} and {@code Value}
   */
  boolean accepts(String body, Map<String, Map<String, String>> attributes) {
    if (overBody) {
      @Nullable JsonNode message = Documents.readObject(body);
      return message != null && matcher.accepts(message);
    }
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    new LinkedHashMap<>(attributes)
        .forEach((name, attribute) -> {
          JsonNode value = value(attribute);
          if (value != null) {
            all.set(name, value);
          }
        });
    return matcher.accepts(all);
  }

  /** What rules look at; null for what they never see: binary data and arrays that are none. */
  private static @Nullable JsonNode value(Map<String, String> attribute) {
    String type = attribute.getOrDefault("Type", "");
    String text = attribute.getOrDefault("Value", "");
    if (type.equals("String.Array")) {
      JsonNode array = Documents.readArray(text);
      return array == null || array.isEmpty() ? null : array;
    }
    if (type.equals("Number") || type.startsWith("Number.")) {
      return NUMBER.matcher(text).matches()
          ? JsonNodeFactory.instance.numberNode(Double.parseDouble(text))
          : null;
    }
    return type.startsWith("Binary") ? null : JsonNodeFactory.instance.textNode(text);
  }
}
