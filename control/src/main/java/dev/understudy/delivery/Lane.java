package dev.understudy.delivery;

import dev.understudy.delivery.Attempt.Deferred;
import dev.understudy.delivery.Lanes.Server;
import dev.understudy.store.Key;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one recipient. Its threads wait for themselves only: the oldest of each is tried,
 * again and again until it is done, and those behind it wait, so that no recovery overtakes its
 * first mail.
 *
 * <p>They wait for a bounded time. One that was accepted long enough ago ({@link
 * OutboxLimits#orderMax}) is tried as well, each time right after the oldest of its thread was
 * tried once more: where the recipient takes mail again, the order stays, and where it refuses only
 * that one message, the rest overtakes it. Where a try met nobody, nothing overtakes: it would meet
 * nobody either.
 *
 * <p>Times are of a ticker in nanoseconds.
 */
final class Lane {
  static final Comparator<Lane> ORDER =
      (one, other) -> {
        int byDue = Long.signum(one.due - other.due);
        return byDue != 0 ? byDue : one.firstKey.compareTo(other.firstKey);
      };

  /** Those that may overtake so soon after the oldest failed go without asking it again. */
  private static final long TOGETHER_NANOS = Duration.ofSeconds(10).toNanos();

  final Server server;
  private final TreeMap<Key, Standing> entries = new TreeMap<>();
  private @Nullable Standing trying;
  private @Nullable Standing next;

  /** Of {@link #next}. */
  private long due;

  private Key firstKey = OutboxKeys.PREFIX;

  Lane(Server server) {
    this.server = server;
  }

  int size() {
    return entries.size();
  }

  boolean isIdle() {
    return trying == null;
  }

  /** Whether a try could begin when {@link #due} comes. */
  boolean isReady() {
    return next != null && trying == null;
  }

  long due() {
    return due;
  }

  /** The one under way. */
  @Nullable Waiting trying() {
    return trying == null ? null : trying.waiting;
  }

  /** The oldest that is not under way. */
  @Nullable Waiting oldestIdle() {
    for (Standing standing : entries.values()) {
      if (standing != trying) {
        return standing.waiting;
      }
    }
    return null;
  }

  /**
   * Takes one in.
   *
   * @param freeAt from when it waits for nobody in its thread
   */
  void add(Waiting fresh, long now, long freeAt) {
    entries.put(fresh.key(), new Standing(fresh, now, freeAt));
  }

  void begin() {
    if (next == null) {
      throw new IllegalStateException("a lane without entries is ready");
    }
    trying = next;
  }

  void end() {
    trying = null;
  }

  /** It stays, due again then; who may overtake it now? */
  void failed(Waiting tried, long now, long due, Deferred why) {
    Standing failed = entries.get(tried.key());
    if (failed == null) {
      return;
    }
    boolean wished = why.retryAfter() != null;
    failed.due = due;
    failed.notBefore = wished ? due : now;
    failed.mayPass = false;
    boolean oldest = oldestOf(tried.thread()) == failed;
    for (Standing later : entries.tailMap(tried.key(), false).values()) {
      if (!later.waiting.thread().equals(tried.thread())) {
        continue;
      }
      if (why.unreachable()) {
        later.due = later(later.due, due);
        later.mayPass = false;
      } else if (oldest) {
        long horizon = wished ? later(due, now + TOGETHER_NANOS) : now + TOGETHER_NANOS;
        later.mayPass = later.freeAndDue() - horizon <= 0;
      }
    }
  }

  void remove(Waiting gone) {
    Standing oldest = oldestOf(gone.thread());
    Standing removed = entries.remove(gone.key());
    if (removed != null && removed == oldest) {
      for (Standing standing : entries.values()) {
        if (standing.waiting.thread().equals(gone.thread())) {
          standing.mayPass = false;
        }
      }
    }
  }

  private @Nullable Standing oldestOf(String thread) {
    for (Standing standing : entries.values()) {
      if (standing.waiting.thread().equals(thread)) {
        return standing;
      }
    }
    return null;
  }

  /** Of those that may be tried the one due first, of several the oldest. */
  void findNext() {
    next = null;
    var oldest = new HashMap<String, Standing>();
    for (Standing standing : entries.values()) {
      Standing head = oldest.putIfAbsent(standing.waiting.thread(), standing);
      if (head == null) {
        consider(standing, standing.due);
      } else if (standing.mayPass) {
        consider(standing, standing.freeAndDue());
      } else {
        consider(head, later(standing.freeAndDue(), head.notBefore));
      }
    }
  }

  private void consider(Standing standing, long at) {
    if (next == null || at - due < 0) {
      next = standing;
      due = at;
      firstKey = standing.waiting.key();
    }
  }

  private static long later(long one, long other) {
    return one - other >= 0 ? one : other;
  }

  private static final class Standing {
    final Waiting waiting;
    final long freeAt;
    long due;

    /** When it was last tried, or what the recipient then asked for. */
    long notBefore;

    /** The oldest of its thread was just asked again and does not go: this one need not wait. */
    boolean mayPass;

    Standing(Waiting waiting, long now, long freeAt) {
      this.waiting = waiting;
      this.freeAt = freeAt;
      this.due = now;
      this.notBefore = now;
    }

    long freeAndDue() {
      return later(due, freeAt);
    }
  }
}
