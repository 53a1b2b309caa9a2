package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All rules over one group. Pure but for what its surroundings read. */
final class Rules {
  private Rules() {}

  /**
   * What was found, and on which checks and host names that rests, besides the groups around.
   *
   * @param checks ids, of deleted ones too
   * @param hosts names that those checks resolve, as they were written
   */
  record Judgement(List<Warning> warnings, Set<String> checks, Set<String> hosts) {
    static final Judgement NOTHING = new Judgement(List.of(), Set.of(), Set.of());

    Judgement {
      warnings = List.copyOf(warnings);
      checks = Set.copyOf(checks);
      hosts = Set.copyOf(hosts);
    }
  }

  static Judgement judge(GroupId group, Surroundings around) {
    List<ResourceRecordSet> sets = around.sets(group);
    if (sets.isEmpty() || isDull(group, sets, around)) {
      return Judgement.NOTHING;
    }
    var warnings = new ArrayList<Warning>();
    TreeRules.unchecked(group, sets, around).ifPresent(warnings::add);
    TreeRules.pinned(group, sets, around).ifPresent(warnings::add);
    TreeRules.slow(group, sets, around).ifPresent(warnings::add);
    WeightRules.judge(group, sets).ifPresent(warnings::add);
    var checks = new TreeSet<String>();
    var hosts = new TreeSet<String>();
    UseOfChecks.judge(group, sets, around, warnings, checks, hosts);
    return new Judgement(warnings, checks, hosts);
  }

  /** Values that nothing chooses among, checks or leads to, as most are: no rule is about them. */
  private static boolean isDull(GroupId group, List<ResourceRecordSet> sets, Surroundings around) {
    ResourceRecordSet set = sets.getFirst();
    return sets.size() == 1
        && set.policy() instanceof RoutingPolicy.Simple
        && set.alias() == null
        && set.healthCheckId() == null
        && around.aliasesOf(group).isEmpty();
  }

  /** A warning of those record sets; none if there are none. */
  static Optional<Warning> about(
      Trap trap,
      GroupId group,
      List<ResourceRecordSet> sets,
      @Nullable String checkId,
      String problem) {
    return sets.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                trap,
                group,
                sets.stream()
                    .map(ResourceRecordSet::setIdentifier)
                    .filter(identifier -> !identifier.isEmpty())
                    .toList(),
                checkId,
                problem));
  }
}
