package dev.understudy.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a witness was told, and the answer that follows from that alone: the last candidate chosen,
 * or the first one where a group failed open.
 */
final class Trace implements Witness {
  /**
   * What a candidate answers with: members of a group, or none of any.
   *
   * @param givesWay whether it comes from a target outside that has nothing
   */
  record End(
      @Nullable CompiledGroup group, List<Integer> ordinals, boolean healthy, boolean givesWay) {}

  /** What became of the group being looked at, at one level. */
  private static final class Level {
    private final List<Integer> considered = new ArrayList<>();
    private final List<Integer> healthy = new ArrayList<>();
    private @Nullable End first;
    private @Nullable End end;
  }

  private final Level[] levels = new Level[Router.GROUPS_MAX + 1];

  Trace() {
    for (int level = 0; level < levels.length; level++) {
      levels[level] = new Level();
    }
  }

  /** The answer as told, null if no candidate was chosen. */
  @Nullable End end() {
    return levels[0].end;
  }

  @Override
  public void considered(
      int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy) {
    Level here = levels[level];
    Level below = levels[level + 1];
    assertThat(here.considered).as("no candidate twice").doesNotContain(ordinal);
    here.considered.add(ordinal);
    var compiled = (CompiledGroup) group;
    End end;
    if (group.isAlias(ordinal)) {
      end =
          below.end == null
              ? new End(null, List.of(), healthy, group.target(ordinal) == null)
              : new End(below.end.group(), below.end.ordinals(), healthy, below.end.givesWay());
      levels[level + 1] = new Level();
    } else {
      end = new End(compiled, List.of(ordinal), healthy, false);
    }
    if (here.first == null || here.first.givesWay()) {
      here.first = end;
    }
    if (group.policy() == Policy.MULTIVALUE) {
      if (healthy) {
        here.healthy.add(ordinal);
      }
      here.end = new End(compiled, here.healthy, true, false);
    } else if (healthy) {
      here.end = end;
    }
  }

  @Override
  public void failedOpen(int level, Candidates group) {
    Level here = levels[level];
    here.end =
        group.policy() == Policy.MULTIVALUE
            ? new End((CompiledGroup) group, here.considered, false, false)
            : here.first;
  }
}
