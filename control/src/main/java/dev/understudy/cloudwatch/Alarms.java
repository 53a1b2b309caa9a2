package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.Alarm.State;
import dev.understudy.delivery.Outbox;
import dev.understudy.sns.Publishing;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.CommitOutcome;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alarms and judges them. A new state, its place in the history and the messages it sends are
 * one commit, so that none of them is ever without the others.
 */
final class Alarms {
  /** How long what happened is kept (API Reference, DescribeAlarmHistory: 30 days since 2023). */
  static final Duration HISTORY_KEPT = Duration.ofDays(30);

  private static final int ATTEMPTS_MAX = 100;
  private static final int SCAN = 1_000;

  /** Alarms that turn in one commit. */
  private static final int TOGETHER = 64;

  private final Store store;
  private final Judge judge;
  private final Publishing publishing;
  private final Outbox outbox;
  private final String account;
  private final AlarmIndex index = new AlarmIndex();
  private final AtomicInteger numbers = new AtomicInteger();

  Alarms(Store store, Judge judge, Publishing publishing, Outbox outbox, String account) {
    this.store = store;
    this.judge = judge;
    this.publishing = publishing;
    this.outbox = outbox;
    this.account = account;
  }

  @Nullable Alarm find(String name) {
    Entry entry = store.get(AlarmKeys.alarm(name));
    return entry == null ? null : AlarmCodec.read(name, entry.value().octets());
  }

  /** Alarms whose names begin so, in the order of their names, from one on. */
  List<Alarm> page(String namePrefix, @Nullable String after, int limit) {
    Key from = after == null ? null : AlarmKeys.alarm(after + "\0");
    return store.scan(AlarmKeys.alarm(namePrefix), from, limit).stream()
        .map(entry -> AlarmCodec.read(AlarmKeys.name(entry.key()), entry.value().octets()))
        .toList();
  }

  List<Alarm> all() {
    var all = new ArrayList<Alarm>();
    String after = null;
    while (true) {
      List<Alarm> page = page("", after, SCAN);
      all.addAll(page);
      if (page.size() < SCAN) {
        return all;
      }
      after = page.getLast().name();
    }
  }

  /** Creates it, or replaces the settings of one that keeps its state and tags. */
  void put(Alarm settings, Instant now) {
    change(
        settings.name(),
        before ->
            before == null
                ? settings.with(
                    new State(
                        Alarm.FIRST.value(), Alarm.FIRST.reason(), Alarm.FIRST.data(), now, now))
                : settings.with(before.state()).withTags(before.tags()),
        now);
  }

  /** Changes one that is there; returns false if it is not. */
  boolean update(String name, UnaryOperator<Alarm> how, Instant now) {
    return change(name, before -> before == null ? null : how.apply(before), now);
  }

