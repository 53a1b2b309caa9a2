package dev.understudy.sns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.control.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to be published.
 *
 * @param id of the message, a UUID
 * @param subject empty if there is none
 * @param texts by protocol, with {@code default} for all others
 * @param attributes of the message, each {@code Type} and {@code Value}
 * @param judged the text that filter policies over the body look at; null for that which the
 *     subscriber gets
 * @param conversation those of one keep their order; 0 to 300 characters
 */
record Publication(
    String id,
    String subject,
    Map<String, String> texts,
    Map<String, Map<String, String>> attributes,
    @Nullable String judged,
    String conversation) {
  private static final int MESSAGE_MAX_OCTETS = 256 << 10;
  private static final int SUBJECT_MAX = 100;

  /** That of all that comes by the API. */
  private static final String PUBLISHED = "";

  private static final String DEFAULT = "default";

  /**
   * Checks what a client wants published (API Reference, Publish).
   *
   * @param structure {@code json} if the message is an object of texts by protocol
   * @throws ApiException InvalidParameter in SNS's words
   */
  static Publication of(
      String id,
      @Nullable String subject,
      String message,
      @Nullable String structure,
      Map<String, Map<String, String>> attributes)
      throws ApiException {
    if (message.isEmpty()) {
      throw SnsErrors.invalid("Empty message");
    }
    if (message.getBytes(StandardCharsets.UTF_8).length > MESSAGE_MAX_OCTETS) {
      throw SnsErrors.invalid("Message too long");
    }
    if (subject != null && !isSubject(subject)) {
      throw SnsErrors.invalid("Subject");
    }
    return new Publication(
        id, subject == null ? "" : subject, texts(message, structure), attributes, null, PUBLISHED);
  }

  String textFor(Protocol protocol) {
    String own = texts.get(protocol.text());
    return own == null ? texts.getOrDefault(DEFAULT, "") : own;
  }

  /** Whether a subscription's filter policy lets it through. */
  boolean isWantedBy(Subscription subscription) {
    FilterPolicy filter = subscription.filter();
    String body = judged == null ? textFor(subscription.protocol()) : judged;
    return filter == null || filter.accepts(body, attributes);
  }

  private static boolean isSubject(String subject) {
    return !subject.isBlank()
        && subject.length() <= SUBJECT_MAX
        && subject.codePoints().noneMatch(Character::isISOControl);
  }

  private static Map<String, String> texts(String message, @Nullable String structure)
      throws ApiException {
    if (structure == null || structure.isEmpty()) {
      return Map.of(DEFAULT, message);
    }
    if (!structure.equals("json")) {
      throw SnsErrors.invalid("MessageStructure");
    }
    JsonNode object = Documents.readObject(message);
    if (object == null) {
      throw SnsErrors.invalid("Message Structure - JSON message body failed to parse");
    }
    var texts = new LinkedHashMap<String, String>();
    object
        .properties()
        .forEach(entry -> {
          if (entry.getValue().isTextual()) {
            texts.put(entry.getKey(), entry.getValue().textValue());
          }
        });
    if (!texts.containsKey(DEFAULT)) {
      throw SnsErrors.invalid("Message Structure - No default entry in JSON message body");
    }
    return texts;
  }
}
