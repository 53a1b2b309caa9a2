package dev.understudy.sns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.control.ApiException;
import dev.understudy.sns.FilterPolicy.AllOf;
import dev.understudy.sns.FilterPolicy.AnyRule;
import dev.understudy.sns.FilterPolicy.Matcher;
import dev.understudy.sns.FilterRule.AnythingBut;
import dev.understudy.sns.FilterRule.Cidr;
import dev.understudy.sns.FilterRule.Exactly;
import dev.understudy.sns.FilterRule.ExactlyNumber;
import dev.understudy.sns.FilterRule.Exists;
import dev.understudy.sns.FilterRule.IgnoringCase;
import dev.understudy.sns.FilterRule.Numeric;
import dev.understudy.sns.FilterRule.Prefix;
import dev.understudy.sns.FilterRule.Suffix;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads filter policies, refused in SNS's words. Bounds (Developer Guide, "Filter policy
 * constraints"): 256 KiB, five keys, 150 combinations: the product over all keys of the number of
 * values times the depth of the key, alternatives added up.
 */
final class FilterPolicyReader {
  private static final int LENGTH_MAX_OCTETS = 256 << 10;
  private static final int KEYS_MAX = 5;
  private static final int COMBINATIONS_MAX = 150;
  private static final String OR = "$or";

  /** Objects with these are rules, not alternatives. */
  private static final Set<String> OPERATORS =
      Set.of("prefix", "suffix", "equals-ignore-case", "anything-but", "exists", "numeric", "cidr");

  private final boolean overBody;
  private final String reason;

  FilterPolicyReader(boolean overBody, String reason) {
    this.overBody = overBody;
    this.reason = reason;
  }

  /** How many combinations a part makes of those before it. */
  private record Read(AllOf matcher, long combinations) {}

  FilterPolicy read(String policy) throws ApiException {
    if (policy.getBytes(StandardCharsets.UTF_8).length > LENGTH_MAX_OCTETS) {
      throw refused("Filter policy is too long");
    }
    @Nullable JsonNode object = Documents.readObject(policy);
    if (object == null) {
      throw refused("failed to parse JSON.");
    }
    if (object.size() > KEYS_MAX) {
      throw refused("Filter policy can not have more than 5 keys");
    }
    return new FilterPolicy(overBody, object(object, 1, 1).matcher());
  }

