package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.control.StoredGroups;
import dev.understudy.intent.HealthCheck;
import dev.understudy.intent.HealthCheck.Calculated;
import dev.understudy.intent.HealthCheck.Endpoint;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Failover;
import dev.understudy.intent.RoutingPolicy.Simple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Health checks that do not say what the record sets with their ids rely on. */
final class UseOfChecks {
  /** As many aliases as a query follows. */
  private static final int HOPS_MAX = 16;

  private UseOfChecks() {}

  /** Adds warnings, and the checks and host names that were looked at. */
  static void judge(
      GroupId group,
      List<ResourceRecordSet> sets,
      Surroundings around,
      List<Warning> warnings,
      Set<String> checks,
      Set<String> hosts) {
    same(group, sets).ifPresent(warnings::add);
    var users = new TreeMap<String, List<ResourceRecordSet>>();
    for (ResourceRecordSet set : sets) {
      String id = set.healthCheckId();
      if (id != null) {
        users.put(id, sets.stream().filter(other -> id.equals(other.healthCheckId())).toList());
      }
    }
    users.forEach((id, using) -> {
      var teller = new Teller(group, using, around, warnings::add, checks, hosts);
      teller.tell(id, "");
      if (around.check(id).map(HealthCheck::subject).orElse(null)
          instanceof Calculated(_, List<String> children)) {
        children.forEach(child -> teller.tell(child, "a child of " + id + ", "));
      }
    });
  }

  private static Optional<Warning> same(GroupId group, List<ResourceRecordSet> sets) {
    String id = sets.getFirst().healthCheckId();
    boolean both =
        sets.size() == 2
            && sets.getFirst().policy() instanceof Failover
            && id != null
            && id.equals(sets.getLast().healthCheckId());
    return both
        ? Rules.about(
            Trap.SAME_CHECK,
            group,
            sets,
            id,
            "Primary and secondary have one health check, so they go down together and the"
                + " primary is answered with, dead or not.")
        : Optional.empty();
  }

  /** Tells of the checks of some record sets of a group. */
  private record Teller(
      GroupId group,
      List<ResourceRecordSet> using,
      Surroundings around,
      Consumer<Warning> warnings,
      Set<String> checks,
      Set<String> hosts) {

    /**
     * Looks at one check.
     *
     * @param role how it comes to matter, with a comma, or empty
     */
    void tell(String id, String role) {
      checks.add(id);
      Optional<HealthCheck> found = around.check(id);
      String which = "Health check " + id + (role.isEmpty() ? " " : ", " + role);
      if (found.isEmpty()) {
        add(
            Trap.DELETED_CHECK,
            id,
            which
                + "was deleted, so it "
                + (role.isEmpty() ? "counts as healthy whatever happens." : "counts for nothing."));
        return;
      }
      HealthCheck check = found.get();
      if (check.disabled()) {
        add(
            Trap.DISABLED_CHECK,
            id,
            which
                + "is disabled"
                + (check.inverted() ? " and inverted, so it counts as un" : ", so it counts as ")
                + "healthy whatever its endpoint does.");
      }
      if (check.subject() instanceof Endpoint endpoint
          && endpoint.address() == null
          && endpoint.host() != null) {
        hosts.add(endpoint.host());
        if (failsOver(endpoint.host())) {
          add(
              Trap.CHECK_FAILS_OVER,
              id,
              which
                  + "probes the name "
                  + endpoint.host()
                  + ", which fails over itself, so it finds the standby healthy when the lead is"
                  + " dead.");
        }
      }
    }

    /** Whether the answer for that name, in a zone of ours, depends on health. */
    private boolean failsOver(String host) {
      Optional<GroupId> at = around.groupOf(host);
      for (int hop = 0; hop < HOPS_MAX && at.isPresent(); hop++) {
        GroupId here = at.get();
        List<ResourceRecordSet> sets = around.sets(here);
        if (sets.size() > 1) {
          return sets.stream().anyMatch(set -> Tree.watched(here, set));
        }
        at =
            sets.isEmpty() || !(sets.getFirst().policy() instanceof Simple)
                ? Optional.empty()
                : StoredGroups.targetOf(here.zoneId(), sets.getFirst());
      }
      return false;
    }

    private void add(Trap trap, String checkId, String problem) {
      Rules.about(trap, group, using, checkId, problem).ifPresent(warnings);
    }
  }
}
