package dev.understudy.probe;

import dev.understudy.probe.Watch.Action;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sentinel's half of a {@link Watch}: one idle connection to a healthy endpoint, whose loss is
 * a reason to probe, never a verdict; and knocks on the door of an unhealthy one.
 *
 * <p>It must not weigh on the endpoint:
 *
 * <ul>
 *   <li>Connections are opened within an {@link Allowance}, knocks with growing pauses.
 *   <li>A close at the age at which the endpoint usually closes idle connections is no alarm; if
 *       that age is below a second, the guard rests.
 *   <li>It gives its connection up as soon as a probe waits unusually long beside it, or fails: the
 *       endpoint may serve one connection only. If the endpoint then does well at once, the guard
 *       is to blame. If a probe had succeeded beside it before, it is tried once more; otherwise it
 *       rests, longer each time.
 *   <li>Until a probe has succeeded beside it, a failure beside it does not count.
 * </ul>
 *
 * <p>An endpoint that comes back may have changed: whatever was held against it, the guard stands
 * again at once and has to prove harmless anew.
 */
final class Guard {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long PATIENCE_NANOS = 250_000_000L;
  private static final long KNOCK_MIN_NANOS = 50_000_000L;
  private static final long RESTLESS_NANOS = 1_000_000_000L;
  private static final long REST_MIN_NANOS = 60_000_000_000L;
  private static final long REST_MAX_NANOS = 3_600_000_000_000L;

  private final long intervalNanos;
  private final long limitNanos;
  private State state = State.NONE;
  private int connection;
  private long openingSince;
  private long openedAt;
  private long attemptAt;
  private long knockPause = KNOCK_MIN_NANOS;
  private Allowance allowance;
  private IdleHabit habit = IdleHabit.UNKNOWN;
  private long lostAge = -1;
  private long lostAt;
  private boolean up;
  private long usualNanos;
  private boolean proven;
  private long suspectSince = NEVER;
  private long restPause = REST_MIN_NANOS;
  private long restUntil = Long.MIN_VALUE;
  private @Nullable InetSocketAddress target;

  private enum State {
    NONE,
    OPENING,
    OPEN
  }

  Guard(long intervalNanos, long probeLimitNanos, boolean healthy, long now) {
    this.intervalNanos = intervalNanos;
    limitNanos = probeLimitNanos;
    up = healthy;
    allowance = Allowance.full(now);
    attemptAt = healthy ? NEVER : now;
  }

  /** When {@link #tick} has something to do. */
  long wakeAt(long oldestFlight) {
    return switch (state) {
      case NONE -> target == null ? NEVER : attemptAt;
      case OPENING -> up ? openingSince + patience() : NEVER;
      case OPEN -> impatientAt(oldestFlight);
    };
  }

  /** True if a probe should look at once: the connection could not be opened in good time. */
  boolean tick(long oldestFlight, long now, List<Action> actions) {
    boolean stuck = state == State.OPENING && up && now >= openingSince + patience();
    if (stuck || (state == State.OPEN && now >= impatientAt(oldestFlight))) {
      release(actions);
      suspectSince = now;
    }
    InetSocketAddress known = target;
    if (state == State.NONE && known != null && now >= attemptAt) {
      state = State.OPENING;
      openingSince = now;
      attemptAt = NEVER;
      if (up) {
        allowance = allowance.spend(now);
      }
      actions.add(new Action.OpenGuard(++connection, known));
    }
    return stuck;
  }

  private long impatientAt(long oldestFlight) {
    return oldestFlight == NEVER ? NEVER : Math.max(oldestFlight, openedAt) + patience();
  }

  /** Longer for an endpoint that usually takes longer, but well inside the limit of a probe. */
  private long patience() {
    return Math.min(
        Math.max(Math.min(PATIENCE_NANOS, limitNanos / 4), 3 * usualNanos), limitNanos / 2);
  }

