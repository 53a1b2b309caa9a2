package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.UnreadableStateException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * How much is kept, and which hosted zones are kept but not answered from because an older one has
 * their name. Reading it costs a walk over the zones, not over their record sets.
 *
 * @param recordSets of all zones, NS and SOA of the apex included
 * @param shadowed public zones in order of names; at most {@link #SHADOWED_MAX}
 */
public record Inventory(long zones, long recordSets, long healthChecks, List<Shadowed> shadowed) {
  /** So many shadowed zones are told of. */
  public static final int SHADOWED_MAX = 1_000;

  private static final int PAGE = 10_000;

  public Inventory {
    shadowed = List.copyOf(shadowed);
  }

  /** A zone that is not answered from, and the zone that is. */
  public record Shadowed(String zoneId, DomainName name, String answeredBy) {}

  /** Takes stock. */
  public static Inventory read(Store store) {
    long[] sums = new long[2];
    forEach(
        store,
        Keys.prefix(Space.ZONE_HEAD),
        head -> {
          sums[0]++;
          try {
            sums[1] += SmallCodecs.readNumber(head.value().octets());
          } catch (UnreadableStateException e) {
            // Not counted.
          }
        });
    return new Inventory(sums[0], sums[1], store.count(Keys.prefix(Space.CHECK)), shadowed(store));
  }

  private static List<Shadowed> shadowed(Store store) {
    var zones = new Zones(store);
    var shadowed = new ArrayList<Shadowed>();
    var named = new ArrayList<Entry>(); // index entries of one name, which stand side by side
    forEach(
        store,
        Keys.prefix(Space.ZONE_NAME),
        entry -> {
          if (!named.isEmpty() && !Keys.sameZoneName(named.getFirst().key(), entry.key())) {
            addShadowed(zones, named, shadowed);
            named.clear();
          }
          named.add(entry);
        });
    addShadowed(zones, named, shadowed);
    return shadowed.size() > SHADOWED_MAX ? shadowed.subList(0, SHADOWED_MAX) : shadowed;
  }

  private static void addShadowed(Zones zones, List<Entry> named, List<Shadowed> shadowed) {
    if (named.size() < 2 || shadowed.size() >= SHADOWED_MAX) {
      return;
    }
    var sameName = new ArrayList<Zone>();
    for (Entry entry : named) {
      try {
        Zone zone = zones.get(SmallCodecs.readText(entry.value().octets()));
        if (!zone.privateZone()) {
          sameName.add(zone);
        }
      } catch (ApiException | UnreadableStateException e) {
        // Deleted since the index was read, or damaged and not answered from.
      }
    }
    sameName.sort(Comparator.comparingLong(Zone::created));
    for (Zone zone : sameName.stream().skip(1).toList()) {
      shadowed.add(new Shadowed(zone.id(), zone.name(), sameName.getFirst().id()));
    }
  }

  private static void forEach(Store store, Key prefix, Consumer<Entry> action) {
    Key from = null;
    while (true) {
      List<Entry> page = store.scan(prefix, from, PAGE);
      (from == null ? page : page.subList(1, page.size())).forEach(action);
      if (page.size() < PAGE) {
        return;
      }
      from = page.getLast().key();
    }
  }
}
