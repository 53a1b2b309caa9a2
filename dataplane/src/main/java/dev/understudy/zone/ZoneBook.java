package dev.understudy.zone;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.HostedZone;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Which hosted zones there are, and which of them answers for a name: the deepest at or above it,
 * and of several with one name the oldest. Writer thread only.
 */
final class ZoneBook {
  private static final Comparator<ZoneState> OLDEST_FIRST =
      Comparator.<ZoneState>comparingLong(state -> state.zone.created())
          .thenComparing(state -> state.zone.id());

  private final Map<String, ZoneState> byId = new HashMap<>();
  private final Map<DomainName, List<ZoneState>> byName = new HashMap<>();

  /** How many hosted zones lie strictly below a name. */
  private final Map<DomainName, Integer> below = new HashMap<>();

  private final BitSet ordinals = new BitSet();

  ZoneState byId(String id) {
    ZoneState state = byId.get(id);
    if (state == null) {
      throw new IllegalStateException("no hosted zone " + id);
    }
    return state;
  }

  @Nullable ZoneState find(String id) {
    return byId.get(id);
  }

  Collection<ZoneState> all() {
    return byId.values();
  }

  ZoneState add(HostedZone zone) {
    int ordinal = ordinals.nextClearBit(0);
    ordinals.set(ordinal);
    var state = new ZoneState(zone, ordinal);
    byId.put(zone.id(), state);
    List<ZoneState> same = byName.computeIfAbsent(zone.name(), _ -> new ArrayList<>(1));
    same.add(state);
    same.sort(OLDEST_FIRST);
    countBelow(zone.name(), 1);
    return state;
  }

  void remove(ZoneState state) {
    DomainName name = state.zone.name();
    ordinals.clear(state.ordinal);
    byId.remove(state.zone.id());
    List<ZoneState> same = Objects.requireNonNull(byName.get(name));
    same.remove(state);
    if (same.isEmpty()) {
      byName.remove(name);
    }
    countBelow(name, -1);
  }

  /** The zone that answers for a name, or null. */
  @Nullable ZoneState owner(DomainName name) {
    DomainName at = name;
    while (true) {
      List<ZoneState> same = byName.get(at);
      if (same != null) {
        return same.getFirst();
      }
      if (at.lengthOctets() == 1) {
        return null;
      }
      at = at.parent();
    }
  }

  /** Whether {@code state} answers for {@code name}, which lies in it. */
  boolean answers(ZoneState state, DomainName name) {
    if (!below.containsKey(state.zone.name())) {
      return Objects.requireNonNull(byName.get(state.zone.name())).getFirst() == state;
    }
    return owner(name) == state;
  }

  /** Whether a zone answers for every name in it. */
  boolean isWhole(ZoneState state) {
    DomainName name = state.zone.name();
    return !below.containsKey(name) && Objects.requireNonNull(byName.get(name)).getFirst() == state;
  }

  /** How many hosted zones have exactly this name. */
  int named(DomainName name) {
    return byName.getOrDefault(name, List.of()).size();
  }

  /** Every zone whose name lies strictly above, those that do not answer included. */
  void forEachAbove(DomainName name, Consumer<ZoneState> action) {
    for (DomainName at = name; at.lengthOctets() > 1; ) {
      at = at.parent();
      byName.getOrDefault(at, List.of()).forEach(action);
    }
  }

  /** Every name of hosted zones strictly below. */
  List<DomainName> namesBelow(DomainName name) {
    if (!below.containsKey(name)) {
      return List.of();
    }
    return byName.keySet().stream()
        .filter(other -> !other.equals(name) && other.isAtOrBelow(name))
        .toList();
  }

  private void countBelow(DomainName name, int change) {
    for (DomainName at = name; at.lengthOctets() > 1; ) {
      at = at.parent();
      below.merge(at, change, (a, b) -> a + b == 0 ? null : a + b);
    }
  }
}
