package dev.understudy.probe;

import dev.understudy.health.Streak;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.HealthCheck.Timing;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides when one endpoint is probed and when this checker's opinion of it turns.
 *
 * <p>Deterministic: events and the time go in, actions come out; no thread, clock or socket. One
 * thread at a time. {@link Vigil} runs it on threads, the simulation in virtual time.
 *
 * <p>Without sentinel it is Route 53's schedule: one probe at a time, the next one an interval
 * after the last response. With it, three things are added (docs/adr/0031 says why):
 *
 * <ul>
 *   <li>While results contradict the opinion, probes follow each other in quick succession; and a
 *       probe starts each interval even if others hang. So thresholds are met as fast as real
 *       probes can meet them.
 *   <li>While healthy, {@link Guard} watches an idle connection; its loss starts a probe at once.
 *   <li>While unhealthy, it knocks: a connection attempt now and then, and a probe when one
 *       succeeds.
 * </ul>
 */
public final class Watch {
  /** Between failing probes (or succeeding ones, on the way back) while the opinion wavers. */
  static final long QUICK_NANOS = 8_000_000L;

  /** Bound of probes of one check under way at once. */
  static final int FLIGHTS_MAX = 64;

  private final Timing timing;
  private final long intervalNanos;
  private long phaseNanos;
  private final Map<Integer, Long> flights = new LinkedHashMap<>(); // probe to start, oldest first
  private final List<Action> actions = new ArrayList<>();
  private final @Nullable Guard guard;
  private Streak streak;
  private int lastId;
  private long lastStart;
  private long nextProbeAt;

  /** What happened. */
  public sealed interface Event {
    /** Nothing but time passing; due at {@link Watch#wakeAt}. */
    record Tick() implements Event {}

    /**
     * A probe ended.
     *
     * @param target the address it spoke to, or null when it came to none
     */
    record Probed(int probe, boolean success, @Nullable InetSocketAddress target)
        implements Event {}

    /** The idle connection asked for stands. */
    record GuardOpened(int connection) implements Event {}

    /** The idle connection could not be opened, or the endpoint closed or reset it. */
    record GuardLost(int connection) implements Event {}
  }

  /** What is to be done about it. */
  public sealed interface Action {
    /** Start a probe; its end is to be told. */
    record Probe(int probe) implements Action {}

    /** A newer probe has said more: stop this one, its end is of no interest. */
    record Abandon(int probe) implements Action {}

    /** The result of this probe has been counted; {@link Watch#streak} includes it. */
    record Count(int probe) implements Action {}

    /** Open an idle connection and tell of its opening and its loss. */
    record OpenGuard(int connection, InetSocketAddress target) implements Action {}

    /** Close an idle connection, or stop opening it; its end is of no interest. */
    record CloseGuard(int connection) implements Action {}
  }

  /**
   * Starts watching.
   *
   * @param streak the opinion so far, {@link Streak#NEW} for a new endpoint
   * @param firstAt when the first probe is due
   * @param phaseNanos from the first response to the second probe, 0 to the interval; so that
   *     checks created together do not stay together
   */
  public Watch(Endpoint endpoint, Streak streak, long firstAt, long phaseNanos) {
    this.streak = streak;
    this.phaseNanos = phaseNanos;
    timing = endpoint.timing();
    intervalNanos = timing.interval().toNanos();
    nextProbeAt = firstAt;
    guard =
        timing.sentinel()
            ? new Guard(intervalNanos, Limits.of(endpoint).whole(), streak.healthy(), firstAt)
            : null;
  }

  /** This checker's opinion. */
  public Streak streak() {
    return streak;
  }

  /** When {@link Event.Tick} is due next; may be in the past. */
  public long wakeAt() {
    long probe = flights.size() < flightsMax() ? nextProbeAt : Long.MAX_VALUE;
    return guard == null ? probe : Math.min(probe, guard.wakeAt(oldestFlight()));
  }

  /** Takes in what happened and says what to do, in order. */
  public List<Action> on(Event event, long now) {
    actions.clear();
    switch (event) {
      case Event.Tick _ -> {}
      case Event.Probed(int probe, boolean success, InetSocketAddress target) ->
          probed(probe, success, target, now);
      case Event.GuardOpened(int connection) when guard != null -> {
        if (guard.opened(connection, now, actions)) {
          probeAtOnce(now);
        }
      }
      case Event.GuardLost(int connection) when guard != null -> {
        if (guard.lost(connection, now)) {
          probeAtOnce(now);
        }
      }
      case Event.GuardOpened _, Event.GuardLost _ -> {}
    }
    if (now >= nextProbeAt && flights.size() < flightsMax()) {
      start(now);
    }
    if (guard != null && guard.tick(oldestFlight(), now, actions)) {
      probeAtOnce(now);
    }
    return List.copyOf(actions);
  }

  private void probed(int probe, boolean success, @Nullable InetSocketAddress target, long now) {
    Long started = flights.remove(probe);
    if (started == null) {
      return; // abandoned
    }
    abandonOlderThan(probe);
    if (guard != null && guard.mayBeToBlame(success, now, actions)) {
      nextProbeAt = now + QUICK_NANOS;
      return;
    }
    streak = streak.next(success, timing.rise(), timing.fall());
    actions.add(new Action.Count(probe));
    if (guard != null) {
      guard.counted(success, started, target, streak.healthy(), now, actions);
    }
    schedule(success, now);
  }

  private void schedule(boolean success, long now) {
    if (guard != null && streak.wavering() && (success || flights.isEmpty())) {
      nextProbeAt = now + QUICK_NANOS;
    } else if (flights.isEmpty() && (success || guard == null)) {
      nextProbeAt = now + phaseNanos;
      phaseNanos = intervalNanos;
    } else {
      nextProbeAt = lastStart + intervalNanos;
    }
  }

  private void abandonOlderThan(int probe) {
    flights
        .keySet()
        .removeIf(older -> {
          boolean superseded = older < probe;
          if (superseded) {
            actions.add(new Action.Abandon(older));
          }
          return superseded;
        });
  }

  /** Whatever else is under way: what it may be told is old. */
  private void probeAtOnce(long now) {
    if (flights.size() < FLIGHTS_MAX) {
      start(now);
    }
  }

  private void start(long now) {
    int probe = ++lastId;
    flights.put(probe, now);
    lastStart = now;
    nextProbeAt = now + intervalNanos;
    actions.add(new Action.Probe(probe));
  }

  /**
   * One at a time; with sentinel one each interval, however many hang: a newer one that succeeds
   * keeps those that hung while the endpoint was away from speaking against it afterwards.
   */
  private int flightsMax() {
    return guard == null ? 1 : FLIGHTS_MAX;
  }

  private long oldestFlight() {
    return flights.isEmpty() ? Long.MAX_VALUE : flights.values().iterator().next();
  }
}
