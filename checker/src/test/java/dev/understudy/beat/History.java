package dev.understudy.beat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.beat.SimulatedEndpoint.Manner;
import dev.understudy.beat.SimulatedEndpoint.Spell;
import dev.understudy.health.Beat;
import dev.understudy.health.Verdicts;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Timing;
import dev.understudy.intent.Mutation.PutCheck;
import dev.understudy.probe.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One seed's history: two endpoints with a fate each, one to five checkers, one nameserver with the
 * real verdicts, publisher and responder. Everything in one thread.
 */
final class History {
  private static final long MILLISECOND = 1_000_000L;
  private static final long SECOND = 1000 * MILLISECOND;
  private static final long SLACK = 100 * MILLISECOND;

  /** Several checkers lose one beat in ten; this many in a row they do not lose. */
  private static final long BEATS_LOST_SLACK = 10 * SECOND;

  /** An endpoint that closes idle connections sooner is guarded only part of the time. */
  private static final long RESTLESS = 3 * SECOND;

  private final Random random;
  private final Stage stage = new Stage();
  private final SimulatedNetwork network;
  private final List<Subject> subjects = new ArrayList<>();
  private final List<SimulatedChecker> checkers = new ArrayList<>();
  private final Verdicts verdicts = new Verdicts(this::changed, Set.of(), () -> Instant.EPOCH);
  private final Resolver resolver;
  private final boolean alone;
  private final long end;
  private final Totals totals = new Totals();

  /** A check, the fate of what it looks at, and what became of its status. */
  private static final class Subject {
    private final HealthCheck check;
    private final SimulatedEndpoint fate;
    private final List<Flip> flips = new ArrayList<>();
    private final List<Long> guardedCrashes = new ArrayList<>();
    private SimulatedChecker.@Nullable Post post;

    Subject(HealthCheck check, SimulatedEndpoint fate) {
      this.check = check;
      this.fate = fate;
    }

    Timing timing() {
      return ((Endpoint) check.subject()).timing();
    }

    /** Whether it was told healthy anew {@link #SLACK} ago or earlier, and has been since. */
    boolean recovered(long time) {
      Flip last = flips.isEmpty() ? new Flip(time, false) : flips.getLast();
      return flips.size() > 1 // the first is the assumption before the first probe
          && last.status
          && last.time + SLACK <= time
          && fate.at(last.time) == Manner.UP
          && fate.until(last.time) > time;
    }

    boolean statusAt(long time) {
      boolean status = true;
      for (Flip flip : flips) {
        if (flip.time <= time) {
          status = flip.status;
        }
      }
      return status;
    }
  }

  private record Flip(long time, boolean status) {}

  /** A stretch of time in which an endpoint was good throughout, or bad throughout. */
  private record Run(long from, long to, boolean good, boolean slow) {}

  /** What all histories together have put to the test. */
  static final class Totals {
    private long flips;
    private long judgedFalls;
    private long judgedRises;
    private long judgedCrashes;

    void add(Totals other) {
      flips += other.flips;
      judgedFalls += other.judgedFalls;
      judgedRises += other.judgedRises;
      judgedCrashes += other.judgedCrashes;
    }

    long flips() {
      return flips;
    }

    long judgedFalls() {
      return judgedFalls;
    }

    long judgedRises() {
      return judgedRises;
    }

    long judgedCrashes() {
      return judgedCrashes;
    }

    @Override
    public String toString() {
      return "%d flips; bounds held at %d falls (%d of them crashes seen by the sentinel), %d rises"
          .formatted(flips, judgedFalls, judgedCrashes, judgedRises);
    }
  }

