package dev.understudy.beat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The fate of one endpoint, known from beginning to end: what it is like at each moment. Nobody's
 * probing changes it, so whoever asks may ask about the future.
 *
 * @param spells in order, the first from time 0; the last one lasts
 * @param idleNanos it closes a connection that has been silent so long; never if 0
 * @param roundTripNanos to it and back
 */
record SimulatedEndpoint(List<Spell> spells, long idleNanos, long roundTripNanos) {

  enum Manner {
    /** Answers 200 at once. */
    UP(true),
    /** Answers 200 after a while, well within the limit. */
    SLOW(true),
    /** The process is gone: connections are refused, open ones are reset when it starts. */
    DOWN(false),
    /** The process hangs: the kernel accepts, nobody answers. */
    FROZEN(false),
    /** The machine is gone: not even a refusal. */
    SILENT(false),
    /** Accepts and resets. */
    RESETTING(false),
    /** Answers 500 at once. */
    FAILING(false);

    final boolean good;

    Manner(boolean good) {
      this.good = good;
    }
  }

  record Spell(long from, Manner manner) {}

  SimulatedEndpoint {
    spells = List.copyOf(spells);
  }

  /** A random fate: some spells are long enough to be judged, some flap. */
  static SimulatedEndpoint random(RandomGenerator random, long intervalNanos, long endNanos) {
    if (random.nextInt(4) == 0) {
      return killedAgainAndAgain(random, intervalNanos, endNanos);
    }
    var spells = new ArrayList<Spell>();
    Manner[] manners = Manner.values();
    long at = 0;
    while (at < endNanos) {
      boolean up = random.nextInt(2) == 0 || spells.isEmpty();
      Manner manner = up ? Manner.UP : manners[random.nextInt(manners.length)];
      spells.add(new Spell(at, manner));
      at +=
          1
              + switch (random.nextInt(4)) {
                case 0 -> random.nextLong(intervalNanos / 20 + 1); // flapping
                case 1 -> random.nextLong(2 * intervalNanos);
                default -> random.nextLong(20 * intervalNanos);
              };
    }
    long idle = random.nextInt(3) == 0 ? 1 + random.nextLong(10 * intervalNanos) : 0;
    return new SimulatedEndpoint(spells, idle, 1 + random.nextLong(2_000_000));
  }

  /** Killed, now and then frozen first, and each time at nearly the same age. */
  private static SimulatedEndpoint killedAgainAndAgain(
      RandomGenerator random, long intervalNanos, long endNanos) {
    var spells = new ArrayList<Spell>();
    long age = 200_000_000L + random.nextLong(5 * intervalNanos);
    long at = 0;
    while (at < endNanos) {
      spells.add(new Spell(at, Manner.UP));
      at += age + random.nextLong(age / 8);
      Manner manner = random.nextInt(4) == 0 ? Manner.FROZEN : Manner.DOWN;
      spells.add(new Spell(at, manner));
      at += 120_000_000L + random.nextLong(3 * intervalNanos);
    }
    return new SimulatedEndpoint(spells, 0, 1 + random.nextLong(2_000_000));
  }

  Manner at(long time) {
    return spells.get(index(time)).manner;
  }

  /** When the spell of this moment ends. */
  long until(long time) {
    int next = index(time) + 1;
    return next < spells.size() ? spells.get(next).from : Long.MAX_VALUE;
  }

  private int index(long time) {
    int index = 0;
    while (index + 1 < spells.size() && spells.get(index + 1).from <= time) {
      index++;
    }
    return index;
  }

  /** The first moment from {@code time} on at which open connections are reset, or never. */
  long resetAfter(long time) {
    long at = time;
    while (at != Long.MAX_VALUE) {
      Manner manner = at(at);
      if (manner == Manner.DOWN || manner == Manner.RESETTING) {
        return at;
      }
      at = until(at);
    }
    return at;
  }
}
