package dev.understudy.route53;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.understudy.control.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON text as maps, lists, texts, longs, doubles, booleans and nulls. Strict: nothing but
 * JSON passes, a name occurs once in an object, and depth is bounded; length is the caller's to
 * bound.
 */
final class JsonText {
  private static final int DEPTH_MAX = 32;
  private static final int NUMBER_MAX_DIGITS = 40;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH_MAX)
                          .maxNumberLength(NUMBER_MAX_DIGITS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What the parser adds about itself rather than the text. */
  private static final Pattern SOURCE =
      Pattern.compile("\\s*\\((for|start marker) [^()]*\\[Source.*$|\\R.*", Pattern.DOTALL);

  private JsonText() {}

  /**
   * The value that the text is; null for an empty one too.
   *
   * @throws ApiException InvalidInput, with the line and column of what is wrong, from 1
   */
  static @Nullable Object read(byte[] octets) throws ApiException {
    try {
      return value(MAPPER.readTree(octets));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw Refusals.invalidInput(
          "Malformed JSON at line "
              + (at == null ? 1 : at.getLineNr())
              + ", column "
              + (at == null ? 1 : at.getColumnNr())
              + ": "
              + SOURCE.matcher(e.getOriginalMessage()).replaceFirst(""));
    } catch (IOException e) { // octets that are no UTF-8
      throw Refusals.invalidInput("Malformed JSON: " + e.getMessage());
    }
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isObject()) {
      var members = new LinkedHashMap<String, @Nullable Object>();
      node.properties().forEach(member -> members.put(member.getKey(), value(member.getValue())));
      return members;
    }
    if (node.isArray()) {
      var values = new ArrayList<@Nullable Object>();
      node.forEach(element -> values.add(value(element)));
      return values;
    }
    if (node.isNumber()) {
      return node.isIntegralNumber() && node.canConvertToLong()
          ? (Object) node.longValue()
          : (Object) node.doubleValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isTextual() ? node.textValue() : null;
  }
}
