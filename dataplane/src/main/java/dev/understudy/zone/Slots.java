package dev.understudy.zone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives each health check a slot for as long as the check exists or a record set names it. Writer
 * thread only.
 */
final class Slots {
  private static final class Holding {
    final int slot;
    int references;

    Holding(int slot) {
      this.slot = slot;
    }
  }

  private final Map<String, Holding> holdings = new HashMap<>();
  private final List<@Nullable String> ids = new ArrayList<>();
  private final BitSet free = new BitSet();
  private boolean changed = true;

  /** The slot of a check, with one more reference to it. */
  int take(String id) {
    Holding holding = holdings.computeIfAbsent(id, this::newHolding);
    holding.references++;
    return holding.slot;
  }

  /** Gives one reference back; the last one frees the slot. */
  void release(String id) {
    Holding holding = Objects.requireNonNull(holdings.get(id), id);
    holding.references--;
    if (holding.references == 0) {
      holdings.remove(id);
      ids.set(holding.slot, null);
      free.set(holding.slot);
      changed = true;
    }
  }

  /** The check that holds a slot. */
  String id(int slot) {
    return Objects.requireNonNull(ids.get(slot), () -> "slot " + slot + " is free");
  }

  /** The slot of a check, without taking it; -1 if it has none. */
  int slot(String id) {
    Holding holding = holdings.get(id);
    return holding == null ? -1 : holding.slot;
  }

  /** All ids by slot, if that changed since the last call; else {@code before}. */
  @Nullable String[] snapshot(@Nullable String[] before) {
    if (!changed) {
      return before;
    }
    changed = false;
    return ids.toArray(new String[0]);
  }

  private Holding newHolding(String id) {
    changed = true;
    int slot = free.nextSetBit(0);
    if (slot < 0) {
      slot = ids.size();
      ids.add(id);
    } else {
      free.clear(slot);
      ids.set(slot, id);
    }
    return new Holding(slot);
  }
}
