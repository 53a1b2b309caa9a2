package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Simple;
import java.util.List;
import java.util.Optional;

/**
 * Where traffic cannot leave a branch (Developer Guide, "How health checks work in complex Route 53
 * configurations"), and where it leaves late.
 */
final class TreeRules {
  private static final int TTL_MAX_SECONDS = 60;

  private TreeRules() {}

  /**
   * Leaves that always count as healthy although something else could answer: in a branch that the
   * tree above would leave, or among siblings that are watched. The last resort of a group needs no
   * check as long as nothing above would go elsewhere.
   */
  static Optional<Warning> unchecked(
      GroupId group, List<ResourceRecordSet> sets, Surroundings around) {
    List<ResourceRecordSet> bare =
        sets.stream().filter(set -> Tree.leaf(group, set) && set.healthCheckId() == null).toList();
    if (bare.isEmpty()) {
      return Optional.empty();
    }
    if (new Tree(around).leavable(group)) {
      return Rules.about(
          Trap.UNCHECKED_LEAF,
          group,
          bare,
          null,
          "An alias above evaluates this group, which can never be unhealthy: these have no"
              + " health check, so traffic stays here when their endpoints are dead.");
    }
    return Rules.about(
        Trap.UNCHECKED_LEAF,
        group,
        bare.stream()
            .filter(set -> Tree.hasNext(sets, set) && meantToFailOver(group, sets))
            .toList(),
        null,
        "These have no health check, so their endpoints are answered with when they are dead,"
            + " although others of the group could answer.");
  }

  /** Whether the owner of the group thinks of health at all; if not, there is nothing to say. */
  private static boolean meantToFailOver(GroupId group, List<ResourceRecordSet> sets) {
    return sets.stream()
        .anyMatch(set -> set.policy() instanceof Failover || Tree.watched(group, set));
  }

  /** Aliases that ignore the health of a branch which could be left. */
  static Optional<Warning> pinned(
      GroupId group, List<ResourceRecordSet> sets, Surroundings around) {
    var tree = new Tree(around);
    List<ResourceRecordSet> pinning =
        sets.stream()
            .filter(set -> pins(group, set))
            .filter(set ->
                Tree.hasNext(sets, set)
                    ? meantToFailOver(group, sets) || checkedTarget(group, set, tree)
                    : tree.leavable(group))
            .toList();
    return Rules.about(
        Trap.TARGET_HEALTH_IGNORED,
        group,
        pinning,
        null,
        "EvaluateTargetHealth is false and no health check is attached, so traffic stays in this"
            + " branch when everything in it is unhealthy.");
  }

  private static boolean pins(GroupId group, ResourceRecordSet set) {
    AliasTarget alias = set.alias();
    return alias != null
        && !alias.evaluateTargetHealth()
        && set.healthCheckId() == null
        && !Tree.leaf(group, set);
  }

  private static boolean checkedTarget(GroupId group, ResourceRecordSet set, Tree tree) {
    return StoredGroups.targetOf(group.zoneId(), set).filter(tree::checkedBelow).isPresent();
  }

  /** Checked record sets that resolvers keep for longer than a minute. */
  static Optional<Warning> slow(GroupId group, List<ResourceRecordSet> sets, Surroundings around) {
    List<ResourceRecordSet> slow =
        sets.stream()
            .filter(set ->
                set.alias() == null
                    && set.healthCheckId() != null
                    && set.ttlSeconds() > TTL_MAX_SECONDS)
            .toList();
    boolean alone = slow.stream().anyMatch(set -> set.policy() instanceof Simple);
    if (slow.isEmpty() || (alone && !new Tree(around).leavable(group))) {
      return Optional.empty(); // the check of a lone record set changes no answer
    }
    int ttl = slow.stream().mapToInt(ResourceRecordSet::ttlSeconds).max().orElseThrow();
    return Rules.about(
        Trap.TTL_OVER_60,
        group,
        slow,
        null,
        "A TTL of "
            + ttl
            + " seconds lets resolvers answer with a dead endpoint for so long after its check"
            + " has failed.");
  }
}
