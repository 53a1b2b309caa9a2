package dev.understudy.control;

import dev.understudy.intent.AliasTarget;
import dev.understudy.intent.DomainName;
import dev.understudy.intent.ResourceRecordSet;
import dev.understudy.intent.RoutingPolicy.Multivalue;
import dev.understudy.presentation.NameText;
import dev.understudy.wire.RecordType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an alias may point at (Developer Guide, "Choosing between alias and non-alias records"): a
 * record set of its own zone and type that exists, or another service.
 */
final class AliasRules {
  /**
   * Names in a row, the one asked for included, that a query may lead through: as many as {@code
   * routing.Router} follows before it gives up with SERVFAIL. Route 53 speaks of three levels.
   */
  static final int GROUPS_MAX = 16;

  private AliasRules() {}

  /** Checks an alias that is about to be written. */
  static void check(
      Zone zone,
      ResourceRecordSet alias,
      AliasTarget target,
      WorkingCopy copy,
      List<String> problems) {
    String tried = tried(target, alias.type());
    if (alias.type() == RecordType.NS || alias.type() == RecordType.SOA) {
      problems.add(tried + " but a record of type " + alias.type() + " cannot be an alias");
    }
    if (alias.policy() instanceof Multivalue) {
      problems.add(tried + " but a multivalue answer record cannot be an alias");
    }
    if (WellKnownZones.isCloudFront(target) && target.evaluateTargetHealth()) {
      problems.add(tried + " but EvaluateTargetHealth must be false for a CloudFront distribution");
    }
    if (target.hostedZoneId().equals(zone.id())) {
      inZone(zone, alias, target, copy, tried, problems);
    } else if (!WellKnownZones.isService(target)) {
      problems.add(tried + " but the alias target name does not lie within the target zone");
    }
  }

  private static void inZone(
      Zone zone,
      ResourceRecordSet alias,
      AliasTarget target,
      WorkingCopy copy,
      String tried,
      List<String> problems) {
    if (!target.name().isAtOrBelow(zone.name())) {
      problems.add(tried + " but the alias target name does not lie within the target zone");
    } else if (copy.group(target.name(), alias.type()).isEmpty()) {
      problems.add(tried + " but that target was not found");
    }
  }

  /** What only the end of a batch can tell: lost targets, and aliases in a circle. */
  static List<String> problemsAtEnd(Zone zone, ZoneRecords records, WorkingCopy copy) {
    var problems = new ArrayList<String>();
    for (Group lost : lostGroups(copy)) {
      if (stillWanted(zone, records, copy, lost)) {
        problems.add(tried(zone.id(), lost.name(), lost.type()) + " but that target was not found");
      }
    }
    for (Identity id : copy.touched()) {
      RecordSet set = copy.find(id);
      AliasTarget target = set == null ? null : targetFollowed(zone, set);
      if (target != null && leadsBack(zone, copy, new Group(target.name(), id.type()), id)) {
        problems.add(tried(target, id.type()) + " but that target leads back to the alias");
      }
    }
    if (problems.isEmpty()) {
      tooManyInARow(zone, records, copy, problems);
    }
    return problems;
  }

  /** The nameserver follows so many aliases and no more; see {@link #GROUPS_MAX}. */
  private static void tooManyInARow(
      Zone zone, ZoneRecords records, WorkingCopy copy, List<String> problems) {
    var written = new HashMap<Group, Set<Group>>(); // by target: the aliases written in this batch
    for (Identity id : copy.touched()) {
      RecordSet set = copy.find(id);
      AliasTarget target = set == null ? null : targetInZone(zone, set);
      if (set != null && target != null) {
        written
            .computeIfAbsent(new Group(target.name(), id.type()), _ -> new LinkedHashSet<>())
            .add(Group.of(set));
      }
    }
    written.forEach((target, aliases) -> {
      int below = levels(Set.of(target), group -> targets(zone, copy, group));
      int above =
          levels(
              aliases,
              group ->
                  aliasesOf(zone, records, copy, written.getOrDefault(group, Set.of()), group));
      if (below + above > GROUPS_MAX) {
        problems.add(
            tried(zone.id(), target.name(), target.type())
                + " but there would be more than "
                + (GROUPS_MAX - 1)
                + " aliases in a row");
      }
    });
  }

