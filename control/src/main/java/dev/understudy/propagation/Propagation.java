package dev.understudy.propagation;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredIntent.Extensions;
import dev.understudy.control.StoredIntent.Nothing;
import dev.understudy.control.StoredIntent.OfCheck;
import dev.understudy.control.StoredIntent.OfCheckTags;
import dev.understudy.control.StoredIntent.OfCidrCollection;
import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.control.StoredIntent.OfZone;
import dev.understudy.control.StoredIntent.OfZoneKeys;
import dev.understudy.control.StoredIntent.Settings;
import dev.understudy.intent.IntentListener;
import dev.understudy.intent.Mutation;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the store and tells listeners of the intent: those who watch checks before the one who
 * answers, others after it, then the roster. Called on the follower's one thread.
 *
 * <p>Keeps in memory the settings and tags of health checks, which only together mean something,
 * and which zones are not answered from; never the record sets. A change of tags comes out as the
 * whole check anew. Private zones do not come out at all.
 */
public final class Propagation implements Store.Follower {
  private final List<IntentListener> before;
  private final IntentListener answers;
  private final List<IntentListener> after;
  private final LongConsumer applied;

  private final Map<String, Settings> checks = new TreeMap<>();
  private final Map<String, Extensions> extensions = new HashMap<>();
  private final Set<String> privateZones = new HashSet<>();

  /**
   * Names the listeners.
   *
   * @param before told of health checks before {@code answers} is told of anything
   * @param answers told of everything
   * @param after told of health checks after that
   * @param applied told of each revision when all listeners have returned
   */
  public Propagation(
      List<IntentListener> before,
      IntentListener answers,
      List<IntentListener> after,
      LongConsumer applied) {
    this.before = List.copyOf(before);
    this.answers = answers;
    this.after = List.copyOf(after);
    this.applied = applied;
  }

  @Override
  public void reset(long revision, Iterable<Entry> entries) {
    checks.clear();
    extensions.clear();
    privateZones.clear();
    var zones = new ArrayList<Mutation>();
    Iterator<Entry> rest = entries.iterator();
    OfRecordSet first = readUpToRecordSets(rest, zones);
    var puts = new ArrayList<Mutation>(checks.size());
    checks.forEach((id, settings) -> puts.add(check(id, settings)));
    List<Mutation> known = Collections.unmodifiableList(puts);
    before.forEach(listener -> listener.reset(revision, known));
    answers.reset(revision, () -> new Everything(known.iterator(), zones.iterator(), first, rest));
    after.forEach(listener -> listener.reset(revision, known));
    applied.accept(revision);
  }

  /** Takes in what comes before the record sets; returns the first of those, or null. */
  private @Nullable OfRecordSet readUpToRecordSets(Iterator<Entry> rest, List<Mutation> zones) {
    while (rest.hasNext()) {
      Entry entry = rest.next();
      switch (StoredIntent.read(entry.key(), entry.value())) {
        case OfZone zone -> {
          if (zone.isPrivate()) {
            privateZones.add(zone.zoneId());
          } else if (zone.zone() != null) {
            zones.add(new Mutation.PutZone(zone.zone()));
          }
        }
        case OfCheck check -> remember(check);
        case OfCheckTags tags -> remember(tags);
        case OfCidrCollection collection -> zones.add(mutation(collection));
        case OfZoneKeys keys -> {
          if (keys.signing() != null) {
            zones.add(new Mutation.PutZoneSigning(keys.zoneId(), keys.signing()));
          }
        }
        case OfRecordSet set -> {
          return set;
        }
        case Nothing nothing -> {
          if (nothing.afterRecordSets()) {
            return null;
          }
        }
      }
    }
    return null;
  }

  @Override
  public void committed(long revision, List<Store.Mutation> mutations) {
    var changedChecks = new LinkedHashSet<String>();
    var zones = new ArrayList<Mutation>();
    var sets = new ArrayList<Mutation>();
    var deletedZones = new LinkedHashSet<String>();
    var hidden = new HashSet<>(privateZones);
    for (Store.Mutation mutation : mutations) {
      switch (read(mutation)) {
        case OfZone zone -> takeZone(zone, zones, deletedZones);
        case OfCheck check -> {
          remember(check);
          changedChecks.add(check.checkId());
        }
        case OfCheckTags tags -> {
          remember(tags);
          changedChecks.add(tags.checkId());
        }
        case OfCidrCollection collection -> zones.add(mutation(collection));
        case OfZoneKeys keys -> zones.add(mutation(keys));
        case OfRecordSet set -> {
          if (!hidden.contains(set.zoneId()) && !privateZones.contains(set.zoneId())) {
            sets.add(mutation(set));
          }
        }
        case Nothing _ -> {}
      }
    }
    sets.removeIf(set ->
        set instanceof Mutation.DeleteRecordSet delete && deletedZones.contains(delete.zoneId()));
    tell(revision, checkMutations(changedChecks), zones, sets, deletedZones);
  }

