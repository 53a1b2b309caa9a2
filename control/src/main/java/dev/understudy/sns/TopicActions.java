package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.query.Form;
import dev.understudy.query.NextToken;
import dev.understudy.query.ResultXml;
import dev.understudy.sns.Topics.Held;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be done with topics. */
final class TopicActions {
  private static final int PAGE = 100;
  private static final int DELETED_AT_ONCE = 500;

  private final Topics topics;
  private final String account;
  private final InstantSource clock;

  TopicActions(Topics topics, String account, InstantSource clock) {
    this.topics = topics;
    this.account = account;
    this.clock = clock;
  }

  /** Creating what is there already gives its name, if nothing that was given differs. */
  void create(Form form, ResultXml result) throws ApiException {
    String name = form.required("Name");
    if (name.endsWith(".fifo")) {
      throw SnsErrors.invalid("Topic Name Reason: FIFO topics are not available here");
    }
    if (!name.matches("[A-Za-z0-9_-]{1,256}")) {
      throw SnsErrors.invalid("Topic Name");
    }
    Map<String, String> attributes = form.map("Attributes");
    for (var attribute : attributes.entrySet()) {
      TopicAttributes.check(attribute.getKey(), attribute.getValue());
    }
    Map<String, String> tags = TagActions.read(form);
    Held held = topics.find(name);
    if (held == null) {
      var topic = new Topic(name, attributes, tags, 0);
      boolean created =
          topics.commit(
              List.of(new Condition.AtRevision(SnsKeys.topic(name), 0)),
              List.of(Topics.put(topic)));
      held = created ? null : topics.find(name);
    }
    if (held != null) {
      demandSame(held.topic(), attributes, tags);
    }
    result.element("TopicArn", Arn.ofTopic(account, name).topicText());
  }

  private static void demandSame(
      Topic topic, Map<String, String> attributes, Map<String, String> tags) throws ApiException {
    for (var attribute : attributes.entrySet()) {
      if (!Objects.equals(topic.attributes().get(attribute.getKey()), attribute.getValue())) {
        throw SnsErrors.invalid(
            "Attributes Reason: Topic already exists with different attributes");
      }
    }
    if (!tags.isEmpty() && !topic.tags().equals(tags)) {
      throw SnsErrors.invalid("Tags Reason: Topic already exists with different tags");
    }
  }

  /** Deletes the subscriptions too; a topic that is not there is deleted already. */
  void delete(Form form) throws ApiException {
    String name = Arn.readTopic("TopicArn", form.required("TopicArn"), account).topic();
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.find(name);
      if (held == null) {
        return;
      }
      var deleted = new ArrayList<Mutation>();
      List<Subscription> left = topics.subscriptions(name);
      boolean last = left.size() <= DELETED_AT_ONCE;
      for (Subscription each : last ? left : left.subList(0, DELETED_AT_ONCE)) {
        deleted.addAll(Topics.delete(each));
      }
      if (last) {
        deleted.add(new Mutation.Delete(SnsKeys.topic(name)));
      }
      if (topics.commit(List.of(held.unchanged()), deleted)) {
        if (last) {
          return;
        }
        attempt--; // on with the next ones
      }
    }
    throw SnsErrors.tooBusy();
  }

  void list(Form form, ResultXml result) throws ApiException {
    String after = Markers.read(form);
    List<Entry> page =
        topics.page(SnsKeys.topics(), after == null ? null : SnsKeys.topic(after), PAGE);
    result.open("Topics");
    for (Entry entry : page) {
      String name = SnsKeys.topicName(entry.key());
      result
          .open("member")
          .element("TopicArn", Arn.ofTopic(account, name).topicText())
          .close("member");
    }
    result.close("Topics");
    if (page.size() == PAGE) {
      result.element("NextToken", NextToken.of(SnsKeys.topicName(page.getLast().key())));
    }
  }

  void attributes(Form form, ResultXml result) throws ApiException {
    Arn arn = Arn.readTopic("TopicArn", form.required("TopicArn"), account);
    Topic topic = topics.get(arn.topic()).topic();
    List<Subscription> subscriptions = topics.subscriptions(topic.name());
    long confirmed = subscriptions.stream().filter(Subscription::isConfirmed).count();
    long lapsed = subscriptions.stream().filter(each -> each.isLapsed(clock.instant())).count();
    var shown = new LinkedHashMap<String, String>();
    shown.put("TopicArn", arn.topicText());
    shown.put("Owner", account);
    shown.put(TopicAttributes.POLICY, TopicAttributes.defaultPolicy(arn));
    shown.put(Topic.DISPLAY_NAME, "");
    shown.put("SubscriptionsConfirmed", Long.toString(confirmed));
    shown.put("SubscriptionsPending", Long.toString(subscriptions.size() - confirmed - lapsed));
    shown.put("SubscriptionsDeleted", Long.toString(topic.deleted()));
    topic
        .attributes()
        .forEach((name, value) -> {
          if (!value.isEmpty()) {
            shown.put(name, value);
          }
        });
    result.map("Attributes", shown);
  }

  void setAttribute(Form form) throws ApiException {
    String name = Arn.readTopic("TopicArn", form.required("TopicArn"), account).topic();
    String attribute = form.required("AttributeName");
    @Nullable String given = form.value("AttributeValue");
    String value = given == null ? "" : given;
    TopicAttributes.check(attribute, value);
    for (int attempt = 0; attempt < Topics.ATTEMPTS_MAX; attempt++) {
      Held held = topics.get(name);
      var attributes = new LinkedHashMap<>(held.topic().attributes());
      attributes.put(attribute, value);
      if (topics.commit(
          List.of(held.unchanged()),
          List.of(Topics.put(held.topic().withAttributes(attributes))))) {
        return;
      }
    }
    throw SnsErrors.tooBusy();
  }
}
