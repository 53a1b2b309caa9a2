package dev.understudy.sns;

import dev.understudy.delivery.HttpUrl;
import dev.understudy.delivery.Mail;
import dev.understudy.delivery.MailAddress;
import dev.understudy.delivery.Message;
import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Post;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Words what subscribers get, in the forms of SNS (Developer Guide, "Message and JSON formats").
 */
final class Letters {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final String CONTENT_TYPE = "text/plain; charset=UTF-8";

  private final String account;
  private final Supplier<String> publicUrl;

  /**
   * Words letters.
   *
   * @param publicUrl where recipients reach this product, such as {@code http://dns.example:8053}
   */
  Letters(String account, Supplier<String> publicUrl) {
    this.account = account;
    this.publicUrl = publicUrl;
  }

  /** The request to confirm. */
  Notification confirmation(Topic topic, Subscription to, String token, String id, Instant now) {
    String link = Links.confirm(publicUrl.get(), arn(to), token);
    Message message =
        switch (to.protocol()) {
          case EMAIL ->
              mail(
                  to,
                  id,
                  "Confirm your subscription to " + shownName(topic),
                  """
                  You have chosen to subscribe to the topic:
                  %s

                  To confirm this subscription, click or visit the link below (if this was in error no action is necessary):
                  %s

                  The link works for three days.
                  """
                      .formatted(arn(to).topicText(), link),
                  null);
          case EMAIL_JSON, HTTP, HTTPS -> {
            Map<String, Object> document = Documents.begin("SubscriptionConfirmation", id);
            document.put("Token", token);
            document.put("TopicArn", arn(to).topicText());
            document.put(
                "Message",
                "You have chosen to subscribe to the topic "
                    + arn(to).topicText()
                    + ".\nTo confirm the subscription, visit the SubscribeURL included in this"
                    + " message.");
            document.put("SubscribeURL", link);
            document.put("Timestamp", TIME.format(now));
            yield document(
                to, id, "SubscriptionConfirmation", "Confirm your subscription", document);
          }
        };
    return notification(
        to, id, now, "confirm", "confirmation of a subscription to " + topic.name(), message);
  }

  /** One message of the topic. */
  Notification message(Topic topic, Subscription to, Publication what, String id, Instant now) {
    String text = what.textFor(to.protocol());
    String leave = Links.unsubscribe(publicUrl.get(), arn(to));
    String subject =
        what.subject().isEmpty() ? "Notification from " + shownName(topic) : what.subject();
    Message message =
        switch (to.protocol()) {
          case EMAIL ->
              mail(
                  to,
                  what.id(),
                  subject,
                  """
                  %s

                  --
                  If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
                  %s
                  """
                      .formatted(text, leave),
                  HttpUrl.parse(leave));
          case EMAIL_JSON ->
              document(
                  to, what.id(), "Notification", subject, notified(to, what, text, leave, now));
          case HTTP, HTTPS ->
              to.isRaw()
                  ? post(
                      to, what.id(), "Notification", text, Map.of("x-amz-sns-rawdelivery", "true"))
                  : document(
                      to, what.id(), "Notification", subject, notified(to, what, text, leave, now));
        };
    return notification(to, id, now, what.conversation(), "a message of " + topic.name(), message);
  }

  private Map<String, Object> notified(
      Subscription to, Publication what, String text, String leave, Instant now) {
    Map<String, Object> document = Documents.begin("Notification", what.id());
    document.put("TopicArn", arn(to).topicText());
    if (!what.subject().isEmpty()) {
      document.put("Subject", what.subject());
    }
    document.put("Message", text);
    document.put("Timestamp", TIME.format(now));
    document.put("UnsubscribeURL", leave);
    if (!what.attributes().isEmpty()) {
      document.put("MessageAttributes", what.attributes());
    }
    return document;
  }

  private Message document(
      Subscription to, String id, String type, String subject, Map<String, Object> document) {
    String json = Documents.write(document);
    return to.protocol().isMail()
        ? mail(to, id, subject, json + "\n", null)
        : post(to, id, type, json, Map.of());
  }

  private Post post(
      Subscription to, String id, String type, String body, Map<String, String> further) {
    var headers = new HashMap<>(further);
    headers.put("x-amz-sns-message-type", type);
    headers.put("x-amz-sns-message-id", id);
    headers.put("x-amz-sns-topic-arn", arn(to).topicText());
    if (to.isConfirmed()) {
      headers.put("x-amz-sns-subscription-arn", arn(to).text());
    }
    return new Post(HttpUrl.parse(to.endpoint()), CONTENT_TYPE, body, headers);
  }

  private static Mail mail(
      Subscription to, String id, String subject, String text, @Nullable HttpUrl unsubscribe) {
    return new Mail(
        MailAddress.parse(to.endpoint()),
        subject,
        text,
        null,
        "<" + id + "." + to.id() + "@sns.understudy>",
        List.of(),
        unsubscribe);
  }

  /** What belongs to one conversation keeps its order; conversations do not wait for each other. */
  private static Notification notification(
      Subscription to, String id, Instant now, String conversation, String about, Message message) {
    return Notification.of(id + "." + to.id(), to.id() + " " + conversation, now, about, message);
  }

  private Arn arn(Subscription of) {
    return Arn.ofTopic(account, of.topic()).withSubscription(of.id());
  }

  private static String shownName(Topic topic) {
    return topic.displayName().isEmpty() ? topic.name() : topic.displayName();
  }
}