  private void tell(
      long revision,
      List<Mutation> checkMutations,
      List<Mutation> zones,
      List<Mutation> sets,
      Set<String> deletedZones) {
    var everything = new ArrayList<Mutation>(checkMutations);
    everything.addAll(zones);
    everything.addAll(sets);
    deletedZones.forEach(id -> everything.add(new Mutation.DeleteZone(id)));
    List<Mutation> all = Collections.unmodifiableList(everything);
    List<Mutation> ofChecks = Collections.unmodifiableList(checkMutations);
    if (!ofChecks.isEmpty()) {
      before.forEach(listener -> listener.apply(revision, ofChecks));
    }
    answers.apply(revision, all);
    if (!ofChecks.isEmpty()) {
      after.forEach(listener -> listener.apply(revision, ofChecks));
    }
    applied.accept(revision);
  }

  private void takeZone(OfZone zone, List<Mutation> zones, Set<String> deletedZones) {
    if (zone.isPrivate()) {
      privateZones.add(zone.zoneId());
    } else if (zone.zone() != null) {
      zones.add(new Mutation.PutZone(zone.zone()));
    } else if (!privateZones.remove(zone.zoneId())) {
      deletedZones.add(zone.zoneId());
    }
  }

  private List<Mutation> checkMutations(Set<String> changed) {
    var mutations = new ArrayList<Mutation>();
    for (String id : changed) {
      Settings settings = checks.get(id);
      mutations.add(settings == null ? new Mutation.DeleteCheck(id) : check(id, settings));
    }
    return mutations;
  }

  private Mutation check(String id, Settings settings) {
    return new Mutation.PutCheck(settings.with(extensions.get(id)));
  }

  private void remember(OfCheck check) {
    Settings settings = check.settings();
    if (settings == null) {
      checks.remove(check.checkId());
    } else {
      checks.put(check.checkId(), settings);
    }
  }

  private void remember(OfCheckTags tags) {
    Extensions found = tags.extensions();
    if (found == null) {
      extensions.remove(tags.checkId());
    } else {
      extensions.put(tags.checkId(), found);
    }
  }

  private static StoredIntent read(Store.Mutation mutation) {
    return switch (mutation) {
      case Store.Mutation.Put(var key, var value) -> StoredIntent.read(key, value);
      case Store.Mutation.Delete(var key) -> StoredIntent.read(key, null);
    };
  }

  private static Mutation mutation(OfCidrCollection of) {
    return of.collection() == null
        ? new Mutation.DeleteCidrCollection(of.collectionId())
        : new Mutation.PutCidrCollection(of.collection());
  }

  private static Mutation mutation(OfZoneKeys of) {
    return of.signing() == null
        ? new Mutation.DeleteZoneSigning(of.zoneId())
        : new Mutation.PutZoneSigning(of.zoneId(), of.signing());
  }

  private static Mutation mutation(OfRecordSet set) {
    return set.set() == null
        ? new Mutation.DeleteRecordSet(set.zoneId(), set.name(), set.type(), set.setIdentifier())
        : new Mutation.PutRecordSet(set.zoneId(), set.set());
  }

  /** Checks, then zones and CIDR collections, then record sets one by one as they are asked for. */
  private final class Everything implements Iterator<Mutation> {
    private final Iterator<Mutation> checkPuts;
    private final Iterator<Mutation> zonePuts;
    private final Iterator<Entry> rest;
    private @Nullable OfRecordSet next;

    Everything(
        Iterator<Mutation> checkPuts,
        Iterator<Mutation> zonePuts,
        @Nullable OfRecordSet first,
        Iterator<Entry> rest) {
      this.checkPuts = checkPuts;
      this.zonePuts = zonePuts;
      this.rest = rest;
      this.next = first == null || answered(first) ? first : advance();
    }

    @Override
    public boolean hasNext() {
      return checkPuts.hasNext() || zonePuts.hasNext() || next != null;
    }

    @Override
    public Mutation next() {
      if (checkPuts.hasNext()) {
        return checkPuts.next();
      }
      if (zonePuts.hasNext()) {
        return zonePuts.next();
      }
      OfRecordSet set = next;
      if (set == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return mutation(set);
    }

    private @Nullable OfRecordSet advance() {
      while (rest.hasNext()) {
        Entry entry = rest.next();
        if (!(StoredIntent.read(entry.key(), entry.value()) instanceof OfRecordSet set)) {
          return null;
        }
        if (answered(set)) {
          return set;
        }
      }
      return null;
    }

    private boolean answered(OfRecordSet set) {
      return !privateZones.contains(set.zoneId());
    }
  }
}