  /** The connection stands. True if a probe should look at once. */
  boolean opened(int opened, long now, List<Action> actions) {
    if (opened != connection || state != State.OPENING) {
      return false;
    }
    state = State.OPEN;
    openedAt = now;
    if (up) {
      return !proven;
    }
    release(actions);
    knockLater(now);
    return true;
  }

  /** It was refused, closed or reset. True if a probe should look at once. */
  boolean lost(int lost, long now) {
    if (lost != connection || state == State.NONE) {
      return false;
    }
    State before = state;
    state = State.NONE;
    if (!up) {
      knockLater(now);
      return false;
    }
    if (before == State.OPENING) {
      suspectSince = now;
      return true;
    }
    long age = now - openedAt;
    if (!habit.usual(age)) {
      lostAge = age;
      lostAt = now;
      return true;
    }
    if (age < RESTLESS_NANOS) {
      rest(now); // nothing is gained by watching where nobody may stay
    }
    attemptAt = allowed(now);
    return false;
  }

  /**
   * Whether a failure beside a connection that has not proven harmless must not count. Gives the
   * connection up.
   */
  boolean mayBeToBlame(boolean success, long now, List<Action> actions) {
    if (success || state != State.OPEN || proven) {
      return false;
    }
    release(actions);
    suspectSince = now;
    return true;
  }

  /**
   * A result was counted.
   *
   * @param healthy the opinion that it led to
   */
  void counted(
      boolean success,
      long started,
      @Nullable InetSocketAddress spokeTo,
      boolean healthy,
      long now,
      List<Action> actions) {
    boolean flipped = healthy != up;
    up = healthy;
    if (spokeTo != null) {
      target = spokeTo;
    }
    if (success && flipped) {
      cameBack(now, actions);
    } else if (success) {
      succeeded(started, now);
    } else {
      failed(started, now, actions);
    }
    if (up && state == State.NONE) {
      attemptAt = success ? allowed(now) : NEVER; // a failure leaves the matter open
    } else if (flipped) {
      knockPause = KNOCK_MIN_NANOS;
      attemptAt = now + knockPause;
    }
  }

  private void cameBack(long now, List<Action> actions) {
    if (state == State.OPENING) {
      release(actions); // a knock, perhaps one that nobody will hear
    }
    suspectSince = NEVER;
    proven = false;
    restUntil = now;
    allowance = allowance.withOne(now);
  }

  private void succeeded(long started, long now) {
    boolean suspected = suspectSince != NEVER;
    if (suspected && now - suspectSince <= patience() + Watch.QUICK_NANOS) {
      if (!proven) { // it did badly beside the connection and does well as soon as that is gone
        rest(now);
      }
      proven = false;
    } else if (!suspected) {
      proven |= state == State.OPEN && started >= openedAt;
      usualNanos = Math.max(now - started, usualNanos - usualNanos / 8);
    }
    suspectSince = NEVER;
    if (proven && state == State.OPEN && now - openedAt >= restPause) {
      restPause = REST_MIN_NANOS;
    }
    if (lostAge >= 0 && started >= lostAt) {
      habit = habit.learn(lostAge);
      lostAge = -1;
    }
  }

  private void rest(long now) {
    restUntil = now + restPause;
    restPause = Math.min(restPause * 2, REST_MAX_NANOS);
  }

  private void failed(long started, long now, List<Action> actions) {
    lostAge = -1;
    if (state == State.OPEN) {
      release(actions);
      suspectSince = now;
    } else if (started >= suspectSince) {
      suspectSince = NEVER; // it does badly without the connection too
    }
  }

  private long allowed(long now) {
    return Math.max(allowance.nextAt(now), restUntil);
  }

  private void knockLater(long now) {
    attemptAt = now + knockPause;
    knockPause = Math.min(knockPause * 2, Math.max(intervalNanos, KNOCK_MIN_NANOS));
  }

  private void release(List<Action> actions) {
    actions.add(new Action.CloseGuard(connection));
    state = State.NONE;
  }
}
