package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outbox;
import dev.understudy.query.Form;
import dev.understudy.query.ResultXml;
import dev.understudy.sns.Topics.Held;
import dev.understudy.store.Store.Mutation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Sends messages to the confirmed subscriptions of a topic: by the API, or by alarms as part of a
 * commit of their own.
 */
public final class Publishing {
  private final Topics topics;
  private final Letters letters;
  private final Outbox outbox;
  private final String account;
  private final InstantSource clock;
  private final RandomGenerator random;

  Publishing(
      Topics topics,
      Letters letters,
      Outbox outbox,
      String account,
      InstantSource clock,
      RandomGenerator random) {
    this.topics = topics;
    this.letters = letters;
    this.outbox = outbox;
    this.account = account;
    this.clock = clock;
    this.random = random;
  }

  /** Whether a text names a topic of this account that exists. */
  public boolean isTopic(String topicArn) {
    try {
      return topics.find(Arn.readTopic("TopicArn", topicArn, account).topic()) != null;
    } catch (ApiException e) {
      return false;
    }
  }

  /**
   * What puts a message into the outbox for everyone who subscribed: to be committed by the caller,
   * who wakes the outbox then. Nothing if there is no such topic (any more).
   *
   * @param alarm its name: what one tells arrives in order, one does not wait for another
   * @param subject for mails, one line; the API's limit of 100 characters is not for alarms
   * @param mail the text for readers of mail
   * @param document the text for all others
   * @param concerns ids of health checks that it is about
   */
  public List<Mutation> entries(
      String topicArn,
      String alarm,
      String subject,
      String mail,
      String document,
      List<String> concerns) {
    Held held;
    try {
      held = topics.find(Arn.readTopic("TopicArn", topicArn, account).topic());
    } catch (ApiException e) {
      return List.of();
    }
    return held == null
        ? List.of()
        : entries(
            held.topic(),
            new Publication(
                newId(),
                subject,
                Map.of(Protocol.EMAIL.text(), mail, "default", document),
                Map.of(),
                document,
                "alarm " + alarm),
            concerns);
  }

  void publish(Form form, ResultXml result) throws ApiException {
    String topicArn = form.value("TopicArn");
    topicArn = topicArn == null ? form.value("TargetArn") : topicArn;
    if (topicArn == null) {
      throw SnsErrors.invalid(
          form.value("PhoneNumber") == null
              ? "TopicArn or TargetArn Reason: no value for required parameter"
              : "PhoneNumber Reason: SMS is not available here");
    }
    Publication publication =
        Publication.of(
            newId(),
            form.value("Subject"),
            form.required("Message"),
            form.value("MessageStructure"),
            attributes(form));
    send(Arn.readTopic("TopicArn", topicArn, account), publication);
    result.element("MessageId", publication.id());
  }

  private void send(Arn arn, Publication publication) throws ApiException {
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.get(arn.topic());
      if (topics.commit(List.of(held.unchanged()), entries(held.topic(), publication, List.of()))) {
        outbox.wake();
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }

  /** Those for the subscribers; subscriptions that nobody confirmed in time are cleared away. */
  private List<Mutation> entries(Topic topic, Publication publication, List<String> concerns) {
    Instant now = clock.instant();
    var mutations = new ArrayList<Mutation>();
    var notifications = new ArrayList<Notification>();
    for (Subscription each : topics.subscriptions(topic.name())) {
      if (each.isConfirmed()) {
        if (publication.isWantedBy(each)) {
          notifications.add(
              letters
                  .message(topic, each, publication, publication.id(), now)
                  .concerning(concerns));
        }
      } else if (each.isLapsed(now)) {
        mutations.addAll(Topics.delete(each));
      }
    }
    mutations.addAll(outbox.entries(notifications.toArray(Notification[]::new)));
    return mutations;
  }

  private static Map<String, Map<String, String>> attributes(Form form) throws ApiException {
    var attributes = new LinkedHashMap<String, Map<String, String>>();
    for (var entry : form.entries("MessageAttributes", "Name").entrySet()) {
      String type = entry.getValue().value("Value.DataType");
      String text = entry.getValue().value("Value.StringValue");
      String value = text == null ? entry.getValue().value("Value.BinaryValue") : text;
      if (type == null || value == null || !type.matches("(String|Number|Binary)[A-Za-z0-9._-]*")) {
        throw SnsErrors.invalid("MessageAttributes");
      }
      attributes.put(entry.getKey(), Map.of("Type", type, "Value", value));
    }
    return attributes;
  }

  private String newId() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
