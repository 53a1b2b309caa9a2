package dev.understudy.history;

import dev.understudy.answer.Edition;
import dev.understudy.health.Standing;
import dev.understudy.history.FlipQueue.Flip;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Flips and changes on their way to the record. They come from two sides and are handed out in the
 * order in which they were answered: a flip names the edition that it was published with, and
 * changes up to that edition's revision go before it, however late either is told. Not thread-safe:
 * its owner locks.
 */
final class Backlog {
  /** Questions compared at once; each takes some ten microseconds, with many checks more. */
  static final int QUESTIONS_MAX = 500;

  /** Flips in one commit. */
  private static final int FLIPS_MAX = 1_000;

  private static final int CHANGES_MAX = 10_000;

  /** Of all changes that wait; of those that come then it is only known how many they are. */
  private static final int QUESTIONS_KEPT_MAX = 10 * QUESTIONS_MAX;

  private final FlipQueue flips = new FlipQueue();
  private final Deque<Touches> changes = new ArrayDeque<>();
  private int questionsKept;
  private int questionsLost;

  /** Up to this revision all changes have been told. */
  private long noted;

  /**
   * What is recorded at once: changes, or flips.
   *
   * @param questionsLost of changes that were too many to keep
   * @param edition what was answered from after them, but for the health of checks
   */
  record Round(List<Flip> flips, List<Touches> changes, int questionsLost, Edition edition) {
    Round {
      flips = List.copyOf(flips);
      changes = List.copyOf(changes);
    }
  }

  void add(
      String checkId,
      boolean healthy,
      Instant at,
      @Nullable Standing standing,
      Edition publishedWith) {
    flips.add(checkId, healthy, at, standing, publishedWith);
  }

  /** A change; call {@link #noted} for its revision after it. */
  void add(Touches change) {
    if (changes.size() >= CHANGES_MAX) {
      questionsLost += change.questions().size() + change.further();
    } else if (questionsKept + change.questions().size() > QUESTIONS_KEPT_MAX) {
      changes.add(change.withoutQuestions());
    } else {
      changes.add(change);
      questionsKept += change.questions().size();
    }
  }

  void noted(long revision) {
    noted = Math.max(noted, revision);
  }

  boolean hasFlips() {
    return !flips.isEmpty();
  }

  boolean hasChanges() {
    return !changes.isEmpty();
  }

  /**
   * What is to be recorded next, or null if that has not all been told or answered yet.
   *
   * @param current what is answered from
   * @param last whether nothing more will be told
   */
  @Nullable Round next(Edition current, boolean last) {
    Flip flip = flips.first();
    Edition edition = flip == null || flip.edition() == null ? current : flip.edition();
    List<Touches> before = changes(edition.revision());
    if (!before.isEmpty() || questionsLost > 0) {
      int lost = questionsLost;
      questionsLost = 0;
      return new Round(List.of(), before, lost, edition);
    }
    long told = last ? Long.MAX_VALUE : noted;
    long nextChange = changes.isEmpty() ? Long.MAX_VALUE : changes.element().revision();
    List<Flip> ready = flips.take(FLIPS_MAX, Math.min(told, nextChange - 1));
    return ready.isEmpty() ? null : new Round(ready, List.of(), 0, edition);
  }

  /** All of them: what comes after is compared with what is answered after them. */
  private List<Touches> changes(long upTo) {
    var ready = new ArrayList<Touches>();
    while (!changes.isEmpty() && changes.element().revision() <= upTo) {
      Touches change = changes.remove();
      questionsKept -= change.questions().size();
      ready.add(change);
    }
    return ready;
  }
}
