package dev.understudy.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Failure;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;
import dev.understudy.zone.OutsideRecords;
import dev.understudy.zone.OutsideTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Hours of flaky resolvers in one thread: names move, come and go, resolvers time out, lie that
 * there is nothing, or are gone for long. A failing seed is printed.
 *
 * <p>{@code -Dunderstudy.worlds=N} plays N worlds; {@code -Dunderstudy.seed=S} starts at seed S.
 */
class FlakySimulationTest {
  private static final int WORLDS = Integer.getInteger("understudy.worlds", 100);
  private static final long SEED = Long.getLong("understudy.seed", 1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long TWO_HOURS = 7200 * SECOND;
  private static final long HEALED_AT = 5400 * SECOND;
  private static final int ASKING_MAX = 3;
  private static final int NAMES = 12;
  private static final List<Failure> FAILURES = List.of(Failure.values());

  /** One asking that will end. */
  private record Flight(long at, long number, Agenda.Item item, Outcome outcome) {}

  /** What published answers would show of one target. */
  private static final class Seen {
    @Nullable OutsideRecords published;
    long denialsSince = -1;
  }

  @Test
  void lastKnownIsKeptAndEverythingIsCurrentAgainAfterwards() {
    for (long seed = SEED; seed < SEED + WORLDS; seed++) {
      try {
        new World(new SplittableRandom(seed)).play();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  private static final class World {
    private final SplittableRandom random;
    private final Agenda agenda;
    private final PriorityQueue<Flight> flights =
        new PriorityQueue<>(
            java.util.Comparator.comparingLong(Flight::at).thenComparingLong(Flight::number));
    private final Map<OutsideTarget, Seen> seen = new HashMap<>();
    private final Map<OutsideTarget, String> truth = new HashMap<>();
    private Set<OutsideTarget> wanted = Set.of();
    private long now;
    private long numbers;
    private long askings;
    private boolean healed;
    private double trouble;

    World(SplittableRandom random) {
      this.random = random;
      this.agenda = new Agenda(random.split(), ASKING_MAX);
    }

    void play() {
      long nextChange = 0;
      while (now < TWO_HOURS) {
        if (!healed && now >= HEALED_AT) {
          healed = true;
          want();
        }
        if (now >= nextChange && !healed) {
          change();
          nextChange = now + random.nextLong(300 * SECOND);
        }
        for (Agenda.Item item : agenda.take(now)) {
          ask(item);
        }
        assertThat(agenda.asking()).isBetween(0, ASKING_MAX);
        advance(healed ? TWO_HOURS : Math.min(nextChange, HEALED_AT));
      }
      for (OutsideTarget target : wanted) {
        assertThat(text(seenOf(target).published)).as("%s", target).isEqualTo(truth.get(target));
      }
      assertThat(agenda.failing()).isZero();
      assertThat(askings).as("TTLs of a second, and no faster").isLessThan(NAMES * 7200L);
    }

    /** To the next thing that happens, which is handled if it is the end of an asking. */
    private void advance(long limit) {
      long next = Math.min(limit, agenda.nextNanos());
      Flight flight = flights.peek();
      if (flight != null && flight.at() <= next) {
        flights.remove();
        now = Math.max(now, flight.at());
        settle(flight);
      } else {
        now = Math.max(now, next);
      }
    }

    private void change() {
      trouble = random.nextInt(3) == 0 ? 1 : random.nextDouble();
      for (int i = 0; i < NAMES; i++) {
        if (random.nextInt(4) == 0) {
          truth.put(target(i), random.nextInt(8) == 0 ? "none" : "192.0.2." + random.nextInt(250));
        }
        truth.putIfAbsent(target(i), "192.0.2.251");
      }
      if (random.nextInt(3) == 0) {
        want();
      }
    }

    private void want() {
      var next = new HashSet<OutsideTarget>();
      for (int i = 0; i < NAMES; i++) {
        if (random.nextInt(3) != 0) {
          next.add(target(i));
        }
      }
      wanted = Set.copyOf(next);
      seen.keySet().retainAll(wanted);
      assertThat(agenda.want(wanted, Map.of(), now)).isEmpty();
    }

    private void ask(Agenda.Item item) {
      askings++;
      Outcome outcome;
      if (!healed && random.nextDouble() < trouble) {
        outcome =
            random.nextInt(10) == 0
                ? new Nothing(random.nextInt(1000))
                : new Failed(FAILURES.get(random.nextInt(FAILURES.size())));
      } else {
        String address = truth.get(item.target());
        int ttl = random.nextInt(200);
        outcome =
            "none".equals(address)
                ? new Nothing(ttl)
                : new Found(ttl, Targets.addresses(String.valueOf(address)));
      }
      long takes = random.nextLong(healed ? SECOND : 15 * SECOND);
      flights.add(new Flight(now + takes, numbers++, item, outcome));
    }

    private void settle(Flight flight) {
      OutsideTarget target = flight.item().target();
      boolean current = List.copyOf(items()).contains(flight.item());
      OutsideRecords changed = agenda.settle(flight.item(), flight.outcome(), now);
      if (!current) {
        assertThat(changed).as("of no more interest").isNull();
        return;
      }
      Seen before = seenOf(target);
      boolean had = before.published != null && !before.published.records().isEmpty();
      switch (flight.outcome()) {
        case Found(_, var records) -> {
          before.denialsSince = -1;
          if (changed != null) {
            before.published = changed;
          }
          assertThat(published(before).records()).as("at once").isEqualTo(records);
          assertThat(published(before).ttlSeconds()).isBetween(1, 60);
        }
        case Nothing _ -> {
          before.denialsSince = before.denialsSince < 0 ? now : before.denialsSince;
          if (had && now - before.denialsSince < 60 * SECOND) {
            assertThat(changed).as("denied for less than a minute").isNull();
          } else if (changed != null) {
            before.published = changed;
          }
        }
        case Failed _ -> assertThat(changed).as("nobody could say").isNull();
      }
    }

    private static OutsideRecords published(Seen seen) {
      return java.util.Objects.requireNonNull(seen.published);
    }

    private List<Agenda.Item> items() {
      var items = new ArrayList<Agenda.Item>();
      agenda.items().forEach(items::add);
      return items;
    }

    private Seen seenOf(OutsideTarget target) {
      return seen.computeIfAbsent(target, _ -> new Seen());
    }

    private static OutsideTarget target(int i) {
      return Targets.a("lb" + i + ".example.net");
    }

    private static String text(@Nullable OutsideRecords records) {
      if (records == null) {
        return "unknown";
      }
      return records.records().isEmpty()
          ? "none"
          : dev.understudy.presentation.RdataText.format(
              dev.understudy.wire.RecordType.A, records.records().getFirst());
    }
  }
}