  private Read object(JsonNode object, int depth, long before) throws ApiException {
    long combinations = before;
    var members = new LinkedHashMap<String, Matcher>();
    var alternatives = new ArrayList<List<AllOf>>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      JsonNode value = member.getValue();
      if (value.isObject()) {
        Read nested = nested(value, depth + 1, combinations);
        members.put(member.getKey(), nested.matcher());
        combinations = nested.combinations();
      } else if (isAlternatives(member.getKey(), value)) {
        var group = new ArrayList<AllOf>();
        long sum = 0;
        for (JsonNode one : value) {
          Read read = object(one, depth, combinations);
          group.add(read.matcher());
          sum = bounded(sum + read.combinations());
        }
        alternatives.add(List.copyOf(group));
        combinations = sum;
      } else if (value.isArray()) {
        members.put(member.getKey(), rules(value));
        combinations = bounded(combinations * value.size() * depth);
      } else {
        throw refused("\"" + member.getKey() + "\" must be an object or an array");
      }
    }
    return new Read(new AllOf(Map.copyOf(members), List.copyOf(alternatives)), combinations);
  }

  private Read nested(JsonNode object, int depth, long before) throws ApiException {
    if (!overBody) {
      throw SnsErrors.invalid(
          reason + "Filter policy scope MessageAttributes does not support nested filter policy");
    }
    if (object.isEmpty()) {
      throw refused("Empty objects are not allowed");
    }
    return object(object, depth, before);
  }

  /** Two objects or more, none of which looks like a rule; else it is a key of that name. */
  private static boolean isAlternatives(String key, JsonNode value) {
    if (!key.equals(OR) || !value.isArray() || value.size() < 2) {
      return false;
    }
    for (JsonNode one : value) {
      if (!one.isObject()
          || one.isEmpty()
          || one.properties().stream().anyMatch(each -> OPERATORS.contains(each.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private long bounded(long combinations) throws ApiException {
    if (combinations > COMBINATIONS_MAX) {
      throw refused("Filter policy is too complex");
    }
    return combinations;
  }

  private AnyRule rules(JsonNode array) throws ApiException {
    if (array.isEmpty()) {
      throw refused("Empty arrays are not allowed");
    }
    var rules = new ArrayList<FilterRule>();
    for (JsonNode each : array) {
      rules.add(each.isObject() ? operator(each) : simple(each));
    }
    return new AnyRule(List.copyOf(rules));
  }

  private FilterRule simple(JsonNode value) throws ApiException {
    if (value.isNumber()) {
      return new ExactlyNumber(value.doubleValue());
    }
    if (value.isTextual() || value.isBoolean() || value.isNull()) {
      return new Exactly(value);
    }
    throw refused("Match value must be String, number, true, false, or null");
  }

  private FilterRule operator(JsonNode object) throws ApiException {
    if (object.size() != 1) {
      throw refused("Only one key allowed in match expression");
    }
    Map.Entry<String, JsonNode> only = object.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "prefix" -> new Prefix(text("prefix", value));
      case "suffix" -> new Suffix(text("suffix", value));
      case "equals-ignore-case" -> new IgnoringCase(text("equals-ignore-case", value));
      case "anything-but" -> anythingBut(value);
      case "exists" -> {
        if (!value.isBoolean()) {
          throw refused("exists match pattern must be either true or false.");
        }
        yield new Exists(value.booleanValue());
      }
      case "numeric" -> numeric(value);
      case "cidr" -> cidr(value);
      default -> throw refused("Unrecognized match type " + only.getKey());
    };
  }

  private String text(String operator, JsonNode value) throws ApiException {
    if (!value.isTextual()) {
      throw refused(operator + " match pattern must be a string");
    }
    return value.textValue();
  }

  /** A value, several, or one of three operators over a text or several. */
  private AnythingBut anythingBut(JsonNode value) throws ApiException {
    var unwanted = new ArrayList<FilterRule>();
    if (!value.isObject()) {
      for (JsonNode each : severalOf(value)) {
        unwanted.add(simple(each));
      }
      return new AnythingBut(unwanted);
    }
    if (value.size() != 1) {
      throw refused("Only one key allowed in match expression");
    }
    Map.Entry<String, JsonNode> only = value.properties().iterator().next();
    String operator = only.getKey();
    for (JsonNode each : severalOf(only.getValue())) {
      unwanted.add(
          switch (operator) {
            case "prefix" -> new Prefix(text(operator, each));
            case "suffix" -> new Suffix(text(operator, each));
            case "equals-ignore-case" -> new IgnoringCase(text(operator, each));
            default -> throw refused("Unsupported anything-but pattern: " + operator);
          });
    }
    return new AnythingBut(unwanted);
  }

  private Iterable<JsonNode> severalOf(JsonNode value) throws ApiException {
    if (value.isArray() && value.isEmpty()) {
      throw refused("Empty arrays are not allowed");
    }
    return value.isArray() ? value : List.of(value);
  }

  private Numeric numeric(JsonNode value) throws ApiException {
    if (!value.isArray() || value.isEmpty()) {
      throw refused("Invalid member in numeric match: ]");
    }
    String operator = comparison(value.get(0));
    double bound = number(operator, value.get(1));
    if (value.size() == 2) {
      return switch (operator) {
        case "=" -> new Numeric(bound, true, bound, true);
        case "<" -> new Numeric(Double.NEGATIVE_INFINITY, true, bound, false);
        case "<=" -> new Numeric(Double.NEGATIVE_INFINITY, true, bound, true);
        case ">" -> new Numeric(bound, false, Double.POSITIVE_INFINITY, true);
        default -> new Numeric(bound, true, Double.POSITIVE_INFINITY, true);
      };
    }
    if (!operator.startsWith(">")) {
      throw refused("Too many elements in numeric expression");
    }
    JsonNode second = value.get(2);
    if (!second.isTextual()) {
      throw refused("Bad value in numeric range: " + second);
    }
    String upper = second.textValue();
    if (!upper.equals("<") && !upper.equals("<=")) {
      throw refused("Bad numeric range operator: " + upper);
    }
    double top = number(upper, value.get(3));
    if (top <= bound) {
      throw refused("Bottom must be less than top");
    }
    if (value.size() > 4) {
      throw refused("Too many terms in numeric range expression");
    }
    return new Numeric(bound, operator.equals(">="), top, upper.equals("<="));
  }

  private String comparison(JsonNode operator) throws ApiException {
    if (!operator.isTextual()) {
      throw refused("Invalid member in numeric match: " + operator);
    }
    String text = operator.textValue();
    if (!Set.of("<", "<=", "=", ">", ">=").contains(text)) {
      throw refused("Unrecognized numeric range operator: " + text);
    }
    return text;
  }

  private double number(String operator, @Nullable JsonNode value) throws ApiException {
    if (value == null || !value.isNumber()) {
      throw refused(
          "Value of " + (operator.equals("=") ? "equals" : operator) + " must be numeric");
    }
    return value.doubleValue();
  }

  private Cidr cidr(JsonNode value) throws ApiException {
    String[] parts = text("prefix", value).split("/", -1); // SNS itself calls it prefix here
    if (parts.length != 2) {
      throw refused("Malformed CIDR, one '/' required");
    }
    if (!parts[1].matches("[0-9]{1,3}")) {
      throw refused("Malformed CIDR, mask bits must be an integer");
    }
    int bits = Integer.parseInt(parts[1]);
    InetAddress network =
        Cidr.literal(parts[0]).orElseThrow(() -> refused("Nonstandard IP address: " + parts[0]));
    if (bits > network.getAddress().length * Byte.SIZE) {
      throw refused("Malformed CIDR, mask bits must not exceed the address");
    }
    return new Cidr(network, bits);
  }

  private ApiException refused(String problem) {
    return SnsErrors.invalid(reason + "FilterPolicy: " + problem);
  }
}
