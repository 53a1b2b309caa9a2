package dev.understudy.hindsight;

import dev.understudy.control.StoredIntent;
import dev.understudy.history.Event;
import dev.understudy.history.Event.AnswerChange;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.history.Event.Item;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.history.EventLog;
import dev.understudy.history.EventPage;
import dev.understudy.store.Key;
import dev.understudy.store.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was recorded after a time, told as what it takes to undo it: of each entry what stood there
 * before it was first touched, of each check the status from which it first turned.
 *
 * <p>What stood there then depends on the first change since alone, not on what is there now. So
 * entries may be read before this and while others write, as long as what they wrote is read here
 * afterwards: {@link #more}.
 */
final class Undone {
  private static final int GAPS_KEPT = 10_000;

  private final EventLog log;
  private final Instant then;
  private final Set<String> zones;
  private final NavigableMap<Key, Optional<Value>> entries = new TreeMap<>();
  private final NavigableMap<Key, Optional<Value>> recordSets = new TreeMap<>();
  private final Map<String, HealthTransition> next = new HashMap<>();
  private final Map<String, HealthTransition> late = new HashMap<>();
  private final List<Gap> gaps = new ArrayList<>();
  private final Map<ConfigurationChange, Integer> cut = new LinkedHashMap<>();
  private @Nullable String last;

  private Undone(EventLog log, Instant then, Set<String> zones) {
    this.log = log;
    this.then = then;
    this.zones = Set.copyOf(zones);
  }

  /**
   * Reads the record.
   *
   * @param then to the millisecond; what happened in it is not undone
   * @param zones ids of those whose record sets are wanted
   */
  static Undone read(EventLog log, Instant then, Set<String> zones) {
    var undone = new Undone(log, then, zones);
    undone.last = log.walk(then, null, undone::take);
    return undone;
  }

  /** Reads what was recorded meanwhile; returns the entries that were not touched before. */
  NavigableMap<Key, Optional<Value>> more() {
    Set<Key> known = Set.copyOf(entries.keySet());
    Set<Key> knownSets = Set.copyOf(recordSets.keySet());
    last = log.walk(then, last, this::take);
    var fresh = new TreeMap<Key, Optional<Value>>(entries);
    fresh.putAll(recordSets);
    fresh.keySet().removeAll(known);
    fresh.keySet().removeAll(knownSets);
    return fresh;
  }

  /** Zones, checks, tags, collections and that there are keys of zones: what stood there before. */
  NavigableMap<Key, Optional<Value>> entries() {
    return entries;
  }

  /** Of the zones that were wanted. */
  NavigableMap<Key, Optional<Value>> recordSets() {
    return recordSets;
  }

  /** The first turn of a check after the time. */
  Optional<HealthTransition> next(String checkId) {
    return Optional.ofNullable(next.get(checkId));
  }

  /** The last turn by the time, where it was recorded later only. */
  Optional<HealthTransition> late(String checkId) {
    return Optional.ofNullable(late.get(checkId));
  }

  List<Gap> gaps() {
    return gaps;
  }

  /** Changes too large for the record to keep what stood there before, and of how many entries. */
  Map<ConfigurationChange, Integer> cut() {
    return cut;
  }

  private void take(EventPage.Entry entry) {
    Event event = entry.event();
    boolean before = !event.at().isAfter(then);
    switch (event) {
      case HealthTransition turn -> {
        if (before) {
          late.put(turn.checkId(), turn);
        } else {
          next.putIfAbsent(turn.checkId(), turn);
        }
      }
      case ConfigurationChange change -> {
        if (!before) {
          change.items().forEach(item -> undo(change, item));
        }
      }
      case Gap gap -> {
        if (!before && gaps.size() < GAPS_KEPT) {
          gaps.add(gap);
        }
      }
      case AnswerChange _, NotificationOutcome _ -> {}
    }
  }

  private void undo(ConfigurationChange change, Item item) {
    switch (StoredIntent.read(item.key(), null)) {
      case StoredIntent.OfRecordSet set -> {
        if (zones.contains(set.zoneId())) {
          undo(change, item, recordSets);
        }
      }
      case StoredIntent.OfZoneKeys _ ->
          entries.putIfAbsent(item.key(), Optional.ofNullable(item.before()));
      case StoredIntent.OfZone _, StoredIntent.OfCheck _ -> undo(change, item, entries);
      case StoredIntent.OfCheckTags _, StoredIntent.OfCidrCollection _ ->
          undo(change, item, entries);
      case StoredIntent.Nothing _ -> {}
    }
  }

  private void undo(ConfigurationChange change, Item item, Map<Key, Optional<Value>> to) {
    Value before = item.before();
    if (to.containsKey(item.key())) {
      return;
    }
    if (before != null && before.lengthOctets() == 0) {
      cut.merge(change, 1, Integer::sum);
    } else {
      to.put(item.key(), Optional.ofNullable(before));
    }
  }
}
