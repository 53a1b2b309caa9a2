package dev.understudy.propagation;

import dev.understudy.control.StoredIntent;
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
import dev.understudy.zone.Untaken;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the store and tells listeners of the intent: those who watch checks before the one who
 * answers, others after it, then the roster. Called on the follower's one thread.
 *
 * <p>Keeps in memory the settings and tags of health checks, which only together mean something,
 * and what else is not a record set; never the record sets. A change of tags comes out as the whole
 * check anew. Private zones do not come out at all.
 *
 * <p>An entry that cannot be read and a listener that fails hold nothing else up: {@link Damage}
 * has what was left out.
 */
public final class Propagation implements Store.Follower {
  private final List<IntentListener> before;
  private final IntentListener answers;
  private final List<IntentListener> after;
  private final LongConsumer applied;
  private final Damage damage;
  private Known known = new Known();

  /**
   * Names the listeners.
   *
   * @param before told of health checks before {@code answers} is told of anything
   * @param answers told of everything
   * @param after told of health checks after that
   * @param applied told of each revision when all listeners have returned
   * @param damage takes what cannot be told
   */
  public Propagation(
      List<IntentListener> before,
      IntentListener answers,
      List<IntentListener> after,
      LongConsumer applied,
      Damage damage) {
    this.before = List.copyOf(before);
    this.answers = answers;
    this.after = List.copyOf(after);
    this.applied = applied;
    this.damage = damage;
  }

  @Override
  public void reset(long revision, Iterable<Entry> entries) {
    damage.begin();
    var reader = new EntryReader(damage, known, true);
    var next = new Known();
    Iterator<Entry> rest = entries.iterator();
    OfRecordSet first = readUpToRecordSets(rest, reader, next);
    List<Mutation> checks = checks(next, reader);
    var heads = new ArrayList<>(checks);
    next.zones.values().forEach(zone -> heads.add(new Mutation.PutZone(zone)));
    next.collections.values().forEach(each -> heads.add(new Mutation.PutCidrCollection(each)));
    next.signings.forEach((zoneId, signing) -> {
      if (next.zones.containsKey(zoneId)) {
        heads.add(new Mutation.PutZoneSigning(zoneId, signing));
      }
    });
    before.forEach(listener -> reset(listener, revision, checks));
    var stored = new StoredRecordSets(first, rest, reader, set -> isAnswered(set.zoneId(), next));
    try (var sets = new Ahead<>(stored)) {
      answers.reset(revision, () -> new Everything(heads.iterator(), sets));
    }
    after.forEach(listener -> reset(listener, revision, checks));
    known = next;
    damage.end();
    applied.accept(revision);
  }

