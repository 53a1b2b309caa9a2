package dev.understudy.history;

import dev.understudy.answer.Edition;
import dev.understudy.health.Standing;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statuses on their way to the record, in order. Adding never waits for anything but another add:
 * beyond {@link #QUEUED_MAX} only the newest status of each check is kept, with how many it
 * replaced. Not thread-safe: its owner locks.
 */
final class FlipQueue {
  /** So many are kept one by one. */
  static final int QUEUED_MAX = 1_000;

  /** So many of them name an edition: each may keep memory that nobody answers from any more. */
  static final int EDITIONS_MAX = 8;

  private final Deque<Flip> queued = new ArrayDeque<>();
  private final Map<String, Flip> merged = new LinkedHashMap<>();

  /**
   * A status that was told.
   *
   * @param standing what it rests on; null for a check that was deleted
   * @param merged how many statuses of the same check it replaced
   * @param edition of the revision that it was published with; null where too many wait
   */
  record Flip(
      String checkId,
      boolean healthy,
      Instant at,
      @Nullable Standing standing,
      int merged,
      @Nullable Edition edition) {
    private boolean isUpTo(long revision) {
      return edition == null || edition.revision() <= revision;
    }
  }

  void add(
      String checkId,
      boolean healthy,
      Instant at,
      @Nullable Standing standing,
      Edition publishedWith) {
    if (merged.isEmpty() && queued.size() < QUEUED_MAX) {
      queued.add(new Flip(checkId, healthy, at, standing, 0, kept(publishedWith)));
      return;
    }
    Flip before = merged.remove(checkId);
    int replaced = before == null ? 0 : before.merged() + 1;
    merged.put(checkId, new Flip(checkId, healthy, at, standing, replaced, null));
  }

  /** That of the same revision as the flip before costs nothing more. */
  private @Nullable Edition kept(Edition edition) {
    Flip last = queued.peekLast();
    Edition before = last == null ? null : last.edition();
    if (before != null && before.revision() == edition.revision()) {
      return before;
    }
    return queued.size() < EDITIONS_MAX ? edition : null;
  }

  /** The one that {@link #take} begins with, or null. */
  @Nullable Flip first() {
    Flip first = queued.peek();
    return first != null || merged.isEmpty() ? first : merged.values().iterator().next();
  }

  boolean isEmpty() {
    return queued.isEmpty() && merged.isEmpty();
  }

  /**
   * Takes the oldest, at most {@code limit}, each check at most once, and none published with an
   * edition after {@code revision}.
   */
  List<Flip> take(int limit, long revision) {
    var taken = new ArrayList<Flip>();
    var checks = new HashSet<String>();
    while (!queued.isEmpty()
        && taken.size() < limit
        && queued.element().isUpTo(revision)
        && !checks.contains(queued.element().checkId())) {
      Flip flip = queued.remove();
      checks.add(flip.checkId());
      taken.add(flip);
    }
    if (queued.isEmpty()) {
      var rest = merged.values().iterator();
      while (rest.hasNext() && taken.size() < limit) {
        Flip flip = rest.next();
        if (checks.contains(flip.checkId())) {
          break;
        }
        taken.add(flip);
        rest.remove();
      }
    }
    return taken;
  }
}