  History(long seed) {
    random = new Random(seed);
    alone = random.nextInt(3) > 0;
    long[] intervals = {100, 250, 1000, 10_000, 30_000};
    long interval = intervals[random.nextInt(intervals.length)] * MILLISECOND;
    Checks one = randomCheck(interval).at("10.0.0.1", null);
    Checks two = randomCheck(interval).at("10.0.0.2", null);
    network = new SimulatedNetwork(Math.min(limit(one), limit(two)) / 3);
    end = 40 * interval;
    for (Checks checks : List.of(one, two)) {
      SimulatedEndpoint fate = SimulatedEndpoint.random(random, interval, end);
      Endpoint endpoint = checks.endpoint();
      network.add(Checks.address(String.valueOf(checks.address())), fate);
      var check = new HealthCheck("check-" + endpoint.address(), 1, false, false, endpoint);
      subjects.add(new Subject(check, fate));
    }
    resolver = new Resolver(subjects.get(0).check, subjects.get(1).check);
    int count = alone ? 1 : 2 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      var settings = CheckerSettings.of("checker-" + i, "us-east-1", "192.0.2." + i);
      checkers.add(new SimulatedChecker(stage, network, settings, random, this::send));
    }
  }

  private Checks randomCheck(long interval) {
    boolean limited = random.nextBoolean();
    long timeout = 50 + random.nextLong(2 * interval / MILLISECOND);
    return Checks.http(80)
        .timing(
            interval / MILLISECOND,
            limited ? timeout : null,
            1 + random.nextInt(5),
            1 + random.nextInt(5),
            random.nextBoolean());
  }

  /** Of a whole probe: the tag's, or Route 53's 4 s and 2 s. */
  private static long limit(Checks checks) {
    @Nullable Duration timeout = checks.timeout();
    return timeout == null ? 2 * SECOND : timeout.toNanos();
  }

  private static long longest(Timing timing) {
    @Nullable Duration timeout = timing.timeout();
    return timeout == null ? 6 * SECOND : timeout.toNanos();
  }

  Totals play() {
    for (Subject subject : subjects) {
      verdicts.apply(1, List.of(new PutCheck(subject.check)));
      for (SimulatedChecker checker : checkers) {
        subject.post = checker.watch(subject.check);
      }
      watchForCrashes(subject);
    }
    stage.at(0, this::second);
    stage.playUntil(end);
    subjects.forEach(this::judge);
    return totals;
  }

  private void second() {
    verdicts.tick(stage.now());
    ask();
    stage.at(stage.now() + SECOND, this::second);
  }

  private void send(Beat beat) {
    if (alone) {
      verdicts.receive(beat, stage.now());
    } else if (random.nextInt(10) > 0) {
      long arrival = stage.now() + random.nextLong(20 * MILLISECOND);
      stage.at(arrival, () -> verdicts.receive(beat, stage.now()));
    }
  }

  private void changed(Map<String, Boolean> statuses) {
    resolver.statuses(statuses);
    for (Subject subject : subjects) {
      Boolean status = statuses.get(subject.check.id());
      if (status != null) {
        subject.flips.add(new Flip(stage.now(), status));
        totals.flips++;
      }
    }
    stage.at(stage.now(), this::ask); // Verdicts is still at work
  }

  /** Never an empty answer; never one known unhealthy while the other is healthy. */
  private void ask() {
    List<Integer> answer = resolver.ask();
    assertThat(answer).as("answer at %s", stage.now()).hasSize(1);
    boolean one = verdicts.status(subjects.get(0).check.id()).orElseThrow();
    boolean two = verdicts.status(subjects.get(1).check.id()).orElseThrow();
    int expected = one || !two ? 1 : 2;
    assertThat(answer).as("answer at %s with %s, %s", stage.now(), one, two).contains(expected);
  }

  /**
   * Notes, just before each crash, whether the sentinel stood guard. Where the endpoint recovered a
   * while ago it has to.
   */
  private void watchForCrashes(Subject subject) {
    for (Spell spell : subject.fate.spells()) {
      if (spell.manner() == Manner.DOWN && spell.from() > 0) {
        stage.at(
            spell.from() - 1,
            () -> {
              boolean brief = subject.fate.until(spell.from()) - spell.from() < SLACK;
              boolean restless =
                  subject.fate.idleNanos() > 0 && subject.fate.idleNanos() < RESTLESS;
              boolean guarded = subject.post != null && subject.post.guarded();
              boolean due = subject.timing().sentinel() && subject.recovered(stage.now());
              if ((guarded || due) && alone && !brief && !restless) {
                subject.guardedCrashes.add(spell.from());
              }
            });
      }
    }
  }

  private void judge(Subject subject) {
    for (Run run : runs(subject.fate)) {
      long bound = run.good ? riseBound(subject.timing(), run.slow) : fallBound(subject, run);
      if (run.to - run.from < bound) {
        continue; // it did not last
      }
      boolean crash = !run.good && subject.guardedCrashes.contains(run.from);
      totals.judgedRises += run.good ? 1 : 0;
      totals.judgedFalls += run.good ? 0 : 1;
      totals.judgedCrashes += crash ? 1 : 0;
      String what =
          "%s %s, bound %s ns, of run %s of %s; flips %s"
              .formatted(
                  subject.check.id(), subject.timing(), bound, run, subject.fate, subject.flips);
      assertThat(subject.statusAt(run.from + bound)).as("in time: " + what).isEqualTo(run.good);
      assertThat(subject.flips)
          .as("steadily: " + what)
          .noneMatch(flip ->
              flip.time > run.from + bound && flip.time < run.to && flip.status != run.good);
    }
  }

  /** Issue A, point 4, and health-checks.md, section 4.7, for a check without sentinel. */
  private long fallBound(Subject subject, Run run) {
    Timing timing = subject.timing();
    long interval = timing.interval().toNanos();
    long network = alone ? 0 : BEATS_LOST_SLACK;
    if (subject.guardedCrashes.contains(run.from)) {
      return SLACK;
    }
    if (timing.sentinel()) {
      return network + interval * timing.fall() + longest(timing) + SLACK;
    }
    return network + timing.fall() * (interval + longest(timing)) + SLACK;
  }

  private long riseBound(Timing timing, boolean slow) {
    long interval = timing.interval().toNanos();
    long each = slow ? this.network.slowNanos() : 0;
    long lost = alone ? 0 : BEATS_LOST_SLACK;
    return timing.sentinel()
        ? lost + timing.rise() * (interval + each) + SLACK
        : lost + longest(timing) + timing.rise() * (interval + each) + SLACK;
  }

  private List<Run> runs(SimulatedEndpoint fate) {
    var runs = new ArrayList<Run>();
    long from = 0;
    boolean slow = false;
    List<Spell> spells = fate.spells();
    for (int i = 0; i < spells.size(); i++) {
      boolean good = spells.get(i).manner().good;
      slow |= spells.get(i).manner() == Manner.SLOW;
      long to = i + 1 < spells.size() ? spells.get(i + 1).from() : end;
      if (i + 1 == spells.size() || spells.get(i + 1).manner().good != good) {
        runs.add(new Run(from, Math.min(to, end), good, slow));
        from = to;
        slow = false;
      }
    }
    return runs;
  }
}
