package dev.understudy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.answer.Edition;
import dev.understudy.health.HealthView;
import dev.understudy.history.FlipQueue.Flip;
import dev.understudy.routing.Geography;
import dev.understudy.zone.AnswerTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is lost but what is merged, and that is counted. */
class FlipQueueTest {
  private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

  private static final Edition EDITION = edition(9);

  private final FlipQueue queue = new FlipQueue();

  @Test
  void flipsComeOutInOrderEachCheckOnceAtATime() {
    add("a", false);
    add("b", false);
    add("a", true);
    add("c", false);
    assertThat(ids(queue.take(10, 9))).containsExactly("a", "b");
    assertThat(ids(queue.take(1, 9))).containsExactly("a");
    assertThat(ids(queue.take(10, 9))).containsExactly("c");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.take(10, 9)).isEmpty();
  }

  @Test
  void beyondTheBoundTheNewestOfEachCheckIsKeptAndWhatItReplacedCounted() {
    int checks = 50;
    int turns = 3 * FlipQueue.QUEUED_MAX / checks;
    for (int turn = 0; turn < turns; turn++) {
      for (int check = 0; check < checks; check++) {
        add("c" + check, turn % 2 == 0);
      }
    }
    var newest = new HashMap<String, Boolean>();
    int single = 0;
    int merged = 0;
    for (List<Flip> taken = queue.take(7, 9); !taken.isEmpty(); taken = queue.take(7, 9)) {
      for (Flip flip : taken) {
        newest.put(flip.checkId(), flip.healthy());
        single++;
        merged += flip.merged();
      }
    }
    assertThat(single).isEqualTo(FlipQueue.QUEUED_MAX + checks);
    assertThat(single + merged).isEqualTo(checks * turns);
    assertThat(newest).hasSize(checks).doesNotContainValue(turns % 2 == 0);
  }

  @Test
  void aFlipWaitsForTheRevisionItWasPublishedWithAndWithinTheBoundNamesItsEdition() {
    queue.add("a", false, NOW, null, edition(3));
    queue.add("b", false, NOW, null, edition(5));
    assertThat(queue.take(10, 2)).isEmpty();
    assertThat(ids(queue.take(10, 4))).containsExactly("a");
    for (int i = 0; i < 2 * FlipQueue.EDITIONS_MAX; i++) {
      queue.add("c" + i, false, NOW, null, edition(6 + i));
    }
    assertThat(queue.take(100, 5 + FlipQueue.EDITIONS_MAX))
        .hasSize(1 + 2 * FlipQueue.EDITIONS_MAX)
        .filteredOn(flip -> flip.edition() != null)
        .hasSize(FlipQueue.EDITIONS_MAX);
  }

  private static Edition edition(long revision) {
    return new Edition(revision, AnswerTree.empty(), HealthView.ALL_HEALTHY, Geography.UNKNOWN);
  }

  private void add(String check, boolean healthy) {
    queue.add(check, healthy, NOW, null, EDITION);
  }

  private static List<String> ids(List<Flip> flips) {
    var ids = new ArrayList<String>();
    flips.forEach(flip -> ids.add(flip.checkId()));
    return ids;
  }
}
