package dev.understudy.cloudwatch;

import dev.understudy.cloudwatch.Alarm.State;
import dev.understudy.cloudwatch.HistoryItem.Type;
import dev.understudy.cloudwatch.Judgement.Datapoint;
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
import java.util.NavigableMap;
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

  private final Store store;
  private final Metrics metrics;
  private final Publishing publishing;
  private final Outbox outbox;
  private final String account;
  private final AtomicInteger numbers = new AtomicInteger();

  Alarms(Store store, Metrics metrics, Publishing publishing, Outbox outbox, String account) {
    this.store = store;
    this.metrics = metrics;
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
      var item = new HistoryItem(name, now, Type.CONFIGURATION_UPDATE, summary, "{}");
      if (commit(name, entry, List.of(put(after), put(item)))) {
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
              name, now, Type.CONFIGURATION_UPDATE, "Alarm \"" + name + "\" deleted", "{}");
      CommitOutcome _ =
          store.commit(
              List.of(new Condition.Present(AlarmKeys.alarm(name))),
              List.of(new Mutation.Delete(AlarmKeys.alarm(name)), put(item)));
    }
  }

  /** Judges every alarm; what cannot be written now is judged again the next time. */
  void judgeAll(Instant now) {
    all().forEach(alarm -> judge(alarm.name(), now));
  }

  /** Judges the alarms over a metric, at once. */
  void judge(Metric metric, Instant now) {
    for (Alarm alarm : all()) {
      if (alarm.criteria().metric().equals(metric)) {
        judge(alarm.name(), now);
      }
    }
  }

  private void judge(String name, Instant now) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Entry entry = store.get(AlarmKeys.alarm(name));
      if (entry == null) {
        return;
      }
      Alarm alarm = AlarmCodec.read(name, entry.value().octets());
      Judgement judgement = judgement(alarm.criteria(), now);
      StateValue state = judgement.state();
      if (state == null || state == alarm.state().value()) {
        return;
      }
      var next =
          new State(
              state,
              AlarmWords.reason(alarm.criteria(), judgement),
              AlarmWords.data(alarm.criteria(), judgement, now),
              now,
              now);
      if (transit(alarm, entry, next)) {
        return;
      }
    }
  }

  /** What the newest periods say. */
  Judgement judgement(Criteria criteria, Instant now) {
    int period = criteria.periodSeconds();
    long end = now.getEpochSecond() / period * period;
    int count = criteria.evaluationPeriods() + Judgement.FURTHER_PERIODS;
    NavigableMap<Long, Statistics> read =
        metrics.read(criteria.metric(), end - (long) count * period, end + period, period);
    var periods = new ArrayList<@Nullable Datapoint>();
    Datapoint running = datapoint(criteria, read, end);
    if (running != null && criteria.breachesForCertain(running.value())) {
      periods.add(running);
    }
    for (long start = end - period; periods.size() < count; start -= period) {
      periods.add(datapoint(criteria, read, start));
    }
    return Judgement.of(criteria, periods);
  }

  private static @Nullable Datapoint datapoint(
      Criteria criteria, Map<Long, Statistics> read, long start) {
    Statistics statistics = read.get(start);
    return statistics == null ? null : new Datapoint(start, criteria.statistic().of(statistics));
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
      if (transit(alarm, entry, new State(value, reason, data, now, since))) {
        return true;
      }
    }
    throw new IllegalStateException("alarm " + name + " is changed by too many at once");
  }

  private boolean transit(Alarm alarm, Entry entry, State next) {
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
    boolean done = commit(alarm.name(), entry, mutations);
    if (done) {
      outbox.wake();
    }
    return done;
  }

  private void act(Alarm alarm, StateValue before, List<Mutation> mutations) {
    StateValue now = alarm.state().value();
    for (String topic : alarm.actions(now)) {
      boolean known = publishing.isTopic(topic);
      if (known) {
        mutations.addAll(
            publishing.entries(
                topic,
                AlarmWords.subject(alarm, now),
                AlarmWords.mail(alarm, before, account),
                AlarmWords.document(alarm, before, account)));
      }
      String summary =
          known
              ? "Successfully executed action " + topic
              : "Failed to execute action " + topic + ". There is no such topic";
      mutations.add(
          put(new HistoryItem(alarm.name(), alarm.state().updated(), Type.ACTION, summary, "{}")));
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
        Type.STATE_UPDATE,
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

  private boolean commit(String name, @Nullable Entry as, List<Mutation> mutations) {
    var unchanged = new Condition.AtRevision(AlarmKeys.alarm(name), as == null ? 0 : as.revision());
    return switch (store.commit(List.of(unchanged), mutations)) {
      case CommitOutcome.Committed _ -> true;
      case CommitOutcome.Refused _ -> false;
    };
  }
}