  /** How many steps lead away from there, the start counting as one; no more than matter. */
  private static int levels(Set<Group> start, Function<Group, Set<Group>> step) {
    int levels = 0;
    for (Set<Group> level = start; !level.isEmpty() && levels <= GROUPS_MAX; levels++) {
      var next = new LinkedHashSet<Group>();
      level.forEach(group -> next.addAll(step.apply(group)));
      level = next;
    }
    return levels;
  }

  private static Set<Group> targets(Zone zone, WorkingCopy copy, Group group) {
    var targets = new LinkedHashSet<Group>();
    for (RecordSet set : copy.group(group.name(), group.type())) {
      AliasTarget target = targetFollowed(zone, set);
      if (target != null) {
        targets.add(new Group(target.name(), group.type()));
      }
    }
    return targets;
  }

  private static Set<Group> aliasesOf(
      Zone zone, ZoneRecords records, WorkingCopy copy, Set<Group> written, Group group) {
    var aliases = new LinkedHashSet<Group>(written);
    for (Identity id : records.aliasesOf(group.name(), group.type())) {
      RecordSet set = copy.find(id);
      AliasTarget target = set == null ? null : targetInZone(zone, set);
      if (set != null && target != null && target.name().equals(group.name())) {
        aliases.add(Group.of(set));
      }
    }
    return aliases;
  }

  /** Names and types that had record sets and have none. */
  private static Set<Group> lostGroups(WorkingCopy copy) {
    var lost = new LinkedHashSet<Group>();
    for (Identity id : copy.touched()) {
      if (copy.group(id.name(), id.type()).isEmpty()) {
        lost.add(new Group(id.name(), id.type()));
      }
    }
    return lost;
  }

  private static boolean stillWanted(Zone zone, ZoneRecords records, WorkingCopy copy, Group lost) {
    var candidates = new ArrayList<Identity>(records.aliasesOf(lost.name(), lost.type()));
    candidates.addAll(copy.touched());
    for (Identity id : candidates) {
      RecordSet set = copy.find(id);
      AliasTarget target = set == null ? null : targetInZone(zone, set);
      if (target != null && id.type() == lost.type() && target.name().equals(lost.name())) {
        return true;
      }
    }
    return false;
  }

  /** Whether following aliases from {@code start} comes to the group of {@code id}. */
  private static boolean leadsBack(Zone zone, WorkingCopy copy, Group start, Identity id) {
    var home = new Group(id.name(), id.type());
    var seen = new HashSet<Group>();
    var open = new ArrayDeque<Group>();
    open.add(start);
    while (!open.isEmpty()) {
      Group group = open.remove();
      if (group.equals(home)) {
        return true;
      }
      if (!seen.add(group)) {
        continue;
      }
      open.addAll(targets(zone, copy, group));
    }
    return false;
  }

  /** The target, if it lies in the same zone; null for other targets and for no alias. */
  static @Nullable AliasTarget targetInZone(Zone zone, RecordSet set) {
    AliasTarget target = set.meaning().alias();
    return target != null && target.hostedZoneId().equals(zone.id()) ? target : null;
  }

  /**
   * The target, if a query is led on inside the zone: also where the alias has the zone id of a
   * service but a name of the zone, since names that are served are not asked for elsewhere.
   */
  private static @Nullable AliasTarget targetFollowed(Zone zone, RecordSet set) {
    AliasTarget target = set.meaning().alias();
    return target != null && target.name().isAtOrBelow(zone.name()) ? target : null;
  }

  private static String tried(AliasTarget target, RecordType type) {
    return tried(target.hostedZoneId(), target.name(), type);
  }

  private static String tried(String zoneId, DomainName target, RecordType type) {
    return "Tried to create an alias that targets "
        + NameText.format(target)
        + ", type "
        + type
        + " in zone "
        + zoneId
        + ",";
  }
}
