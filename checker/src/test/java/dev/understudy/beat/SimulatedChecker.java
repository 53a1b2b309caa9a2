package dev.understudy.beat;

import dev.understudy.health.Beat;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.probe.Network;
import dev.understudy.probe.Outcome;
import dev.understudy.probe.Prober;
import dev.understudy.probe.Standing;
import dev.understudy.probe.Watch;
import dev.understudy.probe.Watch.Action;
import dev.understudy.probe.Watch.Event;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A checker in virtual time: the real watches, prober and ledger; only the threads of {@code
 * Checker} and {@code Vigil} are played by the {@link Stage}.
 */
final class SimulatedChecker {
  private static final long BEAT_NANOS = 1_000_000_000L;
  private static final long BEAT_GAP_NANOS = 5_000_000L;
  private static final long CONNECT_NANOS = 4_000_000_000L;

  private final Stage stage;
  private final SimulatedNetwork network;
  private final Prober prober;
  private final Ledger ledger;
  private final Consumer<Beat> sink;
  private final RandomGenerator random;
  private long lastBeat = Long.MIN_VALUE / 2;
  private boolean beatPlanned;

  SimulatedChecker(
      Stage stage,
      SimulatedNetwork network,
      CheckerSettings settings,
      RandomGenerator random,
      Consumer<Beat> sink) {
    this.stage = stage;
    this.network = network;
    this.random = random;
    this.sink = sink;
    prober =
        new Prober(
            settings.targets(),
            settings.userAgent(),
            network,
            () -> network.now,
            () -> java.time.Instant.ofEpochSecond(0, network.now),
            random);
    ledger = new Ledger(settings, 0);
    stage.at(random.nextLong(BEAT_NANOS), this::regularBeat);
  }

  /** Starts watching now. */
  Post watch(HealthCheck check) {
    return new Post(check);
  }

  private void regularBeat() {
    beat();
    stage.at(stage.now() + BEAT_NANOS, this::regularBeat);
  }

  private void beat() {
    lastBeat = stage.now();
    sink.accept(ledger.beat());
  }

  private void beatIfUrgent() {
    if (ledger.urgent() && !beatPlanned) {
      beatPlanned = true;
      stage.at(
          Math.max(stage.now(), lastBeat + BEAT_GAP_NANOS),
          () -> {
            beatPlanned = false;
            beat();
          });
    }
  }

  /** One watch and what {@code Vigil} would do for it. */
  final class Post {
    private final HealthCheck check;
    private final Endpoint endpoint;
    private final Watch watch;
    private final Map<Integer, Outcome> flights = new HashMap<>();
    private final Set<Integer> guards = new HashSet<>();
    private Standing standing = Standing.NEW;
    private boolean guarded;
    private int probes;
    private int guardsOpened;

    private Post(HealthCheck check) {
      this.check = check;
      endpoint = (Endpoint) check.subject();
      long interval = endpoint.timing().interval().toNanos();
      watch =
          new Watch(
              endpoint,
              standing.streak(),
              stage.now() + random.nextLong(Math.min(interval, BEAT_NANOS)),
              random.nextLong(interval));
      ledger.put(check.id(), check.version(), endpoint, standing);
      beatIfUrgent();
      planTick();
    }

    /** Whether an idle connection is known to stand. */
    boolean guarded() {
      return guarded;
    }

    int probes() {
      return probes;
    }

    int guardsOpened() {
      return guardsOpened;
    }

    private void planTick() {
      long due = watch.wakeAt();
      if (due != Long.MAX_VALUE) {
        stage.at(
            Math.max(due, stage.now()),
            () -> {
              if (watch.wakeAt() <= stage.now()) {
                perform(new Event.Tick(), null);
              }
            });
      }
    }

    private void perform(Event event, @Nullable Outcome outcome) {
      for (Action action : watch.on(event, stage.now())) {
        switch (action) {
          case Action.Probe(int probe) -> probe(probe);
          case Action.Abandon(int probe) -> flights.remove(probe);
          case Action.Count _ -> count(outcome);
          case Action.OpenGuard open -> openGuard(open);
          case Action.CloseGuard(int connection) -> {
            guards.remove(connection);
            guarded = false;
          }
        }
      }
      planTick();
    }

    private void count(@Nullable Outcome outcome) {
      if (outcome != null) {
        standing = standing.after(watch.streak(), outcome.observation());
        ledger.put(check.id(), check.version(), endpoint, standing);
        beatIfUrgent();
      }
    }

    private void probe(int probe) {
      probes++;
      network.now = stage.now();
      Outcome outcome = prober.probe(check.id(), endpoint);
      flights.put(probe, outcome);
      stage.at(
          network.now,
          () -> {
            if (flights.remove(probe) != null) {
              boolean success = outcome.observation().success();
              perform(new Event.Probed(probe, success, outcome.target()), outcome);
            }
          });
    }

    private void openGuard(Action.OpenGuard open) {
      guardsOpened++;
      guards.add(open.connection());
      network.now = stage.now();
      try (Network.Connection idle = network.connect(open.target(), stage.now() + CONNECT_NANOS)) {
        stage.at(network.now, () -> opened(open.connection()));
        idle.read(new byte[1], 0, 1, Long.MAX_VALUE);
      } catch (IOException e) {
        assert e != null; // refused or reset: lost at the time the clock has come to
      }
      if (network.now != Long.MAX_VALUE) {
        stage.at(network.now, () -> lost(open.connection()));
      }
    }

    private void opened(int connection) {
      if (guards.contains(connection)) {
        guarded = true;
        perform(new Event.GuardOpened(connection), null);
      }
    }

    private void lost(int connection) {
      if (guards.remove(connection)) {
        guarded = false;
        perform(new Event.GuardLost(connection), null);
      }
    }
  }
}
