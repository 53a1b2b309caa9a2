package dev.understudy.zone;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The targets of aliases that name another hosted zone than their own. Aliases know them by slots,
 * as they know health checks, so what is resolved anew leaves the aliases as they are. Which of the
 * targets lie outside depends on the zones served, and is decided for all of them when either
 * changed. Writer thread only.
 */
final class OutsideBook {
  private final Slots slots = new Slots();
  private final List<@Nullable OutsideTarget> targets = new ArrayList<>();

  /** Also of targets that no alias names yet. */
  private final Map<OutsideTarget, Outside> known = new HashMap<>();

  private @Nullable Outside[] bySlot = new Outside[0];
  private Set<OutsideTarget> wanted = Set.of();
  private boolean frozen;
  private boolean stale;

  /** An alias refers to a target; without effect for one that names its own zone. */
  void take(ZoneState zone, ResourceRecordSet alias) {
    OutsideTarget target = target(zone, alias);
    if (target == null) {
      return;
    }
    int slot = slots.take(target.toString());
    while (slot >= targets.size()) {
      targets.add(null);
    }
    stale |= targets.set(slot, target) == null;
  }

  /** It does so no more. */
  void release(ZoneState zone, ResourceRecordSet alias) {
    OutsideTarget target = target(zone, alias);
    if (target == null) {
      return;
    }
    int slot = slots.slot(target.toString());
    slots.release(target.toString());
    if (slots.slot(target.toString()) < 0) {
      targets.set(slot, null);
      stale = true;
    }
  }

  /** The slot of a target that was taken. */
  int slot(ResourceRecordSet alias) {
    return slots.slot(target(alias, Objects.requireNonNull(alias.alias())).toString());
  }

  /** What is known of a target from now on; also of one that no alias names yet. */
  void put(Outside outside) {
    known.put(outside.target(), outside);
    int slot = slots.slot(outside.target().toString());
    if (slot >= 0 && slot < bySlot.length && bySlot[slot] != null) {
      if (frozen) {
        bySlot = Arrays.copyOf(bySlot, bySlot.length);
        frozen = false;
      }
      bySlot[slot] = outside;
    }
  }

  Iterable<Outside> known() {
    return known.values();
  }

  /** Decides anew which targets lie outside; forgets what is known of those that do not. */
  void classify(Predicate<OutsideTarget> isOutside) {
    stale = false;
    var outside = new HashSet<OutsideTarget>();
    bySlot = new Outside[targets.size()];
    frozen = false;
    for (int slot = 0; slot < bySlot.length; slot++) {
      OutsideTarget target = targets.get(slot);
      if (target != null && isOutside.test(target)) {
        outside.add(target);
        bySlot[slot] = known.getOrDefault(target, Outside.unknown(target));
      }
    }
    known.keySet().retainAll(outside);
    if (!outside.equals(wanted)) {
      wanted = Set.copyOf(outside);
    }
  }

  /** Whether targets came or went since the last {@link #classify}. */
  boolean stale() {
    return stale;
  }

  /** The targets that lie outside; the same object until they change. */
  Set<OutsideTarget> wanted() {
    return wanted;
  }

  /** By slot; null where a target is answered from here. Never written to again. */
  @Nullable Outside[] freeze() {
    frozen = true;
    return bySlot;
  }

  private static @Nullable OutsideTarget target(ZoneState zone, ResourceRecordSet set) {
    AliasTarget alias = set.alias();
    return alias == null || alias.hostedZoneId().equals(zone.zone.id()) ? null : target(set, alias);
  }

  private static OutsideTarget target(ResourceRecordSet set, AliasTarget alias) {
    return new OutsideTarget(alias.name(), set.type());
  }
}
