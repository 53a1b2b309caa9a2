package dev.understudy.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.history.FlipQueue.Flip;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is lost but what is merged, and that is counted. */
class FlipQueueTest {
  private static final Instant NOW = Instant.parse("2026-11-21T05:00:00Z");

  private final FlipQueue queue = new FlipQueue();

  @Test
  void flipsComeOutInOrderEachCheckOnceAtATime() {
    add("a", false);
    add("b", false);
    add("a", true);
    add("c", false);
    assertThat(ids(queue.take(10))).containsExactly("a", "b");
    assertThat(ids(queue.take(1))).containsExactly("a");
    assertThat(ids(queue.take(10))).containsExactly("c");
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.take(10)).isEmpty();
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
    for (List<Flip> taken = queue.take(7); !taken.isEmpty(); taken = queue.take(7)) {
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

  private void add(String check, boolean healthy) {
    queue.add(check, healthy, NOW, null);
  }

  private static List<String> ids(List<Flip> flips) {
    var ids = new ArrayList<String>();
    flips.forEach(flip -> ids.add(flip.checkId()));
    return ids;
  }
}
