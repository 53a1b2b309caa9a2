package dev.understudy.incident;

import dev.understudy.recipient.Recipient;
import dev.understudy.store.Key;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Incidents in virtual time, over what would be in the store. */
final class Desks {
  static final Recipient OPS = Recipient.parse("ops@example.com");
  static final Recipient WEB = Recipient.parse("web@example.com");
  static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

  private final TreeMap<Key, Entry> store = new TreeMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  final List<Telling> told = new ArrayList<>();
  Instant now = START;
  private Changes changes = new Changes();
  private Incidents incidents = fresh();

  private Incidents fresh() {
    changes = new Changes();
    return new Incidents(() -> "i" + ids.incrementAndGet(), changes);
  }

  Desks flip(String check, boolean healthy, Recipient... recipients) {
    return flip(check, healthy, List.of(recipients));
  }

  Desks flip(String check, boolean healthy, List<Recipient> recipients) {
    incidents.turned(new Flip(check, healthy, now, facts(check), recipients));
    return this;
  }

  Desks flip(String check, boolean healthy, CheckFacts facts, Recipient... recipients) {
    incidents.turned(new Flip(check, healthy, now, facts, List.of(recipients)));
    return this;
  }

  static CheckFacts facts(String check) {
    return new CheckFacts(
        check, "http://192.0.2.1:80/", false, null, List.of("Failure: refused"), List.of(), 0);
  }

  /** Lets time pass; tells what is due when it is due. */
  Desks pass(long millis) {
    Instant end = now.plusMillis(millis);
    while (true) {
      Instant due = incidents.nextDue();
      if (due == null || due.isAfter(end)) {
        now = end;
        commit();
        return this;
      }
      now = due.isAfter(now) ? due : now;
      told.addAll(incidents.due(now));
      commit();
    }
  }

  private void commit() {
    for (Mutation mutation : changes.all()) {
      switch (mutation) {
        case Mutation.Put(Key key, var value) -> store.put(key, new Entry(key, value, 1));
        case Mutation.Delete(Key key) -> store.remove(key);
      }
    }
    changes.written();
  }

  /** Killed before the next commit, and started again. */
  Desks restart() {
    incidents = fresh();
    store.values().forEach(entry -> incidents.restore(StateCodec.read(entry.key(), entry.value())));
    return this;
  }

  void forget() {
    incidents.forget(now);
    commit();
  }

  int open() {
    return incidents.open();
  }

  int stored() {
    return store.size();
  }

  List<String> lines() {
    return told.stream()
        .map(t ->
            t.kind()
                + " "
                + t.incident().id()
                + " "
                + t.incident().recipient()
                + " down="
                + t.count(Condition.DOWN)
                + " up="
                + t.count(Condition.UP)
                + " flapping="
                + t.count(Condition.FLAPPING))
        .toList();
  }
}
