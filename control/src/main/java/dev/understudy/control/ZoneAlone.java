package dev.understudy.control;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import dev.understudy.intent.Mutation;
import dev.understudy.intent.RoutingPolicy;
import dev.understudy.store.Key;
import dev.understudy.store.Store;
import dev.understudy.store.Store.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The intent of one zone as if there were no other. TestDNSAnswer speaks of the zone it was asked
 * about, also where queries are answered from another: an older one of the same name, or one whose
 * name is longer (docs/adr/0068-a-zone-tested-alone.md).
 */
final class ZoneAlone {
  private static final int PAGE = 10_000;

  private final Store store;
  private final Zones zones;

  ZoneAlone(Store store, Zones zones) {
    this.store = store;
    this.zones = zones;
  }

  /** Null where queries for the name are answered from that zone; otherwise its whole intent. */
  @Nullable List<Mutation> ifCovered(Zone zone, DomainName name) throws ApiException {
    return covered(zone, name) ? read(zone) : null;
  }

  private boolean covered(Zone zone, DomainName name) throws ApiException {
    for (DomainName at = name; ; at = at.parent()) {
      boolean same = at.equals(zone.name());
      for (Entry entry : store.scan(Keys.zoneName(at, null), null, PAGE)) {
        Zone other = zones.get(SmallCodecs.readText(entry.value().octets()));
        if (!other.privateZone() && (!same || other.created() < zone.created())) {
          return true;
        }
      }
      if (same) {
        return false;
      }
    }
  }

  private List<Mutation> read(Zone zone) {
    var mutations = new ArrayList<Mutation>();
    mutations.add(new Mutation.PutZone(new HostedZone(zone.id(), zone.name(), zone.created())));
    var named = new HashSet<Key>();
    Key prefix = Keys.recordSets(zone.id());
    Key from = null;
    while (true) {
      List<Entry> page = store.scan(prefix, from, PAGE);
      for (Entry entry : from == null ? page : page.subList(1, page.size())) {
        if (StoredIntent.read(entry.key(), entry.value())
                instanceof StoredIntent.OfRecordSet(_, _, _, _, var set)
            && set != null) {
          mutations.add(new Mutation.PutRecordSet(zone.id(), set));
          String check = set.healthCheckId();
          if (check != null && named.add(Keys.check(check))) {
            addNamed(store, Keys.check(check), mutations);
          }
          if (set.policy() instanceof RoutingPolicy.IpBased(String collection, _)
              && named.add(Keys.cidrCollection(collection))) {
            addNamed(store, Keys.cidrCollection(collection), mutations);
          }
        }
      }
      if (page.size() < PAGE) {
        return mutations;
      }
      from = page.getLast().key();
    }
  }

  /** What was deleted is left out: such a check is healthy, as it is for queries. */
  static void addNamed(Store store, Key key, List<Mutation> mutations) {
    Entry entry = store.get(key);
    if (entry == null) {
      return;
    }
    StoredIntent intent = StoredIntent.read(entry.key(), entry.value());
    if (intent instanceof StoredIntent.OfCheck(_, var settings) && settings != null) {
      mutations.add(new Mutation.PutCheck(settings.with(null)));
    }
    if (intent instanceof StoredIntent.OfCidrCollection(_, var collection) && collection != null) {
      mutations.add(new Mutation.PutCidrCollection(collection));
    }
  }
}