  private boolean change(String name, UnaryOperator<@Nullable Alarm> how, Instant now) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Entry entry = store.get(AlarmKeys.alarm(name));
      Alarm before = entry == null ? null : AlarmCodec.read(name, entry.value().octets());
      Alarm after = how.apply(before);
      if (after == null) {
        return false;
      }
      String summary = "Alarm \"%s\" %s".formatted(name, before == null ? "created" : "updated");
      var item = new HistoryItem(name, now, HistoryItem.Type.CONFIGURATION_UPDATE, summary, "{}");
      var unchanged =
          new Condition.AtRevision(AlarmKeys.alarm(name), entry == null ? 0 : entry.revision());
      if (commit(List.of(unchanged), List.of(put(after), put(item)))) {
        index.changed(before, after);
        return true;
      }
    }
    throw new IllegalStateException("alarm " + name + " is changed by too many at once");
  }

  /** Deletes those that are there. */
  void delete(List<String> names, Instant now) {
    for (String name : names) {
      var item =
          new HistoryItem(
              name,
              now,
              HistoryItem.Type.CONFIGURATION_UPDATE,
              "Alarm \"" + name + "\" deleted",
              "{}");
      Alarm before = find(name);
      CommitOutcome _ =
          store.commit(
              List.of(new Condition.Present(AlarmKeys.alarm(name))),
              List.of(new Mutation.Delete(AlarmKeys.alarm(name)), put(item)));
      index.changed(before, null);
    }
  }

  /** Judges every alarm; what cannot be written now is judged again the next time. */
  void judgeAll(Instant now) {
    judge(all(), now);
  }

  /** Judges the alarms over these metrics, at once. */
  void judge(Set<Metric> over, Instant now) {
    judge(
        index.over(over, this::all).stream().map(this::find).filter(Objects::nonNull).toList(),
        now);
  }

  /** Many that turn at one time are written together, unless somebody changes one of them then. */
  private void judge(List<Alarm> judged, Instant now) {
    List<Alarm> turning = judged.stream().filter(alarm -> next(alarm, now) != null).toList();
    for (int from = 0; from < turning.size(); from += TOGETHER) {
      var names = turning.subList(from, Math.min(turning.size(), from + TOGETHER)).stream();
      List<String> batch = names.map(Alarm::name).toList();
      if (!turn(batch, now)) {
        batch.forEach(name -> judgeAlone(name, now));
      }
    }
  }

  private void judgeAlone(String name, Instant now) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      if (turn(List.of(name), now)) {
        return;
      }
    }
  }

  /** False if an alarm was changed meanwhile. */
  private boolean turn(List<String> names, Instant now) {
    var unchanged = new ArrayList<Condition>();
    var mutations = new LinkedHashMap<Key, Mutation>();
    for (String name : names) {
      Entry entry = store.get(AlarmKeys.alarm(name));
      Alarm alarm = entry == null ? null : AlarmCodec.read(name, entry.value().octets());
      State next = alarm == null ? null : next(alarm, now);
      if (entry != null && alarm != null && next != null) {
        unchanged.add(new Condition.AtRevision(entry.key(), entry.revision()));
        transition(alarm, next).forEach(mutation -> mutations.put(mutation.key(), mutation));
      }
    }
    return mutations.isEmpty() || commit(unchanged, List.copyOf(mutations.values()));
  }

  /** The state that its data call for, or null where it stays. */
  private @Nullable State next(Alarm alarm, Instant now) {
    Judgement judgement = judge.of(alarm.criteria(), now);
    StateValue state = judgement.state();
    return state == null || state == alarm.state().value()
        ? null
        : new State(
            state,
            AlarmWords.reason(alarm.criteria(), judgement),
            AlarmWords.data(alarm.criteria(), judgement, now),
            now,
            now);
  }

  /** Sets a state by hand, as SetAlarmState does; false if there is no such alarm. */
  boolean set(String name, StateValue value, String reason, String data, Instant now) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Entry entry = store.get(AlarmKeys.alarm(name));
      if (entry == null) {
        return false;
      }
      Alarm alarm = AlarmCodec.read(name, entry.value().octets());
      Instant since = value == alarm.state().value() ? alarm.state().since() : now;
      var next = new State(value, reason, data, now, since);
      if (commit(
          List.of(new Condition.AtRevision(entry.key(), entry.revision())),
          transition(alarm, next))) {
        return true;
      }
    }
    throw new IllegalStateException("alarm " + name + " is changed by too many at once");
  }

  private List<Mutation> transition(Alarm alarm, State next) {
    StateValue before = alarm.state().value();
    Alarm after = alarm.with(next);
    var mutations = new ArrayList<Mutation>();
    mutations.add(put(after));
    if (before != next.value()) {
      mutations.add(put(stateItem(alarm, next)));
      if (alarm.actionsEnabled()) {
        act(after, before, mutations);
      }
    }
    return mutations;
  }

  private void act(Alarm alarm, StateValue before, List<Mutation> mutations) {
    StateValue now = alarm.state().value();
    for (String topic : alarm.actions(now)) {
      boolean known = publishing.isTopic(topic);
      if (known) {
        mutations.addAll(
            publishing.entries(
                topic,
                alarm.name(),
                AlarmWords.subject(alarm, now),
                AlarmWords.mail(alarm, before, account),
                AlarmWords.document(alarm, before, account),
                alarm.criteria().metric().checks()));
      }
      String summary =
          known
              ? "Successfully executed action " + topic
              : "Failed to execute action " + topic + ". There is no such topic";
      mutations.add(
          put(
              new HistoryItem(
                  alarm.name(), alarm.state().updated(), HistoryItem.Type.ACTION, summary, "{}")));
    }
  }

  private static HistoryItem stateItem(Alarm alarm, State next) {
    State before = alarm.state();
    var data = new LinkedHashMap<String, @Nullable Object>();
    data.put("version", "1.0");
    data.put(
        "oldState", Map.of("stateValue", before.value().name(), "stateReason", before.reason()));
    data.put("newState", Map.of("stateValue", next.value().name(), "stateReason", next.reason()));
    return new HistoryItem(
        alarm.name(),
        next.updated(),
        HistoryItem.Type.STATE_UPDATE,
        "Alarm updated from %s to %s".formatted(before.value(), next.value()),
        Json.write(data));
  }

  /** What happened, oldest first. */
  List<HistoryItem> history(Instant from, Instant to) {
    var items = new ArrayList<HistoryItem>();
    Key at = AlarmKeys.history(from, 0);
    while (true) {
      List<Entry> page = store.scan(AlarmKeys.histories(), at, SCAN);
      for (Entry entry : page) {
        if (AlarmKeys.historyTime(entry.key()).isAfter(to)) {
          return items;
        }
        items.add(HistoryItem.read(entry.value().octets()));
      }
      if (page.size() < SCAN) {
        return items;
      }
      byte[] last = page.getLast().key().octets();
      at = Key.of(Arrays.copyOf(last, last.length + 1));
    }
  }

  /** What deletes the oldest items that are kept no longer, at most 1,000. */
  List<Mutation> outdated(Instant now) {
    Instant before = now.minus(HISTORY_KEPT);
    return store.scan(AlarmKeys.histories(), null, SCAN).stream()
        .filter(entry -> AlarmKeys.historyTime(entry.key()).isBefore(before))
        .<Mutation>map(entry -> new Mutation.Delete(entry.key()))
        .toList();
  }

  private static Mutation put(Alarm alarm) {
    return new Mutation.Put(AlarmKeys.alarm(alarm.name()), AlarmCodec.write(alarm));
  }

  private Mutation put(HistoryItem item) {
    return new Mutation.Put(AlarmKeys.history(item.at(), numbers.incrementAndGet()), item.value());
  }

  private boolean commit(List<Condition> unchanged, List<Mutation> mutations) {
    return switch (store.commit(unchanged, mutations)) {
      case CommitOutcome.Committed _ -> {
        outbox.wake();
        yield true;
      }
      case CommitOutcome.Refused _ -> false;
    };
  }
}
