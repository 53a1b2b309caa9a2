package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Topics and their subscriptions in the store.
 *
 * <p>Whatever adds or ends a subscription writes the topic anew, so that a topic cannot be deleted
 * under it.
 */
final class Topics {
  /** How often a change is tried anew because others came first. */
  static final int ATTEMPTS_MAX = 100;

  private static final int SCAN = 1_000;

  private final Store store;

  Topics(Store store) {
    this.store = store;
  }

  /** A topic and the revision at which it was read. */
  record Held(Topic topic, long revision) {
    Condition unchanged() {
      return new Condition.AtRevision(SnsKeys.topic(topic.name()), revision);
    }
  }

  @Nullable Held find(String name) {
    Entry entry = store.get(SnsKeys.topic(name));
    return entry == null
        ? null
        : new Held(Topic.read(name, entry.value().octets()), entry.revision());
  }

  /** The topic, or NotFound. */
  Held get(String name) throws ApiException {
    Held held = find(name);
    if (held == null) {
      throw SnsErrors.noTopic();
    }
    return held;
  }

  @Nullable Subscription findSubscription(String topic, String id) {
    Entry entry = store.get(SnsKeys.subscription(topic, id));
    return entry == null ? null : Subscription.read(topic, id, entry.value().octets());
  }

  /** The subscription that an endpoint has already, or null. */
  @Nullable Subscription findSubscription(String topic, Protocol protocol, String endpoint) {
    Entry entry = store.get(SnsKeys.endpoint(topic, protocol, endpoint));
    return entry == null
        ? null
        : findSubscription(topic, new String(entry.value().octets(), StandardCharsets.UTF_8));
  }

  /** All subscriptions of a topic, lapsed ones too. */
  List<Subscription> subscriptions(String topic) {
    var all = new ArrayList<Subscription>();
    Key prefix = SnsKeys.subscriptions(topic);
    Key from = null;
    while (true) {
      List<Entry> page = store.scan(prefix, from, SCAN);
      for (Entry entry : from == null ? page : page.subList(1, page.size())) {
        all.add(subscription(entry));
      }
      if (page.size() < SCAN) {
        return all;
      }
      from = page.getLast().key();
    }
  }

  static Subscription subscription(Entry entry) {
    String[] ids = SnsKeys.topicAndId(entry.key());
    return Subscription.read(ids[0], ids[1], entry.value().octets());
  }

  static Mutation put(Topic topic) {
    return new Mutation.Put(SnsKeys.topic(topic.name()), topic.value());
  }

  static Mutation put(Subscription subscription) {
    return new Mutation.Put(
        SnsKeys.subscription(subscription.topic(), subscription.id()), subscription.value());
  }

  /** What makes a subscription known by its endpoint. */
  static Mutation putEndpoint(Subscription of) {
    return new Mutation.Put(
        SnsKeys.endpoint(of.topic(), of.protocol(), of.endpoint()), Value.of(of.id()));
  }

  static List<Mutation> delete(Subscription subscription) {
    return List.of(
        new Mutation.Delete(SnsKeys.subscription(subscription.topic(), subscription.id())),
        new Mutation.Delete(
            SnsKeys.endpoint(
                subscription.topic(), subscription.protocol(), subscription.endpoint())));
  }

  /** Whether it was written; false if something else changed in between. */
  boolean commit(List<Condition> conditions, List<Mutation> mutations) {
    return switch (store.commit(conditions, mutations)) {
      case CommitOutcome.Committed _ -> true;
      case CommitOutcome.Refused _ -> false;
    };
  }

  /** One page of a space, at most {@code limit} entries after a key. */
  List<Entry> page(Key space, @Nullable Key after, int limit) {
    List<Entry> page = store.scan(space, after, after == null ? limit : limit + 1);
    boolean repeats = after != null && !page.isEmpty() && page.getFirst().key().equals(after);
    List<Entry> rest = repeats ? page.subList(1, page.size()) : page;
    return rest.subList(0, Math.min(limit, rest.size()));
  }
}
