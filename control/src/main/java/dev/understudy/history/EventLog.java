package dev.understudy.history;

import dev.understudy.control.StoredIntent;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Item;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.history.EventKeys.EventId;
import dev.understudy.intent.DomainName;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events in the store. Whoever makes something happen puts {@link #entries} into the very commit
 * that does it, so that neither is there without the other. Any thread may call.
 *
 * <p>What is older than the retention goes, and beyond {@link #EVENTS_MAX} events the oldest;
 * {@link #prune} does a little of that at a time.
 */
public final class EventLog {
  /** So many events are kept at most. */
  public static final int EVENTS_MAX = 1_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
  private static final Value NOTHING = Value.of();

  /** Index entries looked at for one page. */
  private static final int LOOKED_AT_MAX = 10_000;

  private static final Duration COUNTED_EVERY = Duration.ofMinutes(10);
  private static final int SCAN = 500;

  /** Read at once; each has some kilobytes. */
  private static final int DIGESTS = 100;

  /** Few, since each may have some megabytes. */
  private static final int WALKED = 16;

  private static final List<Duration> LOOKED_BACK =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(10));

  private static final int PRUNED_EVENTS = 200;
  private static final int PRUNED_WRITES = 4_000;

  private final Store store;
  private final InstantSource clock;
  private final Duration retention;
  private final int eventsMax;
  private final EventKeys keys;
  private long counted;
  private Instant countedAt = Instant.MIN;

  /**
   * Over a store.
   *
   * @param retention how long events are kept, at least a day
   * @param salt any number; keeps apart what processes with clocks set back write
   */
  public EventLog(Store store, InstantSource clock, Duration retention, int salt) {
    this(store, clock, retention, salt, EVENTS_MAX);
  }

  EventLog(Store store, InstantSource clock, Duration retention, int salt, int eventsMax) {
    if (retention.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("retention " + retention + " is below a day");
    }
    this.store = store;
    this.clock = clock;
    this.retention = retention;
    this.eventsMax = eventsMax;
    this.keys = new EventKeys(salt);
  }

  /** How long events are kept. */
  public Duration retention() {
    return retention;
  }

  /** The writes that record events, in this order, for the caller's commit. */
  public List<Mutation> entries(Event... events) {
    return entries(List.of(events));
  }

  /** As {@link #entries(Event...)}. */
  public List<Mutation> entries(List<? extends Event> events) {
    var writes = new ArrayList<Mutation>();
    Instant now = clock.instant();
    for (Event event : events) {
      EventId id = keys.next(now);
      writes.add(new Mutation.Put(id.event(), EventCodec.write(event)));
      indexes(id, event).forEach((key, value) -> writes.add(new Mutation.Put(key, value)));
    }
    return writes;
  }

  /** A page of what is recorded. */
  public EventPage query(EventQuery query) {
    return query.name() == null && query.checkId() == null ? scan(query) : lookUp(query);
  }

  /** From now on everything is recorded; changes nothing where that was said before. */
  void begin() {
    if (store.get(EventKeys.BEGINS) == null) {
      store.commit(
          List.of(new Store.Condition.AtRevision(EventKeys.BEGINS, 0)), List.of(begins(begins())));
    }
  }

  /** Since when nothing is missing that happened: since recording began, or events were deleted. */
  public Instant begins() {
    Entry mark = store.get(EventKeys.BEGINS);
    if (mark != null) {
      return Instant.ofEpochMilli(
          Long.parseLong(new String(mark.value().octets(), StandardCharsets.US_ASCII)));
    }
    List<Entry> first = store.scan(EventKeys.EVENTS, null, 1);
    return first.isEmpty() ? clock.instant() : EventKeys.idOf(first.getFirst().key()).time();
  }

  /** Rounded up, so that what is told of is there. */
  private static Mutation begins(Instant time) {
    long millis = time.plusNanos(999_999).toEpochMilli();
    return new Mutation.Put(EventKeys.BEGINS, Value.of(Long.toString(millis)));
  }

  /**
   * Hands over everything that was recorded from then on, oldest first, a few at a time.
   *
   * @param after only events after the one of this id; null for all
   * @return the id of the last, or {@code after} if there was none
   */
  public @Nullable String walk(
      Instant since, @Nullable String after, Consumer<EventPage.Entry> each) {
    EventId at = first(since, after);
    String last = after;
    List<Entry> entries;
    do {
      entries = store.scan(EventKeys.EVENTS, at.event(), WALKED);
      for (Entry entry : entries) {
        EventId id = EventKeys.idOf(entry.key());
        last = id.toString();
        at = EventKeys.after(id);
        each.accept(new EventPage.Entry(last, id.time(), EventCodec.read(entry.value())));
      }
    } while (entries.size() == WALKED);
    return last;
  }

  /** The status last recorded of every check that ever turned and is still there. */
  public Map<String, Boolean> statuses() {
    var statuses = new HashMap<String, Boolean>();
    Key from = null;
    List<Entry> page;
    do {
      page = store.scan(EventKeys.STATUSES, from, SCAN);
      for (Entry entry : page) {
        String check = EventKeys.checkOfStatus(entry.key());
        statuses.put(check, entry.value().octets()[0] != 0);
        from = EventKeys.statusAfter(check);
      }
    } while (page.size() == SCAN);
    return statuses;
  }

  /** The last turn of a check that was recorded by that time; empty if the record has none. */
  public Optional<HealthTransition> lastTurn(String checkId, Instant at) {
    Instant until = at.plusMillis(1);
    Instant begins = begins();
    for (Duration back : LOOKED_BACK) {
      Instant since = at.minus(back);
      Optional<HealthTransition> last =
          lastTurn(checkId, at, since.isBefore(begins) ? Instant.EPOCH : since, until);
      if (last.isPresent() || since.isBefore(begins)) {
        return last;
      }
    }
    return lastTurn(checkId, at, Instant.EPOCH, until);
  }

  private Optional<HealthTransition> lastTurn(
      String checkId, Instant at, Instant since, Instant until) {
    HealthTransition last = null;
    String after = null;
    do {
      EventPage page =
          query(
              new EventQuery(
                  since,
                  until,
                  null,
                  checkId,
                  Set.of(Event.Kind.HEALTH),
                  after,
                  EventQuery.LIMIT_MAX));
      for (EventPage.Entry entry : page.events()) {
        if (entry.event() instanceof HealthTransition turn && !turn.at().isAfter(at)) {
          last = turn;
        }
      }
      after = page.next();
    } while (after != null);
    return Optional.ofNullable(last);
  }

  /**
   * Deletes some of the events that are too old or too many, in one commit.
   *
   * @return whether there may be more to delete
   */
  public synchronized boolean prune() {
    Instant now = clock.instant();
    EventId keptFrom = EventKeys.from(now.minus(retention));
    if (countedAt.isBefore(now.minus(COUNTED_EVERY)) || countedAt.isAfter(now)) {
      counted = store.count(EventKeys.EVENTS); // walks over all of them
      countedAt = now;
    }
    long tooMany = counted - eventsMax;
    var deletes = new ArrayList<Mutation>();
    int events = 0;
    Instant last = now;
    for (Entry entry : store.scan(EventKeys.EVENTS, null, PRUNED_EVENTS)) {
      EventId id = EventKeys.idOf(entry.key());
      boolean kept = events >= tooMany && id.micros() >= keptFrom.micros();
      if (kept || deletes.size() > PRUNED_WRITES) {
        break;
      }
      events++;
      last = id.time();
      deletes.add(new Mutation.Delete(entry.key()));
      indexes(id, EventCodec.read(entry.value()))
          .keySet()
          .forEach(key -> deletes.add(new Mutation.Delete(key)));
    }
    if (deletes.isEmpty()) {
      return false;
    }
    boolean more = events == PRUNED_EVENTS || deletes.size() > PRUNED_WRITES;
    deletes.add(begins(last));
    store.commit(List.of(), deletes);
    counted -= events;
    LOG.debug("{} old events deleted", events);
    return more;
  }

  private EventPage scan(EventQuery query) {
    var found = new ArrayList<EventPage.Entry>();
    EventId at = first(query);
    for (int looked = 0; looked < LOOKED_AT_MAX; ) {
      List<Entry> entries = store.scan(EventKeys.EVENTS, at.event(), SCAN);
      for (Entry entry : entries) {
        EventId id = EventKeys.idOf(entry.key());
        if (beyond(id, query)) {
          return new EventPage(found, null);
        }
        take(id, entry, query, found);
        if (found.size() == query.limit()) {
          return new EventPage(found, id.toString());
        }
        at = EventKeys.after(id);
      }
      if (entries.size() < SCAN) {
        return new EventPage(found, null);
      }
      looked += entries.size();
    }
    return new EventPage(found, EventKeys.before(at).toString());
  }

  /** By name or check; where both are given, by name, and of those the ones about the check. */
  private EventPage lookUp(EventQuery query) {
    var found = new ArrayList<EventPage.Entry>();
    EventId at = first(query);
    for (int looked = 0; looked < LOOKED_AT_MAX; ) {
      Step step = step(query, at);
      for (EventId id : step.ids()) {
        if (beyond(id, query)) {
          return new EventPage(found, null);
        }
        @Nullable Entry entry = store.get(id.event());
        if (entry != null) {
          take(id, entry, query, found);
        }
        if (found.size() == query.limit()) {
          return new EventPage(found, id.toString());
        }
        at = EventKeys.after(id);
      }
      EventId last = step.last();
      if (last == null || beyond(last, query)) {
        return new EventPage(found, null);
      }
      at = EventKeys.after(last);
      looked += SCAN;
    }
    return new EventPage(found, EventKeys.before(at).toString());
  }

  /**
   * Some of the events that a query is about.
   *
   * @param ids in order
   * @param last up to here these are all; null: there are no others
   */
  private record Step(SortedSet<EventId> ids, @Nullable EventId last) {}

  private Step step(EventQuery query, EventId from) {
    List<Entry> entries = store.scan(indexPrefix(query), indexKey(query, from), SCAN);
    var ids = new TreeSet<EventId>();
    entries.forEach(entry -> ids.add(EventKeys.idOf(entry.key())));
    EventId last = entries.size() < SCAN ? null : ids.last();
    DomainName name = query.name();
    if (name != null) {
      List<Entry> digests = store.scan(EventKeys.DIGESTS, from.digest(), DIGESTS);
      EventId read = digests.size() < DIGESTS ? null : EventKeys.idOf(digests.getLast().key());
      last = last == null || (read != null && read.compareTo(last) < 0) ? read : last;
      for (Entry digest : digests) {
        EventId id = EventKeys.idOf(digest.key());
        if (!ids.contains(id) && NameDigest.mayHold(digest.value(), name) && isAbout(id, name)) {
          ids.add(id);
        }
      }
    }
    return new Step(last == null ? ids : ids.headSet(last, true), last);
  }

  private boolean isAbout(EventId id, DomainName name) {
    Entry entry = store.get(id.event());
    return entry != null && names(EventCodec.read(entry.value())).contains(name);
  }

  private static Key indexPrefix(EventQuery query) {
    DomainName name = query.name();
    return name != null
        ? EventKeys.namePrefix(name)
        : EventKeys.checkPrefix(Objects.requireNonNull(query.checkId()));
  }

  private static Key indexKey(EventQuery query, EventId id) {
    DomainName name = query.name();
    return name != null ? id.ofName(name) : id.ofCheck(Objects.requireNonNull(query.checkId()));
  }

  private static void take(EventId id, Entry entry, EventQuery query, List<EventPage.Entry> found) {
    Event event = EventCodec.read(entry.value());
    boolean wanted =
        (query.kinds().isEmpty() || query.kinds().contains(event.kind()))
            && (query.checkId() == null || checks(event).contains(query.checkId()));
    if (wanted) {
      found.add(new EventPage.Entry(id.toString(), id.time(), event));
    }
  }

  private static EventId first(EventQuery query) {
    Instant since = query.since();
    return first(since == null ? Instant.EPOCH : since, query.after());
  }

  private static EventId first(Instant time, @Nullable String afterId) {
    EventId since = EventKeys.from(time);
    if (afterId == null) {
      return since;
    }
    EventId after = EventKeys.after(EventKeys.parse(afterId));
    return after.micros() < since.micros() ? since : after;
  }

  private static boolean beyond(EventId id, EventQuery query) {
    Instant until = query.until();
    return until != null && id.micros() >= EventKeys.from(until).micros();
  }

  private static Map<Key, Value> indexes(EventId id, Event event) {
    var indexes = new LinkedHashMap<Key, Value>();
    Set<DomainName> names = names(event);
    if (names.size() > NameDigest.NAMES_EACH_MAX) {
      indexes.put(id.digest(), NameDigest.of(names));
    } else {
      names.forEach(name -> indexes.put(id.ofName(name), NOTHING));
    }
    checks(event).forEach(check -> indexes.put(id.ofCheck(check), NOTHING));
    return indexes;
  }

  /** The names that an event is about. */
  static Set<DomainName> names(Event event) {
    return switch (event) {
      case AnswerChange change -> Set.of(change.name());
      case ConfigurationChange change -> {
        var names = new LinkedHashSet<DomainName>();
        for (Item item : change.items()) {
          switch (StoredIntent.read(item.key(), null)) {
            case StoredIntent.OfRecordSet set -> names.add(set.name());
            case StoredIntent.OfZone _ -> nameOfZone(item).ifPresent(names::add);
            case StoredIntent.OfCheck _, StoredIntent.OfCheckTags _ -> {}
            case StoredIntent.OfCidrCollection _, StoredIntent.OfZoneKeys _ -> {}
            case StoredIntent.Nothing _ -> {}
          }
        }
        yield names;
      }
      case NotificationOutcome outcome -> Set.copyOf(outcome.names());
      case HealthTransition _, Gap _ -> Set.of();
    };
  }

  private static Optional<DomainName> nameOfZone(Item item) {
    Value value = item.after() == null ? item.before() : item.after();
    return StoredIntent.read(item.key(), value) instanceof StoredIntent.OfZone(_, var zone, _)
            && zone != null
        ? Optional.of(zone.name())
        : Optional.empty();
  }

  /** The ids of the health checks that an event is about. */
  static Set<String> checks(Event event) {
    return switch (event) {
      case HealthTransition turn -> Set.of(turn.checkId());
      case AnswerChange change -> Set.copyOf(change.checks());
      case ConfigurationChange change -> {
        var checks = new LinkedHashSet<String>();
        for (Item item : change.items()) {
          switch (StoredIntent.read(item.key(), null)) {
            case StoredIntent.OfCheck check -> checks.add(check.checkId());
            case StoredIntent.OfCheckTags tags -> checks.add(tags.checkId());
            case StoredIntent.OfZone _, StoredIntent.OfRecordSet _ -> {}
            case StoredIntent.OfCidrCollection _, StoredIntent.OfZoneKeys _ -> {}
            case StoredIntent.Nothing _ -> {}
          }
        }
        yield checks;
      }
      case NotificationOutcome outcome -> Set.copyOf(outcome.checks());
      case Gap _ -> Set.of();
    };
  }
}
