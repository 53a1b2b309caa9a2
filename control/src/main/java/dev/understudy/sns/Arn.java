package dev.understudy.sns;

import dev.understudy.control.ApiException;
import java.util.List;

/**
 * The names of topics and subscriptions: {@code arn:aws:sns:us-east-1:ACCOUNT:TOPIC} and, with the
 * subscription's id, {@code …:TOPIC:ID}.
 *
 * @param subscription empty for a topic
 */
record Arn(String account, String topic, String subscription) {
  private static final String START = "arn:aws:sns:us-east-1:";
  private static final int ELEMENTS_MIN = 6;

  static Arn ofTopic(String account, String topic) {
    return new Arn(account, topic, "");
  }

  Arn withSubscription(String id) {
    return new Arn(account, topic, id);
  }

  String topicText() {
    return START + account + ":" + topic;
  }

  String text() {
    return subscription.isEmpty() ? topicText() : topicText() + ":" + subscription;
  }

  /**
   * Reads the name of a topic of this account.
   *
   * @param parameter for the message
   * @throws ApiException InvalidParameter if it is none
   */
  static Arn readTopic(String parameter, String text, String account) throws ApiException {
    return read(parameter, text, account, ELEMENTS_MIN);
  }

  /** Reads the name of a subscription of this account. */
  static Arn readSubscription(String text, String account) throws ApiException {
    return read("SubscriptionArn", text, account, ELEMENTS_MIN + 1);
  }

  private static Arn read(String parameter, String text, String account, int wanted)
      throws ApiException {
    List<String> elements = List.of(text.split(":", -1));
    if (elements.size() < ELEMENTS_MIN) {
      throw SnsErrors.invalid(
          "%s Reason: An ARN must have at least %d elements, not %d"
              .formatted(parameter, ELEMENTS_MIN, elements.size()));
    }
    if (elements.size() != wanted || !text.startsWith(START + account + ":")) {
      throw SnsErrors.invalid(parameter);
    }
    return new Arn(account, elements.get(5), wanted > ELEMENTS_MIN ? elements.get(6) : "");
  }
}