  /** Takes in what comes before the record sets; returns the first of those, or null. */
  private static @Nullable OfRecordSet readUpToRecordSets(
      Iterator<Entry> rest, EntryReader reader, Known next) {
    while (rest.hasNext()) {
      Entry entry = rest.next();
      switch (reader.read(entry.key(), entry.value())) {
        case OfZone zone -> remember(zone, next);
        case OfCheck check -> remember(next.checks, check.checkId(), check.settings());
        case OfCheckTags tags -> remember(next.extensions, tags.checkId(), tags.extensions());
        case OfCidrCollection of -> remember(next.collections, of.collectionId(), of.collection());
        case OfZoneKeys keys -> remember(next.signings, keys.zoneId(), keys.signing());
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
    var reader = new EntryReader(damage, known, false);
    var changedChecks = new LinkedHashSet<String>();
    var heads = new ArrayList<Mutation>();
    var signings = new ArrayList<OfZoneKeys>();
    var sets = new ArrayList<OfRecordSet>();
    var deletedZones = new LinkedHashSet<String>();
    for (Store.Mutation mutation : mutations) {
      switch (read(reader, mutation)) {
        case OfZone zone -> takeZone(zone, heads, deletedZones);
        case OfCheck check -> {
          remember(known.checks, check.checkId(), check.settings());
          changedChecks.add(check.checkId());
        }
        case OfCheckTags tags -> {
          remember(known.extensions, tags.checkId(), tags.extensions());
          changedChecks.add(tags.checkId());
        }
        case OfCidrCollection of -> {
          remember(known.collections, of.collectionId(), of.collection());
          heads.add(mutation(of));
        }
        case OfZoneKeys keys -> {
          remember(known.signings, keys.zoneId(), keys.signing());
          signings.add(keys);
        }
        case OfRecordSet set -> sets.add(set);
        case Nothing _ -> {}
      }
    }
    List<Mutation> checks = checks(changedChecks, reader);
    var everything = new ArrayList<>(checks);
    everything.addAll(heads);
    signings.stream()
        .filter(keys -> known.zones.containsKey(keys.zoneId()))
        .forEach(keys -> everything.add(mutation(keys)));
    sets.stream()
        .filter(set -> !deletedZones.contains(set.zoneId()) && isAnswered(set.zoneId(), known))
        .forEach(set -> everything.add(mutation(set)));
    deletedZones.forEach(id -> everything.add(new Mutation.DeleteZone(id)));
    tell(revision, checks, Collections.unmodifiableList(everything));
  }

  private void tell(long revision, List<Mutation> checks, List<Mutation> everything) {
    if (!checks.isEmpty()) {
      before.forEach(listener -> apply(listener, revision, checks));
    }
    answers.apply(revision, everything);
    if (!checks.isEmpty()) {
      after.forEach(listener -> apply(listener, revision, checks));
    }
    applied.accept(revision);
  }

  private void reset(IntentListener listener, long revision, List<Mutation> checks) {
    try {
      listener.reset(revision, checks);
    } catch (RuntimeException _) { // found again below, check by check
      listener.reset(revision, List.of());
      applyEach(listener, revision, checks);
    }
  }

  private void apply(IntentListener listener, long revision, List<Mutation> checks) {
    try {
      listener.apply(revision, checks);
    } catch (RuntimeException _) { // found again below, check by check
      applyEach(listener, revision, checks);
    }
  }

  private void applyEach(IntentListener listener, long revision, List<Mutation> checks) {
    for (Mutation check : checks) {
      try {
        listener.apply(revision, List.of(check));
      } catch (RuntimeException e) {
        damage.bug(Untaken.of(check, e).about(), e);
      }
    }
  }

  private void takeZone(OfZone zone, List<Mutation> heads, Set<String> deletedZones) {
    boolean wasAnswered = known.zones.containsKey(zone.zoneId());
    remember(zone, known);
    if (known.zones.containsKey(zone.zoneId())) {
      heads.add(new Mutation.PutZone(known.zones.get(zone.zoneId())));
    } else if (wasAnswered) {
      deletedZones.add(zone.zoneId());
    }
  }

  /** A zone without an entry of its own cannot be answered from; its record sets are kept. */
  private boolean isAnswered(String zoneId, Known among) {
    if (among.zones.containsKey(zoneId)) {
      return true;
    }
    if (!among.privateZones.contains(zoneId)) {
      damage.note(
          "zone " + zoneId, "it has record sets but is not there", "it is not answered from");
    }
    return false;
  }

  private static List<Mutation> checks(Known all, EntryReader reader) {
    var puts = new ArrayList<Mutation>(all.checks.size());
    all.checks.forEach((id, settings) ->
        puts.add(new Mutation.PutCheck(reader.check(id, settings, all.extensions.get(id)))));
    return Collections.unmodifiableList(puts);
  }

  private List<Mutation> checks(Set<String> changed, EntryReader reader) {
    var mutations = new ArrayList<Mutation>();
    for (String id : changed) {
      Settings settings = known.checks.get(id);
      mutations.add(
          settings == null
              ? new Mutation.DeleteCheck(id)
              : new Mutation.PutCheck(reader.check(id, settings, known.extensions.get(id))));
    }
    return Collections.unmodifiableList(mutations);
  }

  private static void remember(OfZone zone, Known in) {
    remember(in.zones, zone.zoneId(), zone.isPrivate() ? null : zone.zone());
    if (zone.isPrivate()) {
      in.privateZones.add(zone.zoneId());
    } else {
      in.privateZones.remove(zone.zoneId());
    }
  }

  private static <T> void remember(Map<String, T> map, String id, @Nullable T value) {
    if (value == null) {
      map.remove(id);
    } else {
      map.put(id, value);
    }
  }

  private static StoredIntent read(EntryReader reader, Store.Mutation mutation) {
    return switch (mutation) {
      case Store.Mutation.Put(var key, var value) -> reader.read(key, value);
      case Store.Mutation.Delete(var key) -> reader.read(key, null);
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

  static Mutation mutation(OfRecordSet set) {
    return set.set() == null
        ? new Mutation.DeleteRecordSet(set.zoneId(), set.name(), set.type(), set.setIdentifier())
        : new Mutation.PutRecordSet(set.zoneId(), set.set());
  }
}
