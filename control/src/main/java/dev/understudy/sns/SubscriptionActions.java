package dev.understudy.sns;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.control.ApiException;
import dev.understudy.query.Form;
import dev.understudy.query.NextToken;
import dev.understudy.query.ResultXml;
import dev.understudy.store.Store.Entry;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be asked of subscriptions, and their attributes. */
final class SubscriptionActions {
  private static final int PAGE = 100;
  private static final String PENDING = "PendingConfirmation";

  private final Topics topics;
  private final String account;
  private final InstantSource clock;

  SubscriptionActions(Topics topics, String account, InstantSource clock) {
    this.topics = topics;
    this.account = account;
    this.clock = clock;
  }

  void listAll(Form form, ResultXml result) throws ApiException {
    String after = Markers.read(form);
    String[] last = after == null ? null : after.split("\0", 2);
    if (last != null && last.length != 2) {
      throw SnsErrors.invalid("NextToken");
    }
    list(
        topics.page(
            SnsKeys.subscriptions(),
            last == null ? null : SnsKeys.subscription(last[0], last[1]),
            PAGE),
        result);
  }

  void listOfTopic(Form form, ResultXml result) throws ApiException {
    String topic = Arn.readTopic("TopicArn", form.required("TopicArn"), account).topic();
    topics.get(topic);
    String after = Markers.read(form);
    String[] last = after == null ? null : after.split("\0", 2);
    if (last != null && (last.length != 2 || !last[0].equals(topic))) {
      throw SnsErrors.invalid("NextToken");
    }
    list(
        topics.page(
            SnsKeys.subscriptions(topic),
            last == null ? null : SnsKeys.subscription(topic, last[1]),
            PAGE),
        result);
  }

  private void list(List<Entry> page, ResultXml result) {
    result.open("Subscriptions");
    for (Entry entry : page) {
      Subscription each = Topics.subscription(entry);
      if (!each.isLapsed(clock.instant())) {
        result
            .open("member")
            .element("SubscriptionArn", each.isConfirmed() ? arn(each).text() : PENDING)
            .element("Owner", account)
            .element("Protocol", each.protocol().text())
            .element("Endpoint", each.endpoint())
            .element("TopicArn", arn(each).topicText())
            .close("member");
      }
    }
    result.close("Subscriptions");
    if (page.size() == PAGE) {
      Subscription last = Topics.subscription(page.getLast());
      result.element("NextToken", NextToken.of(last.topic() + "\0" + last.id()));
    }
  }

  void attributes(Form form, ResultXml result) throws ApiException {
    Subscription of = get(form);
    var shown = new LinkedHashMap<String, String>();
    shown.put("SubscriptionArn", arn(of).text());
    shown.put("TopicArn", arn(of).topicText());
    shown.put("Owner", account);
    shown.put("Protocol", of.protocol().text());
    shown.put("Endpoint", of.endpoint());
    shown.put(PENDING, Boolean.toString(!of.isConfirmed()));
    shown.put("ConfirmationWasAuthenticated", Boolean.toString(of.confirmation().signed()));
    shown.put(Subscription.RAW, "false");
    shown.put("SubscriptionPrincipal", "arn:aws:iam::" + account + ":root");
    shown.putAll(of.attributes());
    if (shown.containsKey(FilterPolicy.NAME)) {
      shown.putIfAbsent(FilterPolicy.SCOPE, FilterPolicy.ATTRIBUTES);
    }
    result.map("Attributes", shown);
  }

  void setAttribute(Form form) throws ApiException {
    String name = form.required("AttributeName");
    @Nullable String given = form.value("AttributeValue");
    String value = given == null ? "" : given;
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Topics.Held held = topics.get(get(form).topic());
      Subscription of = get(form); // read again: held tells of any change from here on
      check(of.protocol(), name, value);
      var attributes = new LinkedHashMap<>(of.attributes());
      if (isNothing(name, value)) {
        attributes.remove(name);
      } else {
        attributes.put(name, value);
      }
      FilterPolicy _ = FilterPolicy.of(attributes, "");
      if (topics.commit(
          List.of(held.unchanged()),
          List.of(Topics.put(held.topic()), Topics.put(of.withAttributes(attributes))))) {
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }

  /** Checks the attributes of a new subscription; empty ones count as not given. */
  static Map<String, String> read(Form form, Protocol protocol) throws ApiException {
    var attributes = new LinkedHashMap<String, String>();
    for (var attribute : form.map("Attributes").entrySet()) {
      check(protocol, attribute.getKey(), attribute.getValue());
      if (!isNothing(attribute.getKey(), attribute.getValue())) {
        attributes.put(attribute.getKey(), attribute.getValue());
      }
    }
    FilterPolicy _ = FilterPolicy.of(attributes, "Attributes Reason: ");
    return attributes;
  }

  /** An empty text takes an attribute away, and so does an empty policy. */
  private static boolean isNothing(String name, String value) {
    if (value.isEmpty() || !name.equals(FilterPolicy.NAME)) {
      return value.isEmpty();
    }
    JsonNode policy = Documents.readObject(value);
    return policy != null && policy.isEmpty();
  }

  private static void check(Protocol protocol, String name, String value) throws ApiException {
    switch (name) {
      case Subscription.RAW -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw SnsErrors.invalid(
              "Attributes Reason: RawMessageDelivery: Invalid value ["
                  + value
                  + "]. Must be true or false.");
        }
        if (value.equals("true") && protocol.isMail()) {
          throw SnsErrors.invalid(
              "Attributes Reason: RawMessageDelivery: Invalid value [true]. Must be false for "
                  + protocol.text());
        }
      }
      case "DeliveryPolicy" -> {
        if (!value.isEmpty() && Documents.readObject(value) == null) {
          throw SnsErrors.invalid("DeliveryPolicy: failed to parse JSON");
        }
      }
      case FilterPolicy.NAME, FilterPolicy.SCOPE -> {
        return; // they are judged together
      }
      case "RedrivePolicy", "ReplayPolicy", "SubscriptionRoleArn" -> {
        if (!value.isEmpty() && !value.equals("{}")) {
          throw SnsErrors.invalid("Attributes Reason: " + name + " is not available here");
        }
      }
      default -> throw SnsErrors.invalid("AttributeName");
    }
  }

  private Subscription get(Form form) throws ApiException {
    Arn arn = Arn.readSubscription(form.required("SubscriptionArn"), account);
    Subscription found = topics.findSubscription(arn.topic(), arn.subscription());
    if (found == null || found.isLapsed(clock.instant())) {
      throw SnsErrors.noSubscription();
    }
    return found;
  }

  private Arn arn(Subscription of) {
    return Arn.ofTopic(account, of.topic()).withSubscription(of.id());
  }
}
