package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Weighted;
import java.util.List;
import java.util.Optional;

/** What weight 0 does not do (Developer Guide, "Values specific for weighted records"). */
final class WeightRules {
  private WeightRules() {}

  static Optional<Warning> judge(GroupId group, List<ResourceRecordSet> sets) {
    if (!(sets.getFirst().policy() instanceof Weighted)) {
      return Optional.empty();
    }
    List<ResourceRecordSet> zero = sets.stream().filter(Tree::weighsNothing).toList();
    if (zero.size() == sets.size()) {
      return Rules.about(
          Trap.ALL_WEIGHTS_ZERO,
          group,
          zero,
          null,
          "Every weight of the group is 0, which does not stop them from answering: each gets an"
              + " equal share.");
    }
    boolean meantAsStandby = sets.stream().anyMatch(set -> Tree.watched(group, set));
    boolean alwaysHealthy =
        sets.stream().anyMatch(set -> !Tree.weighsNothing(set) && !Tree.watched(group, set));
    if (!meantAsStandby || !alwaysHealthy) { // no check anywhere: a share of 0 is all that is meant
      return Optional.empty();
    }
    return Rules.about(
        Trap.ZERO_WEIGHT_NEVER_ANSWERS,
        group,
        zero,
        null,
        "Weight 0 answers only when every other record set of the group is unhealthy, and one of"
            + " those has no health check, so it never is.");
  }
}
