package dev.understudy.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON in and out. Reading is bounded: depth 20, and whatever bounds the text itself. */
final class Documents {
  private static final int DEPTH_MAX = 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                  .build())
          .build();

  private Documents() {}

  /** A document with its first members, in SNS's order. */
  static Map<String, Object> begin(String type, String id) {
    var document = new LinkedHashMap<String, Object>();
    document.put("Type", type);
    document.put("MessageId", id);
    return document;
  }

  static String write(Map<String, Object> document) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and maps of texts can always be written", e);
    }
  }

  /** The same on one line. */
  static String writeLine(Map<String, Object> document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and maps of texts can always be written", e);
    }
  }

  /** The object that a text holds, or null if it is no JSON object. */
  static @Nullable JsonNode readObject(String text) {
    JsonNode node = read(text);
    return node != null && node.isObject() ? node : null;
  }

  /** The array that a text holds, or null if it is no JSON array. */
  static @Nullable JsonNode readArray(String text) {
    JsonNode node = read(text);
    return node != null && node.isArray() ? node : null;
  }

  private static @Nullable JsonNode read(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
