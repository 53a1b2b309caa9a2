package dev.understudy.resolution;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which target to ask for and when, and what to tell of the outcomes. One thread; reads no clock
 * and asks nobody itself. Times in nanoseconds of one monotonic clock.
 */
final class Agenda {
  /** No target is waiting for its turn. */
  static final long NEVER = Long.MAX_VALUE;

  /** One target on the agenda; also the token of an asking under way. */
  static final class Item {
    private final OutsideTarget target;
    private final long number;
    private Standing standing;

    private Item(OutsideTarget target, long number, Standing standing) {
      this.target = target;
      this.number = number;
      this.standing = standing;
    }

    OutsideTarget target() {
      return target;
    }

    Standing standing() {
      return standing;
    }
  }

  private static final Comparator<Item> BY_TIME =
      Comparator.<Item>comparingLong(item -> item.standing.dueNanos())
          .thenComparingLong(item -> item.number);

  private final RandomGenerator chance;
  private final int askingMax;
  private final Map<OutsideTarget, Item> items = new HashMap<>();

  /** Those not being asked for. */
  private final TreeSet<Item> waiting = new TreeSet<>(BY_TIME);

  private int asking;
  private int failing;
  private long numbers;

  /**
   * With nothing to do.
   *
   * @param askingMax askings under way at one time, at least 1
   */
  Agenda(RandomGenerator chance, int askingMax) {
    this.chance = chance;
    this.askingMax = askingMax;
  }

  /**
   * Takes the targets that are wanted from now on; new ones are due at once, others are dropped.
   *
   * @param remembered what is known already, where it is
   * @return what is known of the new ones
   */
  Map<OutsideTarget, OutsideRecords> want(
      Set<OutsideTarget> wanted, Map<OutsideTarget, Standing> remembered, long now) {
    items
        .values()
        .removeIf(item -> {
          boolean dropped = !wanted.contains(item.target);
          if (dropped) {
            waiting.remove(item);
            failing -= item.standing.failures() > 0 ? 1 : 0;
          }
          return dropped;
        });
    var known = new HashMap<OutsideTarget, OutsideRecords>();
    for (OutsideTarget target : wanted) {
      if (!items.containsKey(target)) {
        Standing standing = remembered.getOrDefault(target, Standing.fresh(now));
        var item = new Item(target, numbers++, standing);
        items.put(target, item);
        waiting.add(item);
        if (standing.known() != null) {
          known.put(target, standing.known());
        }
      }
    }
    return known;
  }

  /** What to ask for now, as far as there is room; each must come back to {@link #settle}. */
  List<Item> take(long now) {
    var due = new ArrayList<Item>();
    while (asking < askingMax && !waiting.isEmpty() && waiting.first().standing.dueNanos() <= now) {
      due.add(waiting.removeFirst());
      asking++;
    }
    return due;
  }

  /** An asking ended; returns what is known from now on, or null if that is what was before. */
  @Nullable OutsideRecords settle(Item item, Outcome outcome, long now) {
    asking--;
    if (items.get(item.target) != item) {
      return null;
    }
    Standing before = item.standing;
    item.standing = before.next(outcome, now, chance.nextDouble());
    waiting.add(item);
    failing += (outcome instanceof Failed ? 1 : 0) - (before.failures() > 0 ? 1 : 0);
    OutsideRecords known = item.standing.known();
    return known == null || known.equals(before.known()) ? null : known;
  }

  /** When {@link #take} has something again unless an asking ends before; {@link #NEVER} if not. */
  long nextNanos() {
    return asking == askingMax || waiting.isEmpty() ? NEVER : waiting.first().standing.dueNanos();
  }

  /** Everything on the agenda. */
  Iterable<Item> items() {
    return items.values();
  }

  int size() {
    return items.size();
  }

  /** Targets whose last asking failed. */
  int failing() {
    return failing;
  }

  int asking() {
    return asking;
  }
}
