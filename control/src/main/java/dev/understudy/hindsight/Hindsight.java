package dev.understudy.hindsight;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Publisher;
import dev.understudy.control.StoredIntent;
import dev.understudy.explain.Explainer;
import dev.understudy.explain.Explanation;
import dev.understudy.explain.Question;
import dev.understudy.health.Standing;
import dev.understudy.history.EventLog;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.propagation.Damage;
import dev.understudy.propagation.Propagation;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.StoreUnavailableException;
import dev.understudy.store.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Explains what was answered at a time that is over.
 *
 * <p>Reads the record from then on and compiles the zones concerned, so it may take seconds; stands
 * in no query's way. Any thread may call; calls do not wait for each other.
 */
public final class Hindsight {
  private final Store store;
  private final EventLog log;
  private final CurrentEdition current;
  private final Function<String, Optional<Standing>> checks;
  private final Explainer explainer;
  private final Instant started;
  private final InstantSource clock;

  /**
   * Looks back from what is there now.
   *
   * @param current for the maps of clients and what is resolved of targets outside
   * @param checks the status of a health check now
   * @param started since when this process answers
   */
  public Hindsight(
      Store store,
      EventLog log,
      CurrentEdition current,
      Function<String, Optional<Standing>> checks,
      Explainer explainer,
      Instant started,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.current = current;
    this.checks = checks;
    this.explainer = explainer;
    this.started = started;
    this.clock = clock;
  }

  /**
   * The answer to a question then, and why.
   *
   * @param at to the millisecond; what happened in it counts
   * @throws NotRecordedException if that is in the future, or before the record begins
   * @throws IllegalArgumentException if the question assumes something
   * @throws StoreUnavailableException if the store cannot be read
   */
  public Explanation explain(Question question, Instant at) throws NotRecordedException {
    if (!question.assumed().isEmpty()) {
      throw new IllegalArgumentException("nothing can be assumed of the past");
    }
    Instant then = Instant.ofEpochMilli(at.toEpochMilli());
    if (then.isAfter(clock.instant())) {
      throw new NotRecordedException("The time " + at + " is still to come.");
    }
    Explanation told = tell(question, then);
    Instant begins = log.begins(); // last, as the oldest events are deleted all the time
    if (then.isBefore(begins)) {
      throw new NotRecordedException(
          "The record begins at " + begins + "; of " + then + " it says nothing.");
    }
    return told;
  }

  private Explanation tell(Question question, Instant then) {
    Map<String, Boolean> recorded = log.statuses();
    NavigableMap<Key, Value> now = StateThen.readEntries(store);
    var zones = new TreeSet<String>();
    while (true) { // ends, as each round wants more of the zones that there were
      Undone undone = Undone.read(log, then, zones);
      var state = new StateThen(store, now, undone, zones);
      if (zones.addAll(over(List.of(question.name()), Set.of(), state.zones()))) {
        continue;
      }
      var health = new HealthThen(log, then, undone, recorded, checks);
      Edition edition = compile(state, undone, health);
      Explanation told = explainer.explain(question, edition, health, () -> then);
      var mentioned = new Mentioned(told);
      if (!zones.addAll(over(mentioned.names, mentioned.zones, state.zones()))) {
        var signed = new TreeSet<>(state.signed());
        signed.retainAll(zones);
        return told.of(
            new Explanation.Past(Notes.of(mentioned, undone, health, signed, then, started)));
      }
    }
  }

  /** Ids of the zones at and above names, and of those that aliases name. */
  private static Set<String> over(
      Collection<DomainName> names, Set<String> named, Map<String, HostedZone> zones) {
    var over = new TreeSet<String>();
    zones.forEach((id, zone) -> {
      if (named.contains(id) || names.stream().anyMatch(name -> name.isAtOrBelow(zone.name()))) {
        over.add(id);
      }
    });
    return over;
  }

  /** As a server does it when it starts, and then with what came meanwhile undone as well. */
  private Edition compile(StateThen state, Undone undone, HealthThen health) {
    Edition now = current.get();
    var alone = new CurrentEdition();
    var publisher = new Publisher(alone);
    publisher.geography(now.geography());
    publisher.outside(now.tree().outsideKnown());
    var propagation = new Propagation(List.of(health), publisher, List.of(), _ -> {}, new Damage());
    propagation.reset(now.revision(), state);
    List<Mutation> meanwhile = mutations(undone.more());
    if (!meanwhile.isEmpty()) {
      propagation.committed(now.revision() + 1, meanwhile);
    }
    publisher.statuses(health.statuses());
    return alone.get();
  }

  private static List<Mutation> mutations(Map<Key, Optional<Value>> undone) {
    var mutations = new ArrayList<Mutation>();
    undone.forEach((key, before) -> {
      if (!(StoredIntent.read(key, null) instanceof StoredIntent.OfZoneKeys)) {
        mutations.add(
            before
                .<Mutation>map(value -> new Mutation.Put(key, value))
                .orElseGet(() -> new Mutation.Delete(key)));
      }
    });
    return mutations;
  }
}
