package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Geolocation;
import dev.understudy.intent.RoutingPolicy.Geoproximity;
import dev.understudy.intent.RoutingPolicy.IpBased;
import dev.understudy.intent.RoutingPolicy.Latency;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.intent.RoutingPolicy.Simple;
import dev.understudy.intent.RoutingPolicy.Weighted;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * How groups hang together by aliases of one zone. Walks no further than {@link #GROUPS_MAX} groups
 * in either direction: trees of that size are told of as far as was looked.
 */
final class Tree {
  /** Ten times a group's quota; one change looks at no more. */
  static final int GROUPS_MAX = 1_000;

  private final Surroundings around;

  Tree(Surroundings around) {
    this.around = around;
  }

  /** Whether the policy would try another record set if this one were unhealthy. */
  static boolean hasNext(List<ResourceRecordSet> group, ResourceRecordSet set) {
    boolean several = group.size() > 1;
    return switch (set.policy()) {
      case Simple _ -> false;
      case Failover(boolean primary) -> primary && several;
      case Weighted(int weight) ->
          weight > 0 ? several : group.stream().filter(Tree::weighsNothing).count() > 1;
      case Latency _, Geoproximity _, Multivalue _ -> several;
      case Geolocation(_, var country, _) -> several && !"*".equals(country);
      case IpBased(_, String location) -> several && !location.equals("*");
    };
  }

  static boolean weighsNothing(ResourceRecordSet set) {
    return set.policy() instanceof Weighted(int weight) && weight == 0;
  }

  /** Whether anything can make this record set unhealthy. */
  static boolean watched(GroupId group, ResourceRecordSet set) {
    return set.healthCheckId() != null || evaluatesTarget(group, set);
  }

  /** Whether it is an alias, with EvaluateTargetHealth, of a group of its zone. */
  static boolean evaluatesTarget(GroupId group, ResourceRecordSet set) {
    AliasTarget alias = set.alias();
    return alias != null
        && alias.evaluateTargetHealth()
        && StoredGroups.targetOf(group.zoneId(), set).isPresent();
  }

  /** Whether values are here: no alias leads further down in the zone. */
  static boolean leaf(GroupId group, ResourceRecordSet set) {
    return StoredGroups.targetOf(group.zoneId(), set).isEmpty();
  }

  /** Whether something higher up would try another branch if this whole group were unhealthy. */
  boolean leavable(GroupId start) {
    var seen = new HashSet<GroupId>();
    var open = new ArrayDeque<GroupId>();
    open.add(start);
    while (!open.isEmpty() && seen.size() < GROUPS_MAX) {
      GroupId group = open.remove();
      if (!seen.add(group)) {
        continue;
      }
      for (GroupId above : around.aliasesOf(group)) {
        List<ResourceRecordSet> sets = around.sets(above);
        for (ResourceRecordSet set : sets) {
          if (evaluatesTarget(above, set) && leadsTo(above, set, group)) {
            if (hasNext(sets, set)) {
              return true;
            }
            open.add(above);
          }
        }
      }
    }
    return false;
  }

  private static boolean leadsTo(GroupId from, ResourceRecordSet set, GroupId target) {
    return StoredGroups.targetOf(from.zoneId(), set).filter(target::equals).isPresent();
  }

  /** Whether a health check is attached to anything at or below a group. */
  boolean checkedBelow(GroupId start) {
    return below(List.of(start)).stream()
        .anyMatch(
            group -> around.sets(group).stream().anyMatch(set -> set.healthCheckId() != null));
  }

  /** These groups and all that their aliases lead to. */
  Set<GroupId> below(Collection<GroupId> start) {
    return reached(start, this::targets);
  }

  /** These groups and all that lead to them by aliases. */
  Set<GroupId> above(Collection<GroupId> start) {
    return reached(start, around::aliasesOf);
  }

  private Set<GroupId> targets(GroupId group) {
    var targets = new LinkedHashSet<GroupId>();
    for (ResourceRecordSet set : around.sets(group)) {
      StoredGroups.targetOf(group.zoneId(), set).ifPresent(targets::add);
    }
    return targets;
  }

  private static Set<GroupId> reached(
      Collection<GroupId> start, Function<GroupId, Set<GroupId>> step) {
    var reached = new LinkedHashSet<GroupId>(start);
    var open = new ArrayDeque<GroupId>(reached);
    int most = reached.size() + GROUPS_MAX;
    while (!open.isEmpty()) {
      for (GroupId next : step.apply(open.remove())) {
        if (reached.size() >= most) {
          return reached;
        }
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
