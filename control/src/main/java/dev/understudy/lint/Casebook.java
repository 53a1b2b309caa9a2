package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.lint.Rules.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest judgement on every group that has warnings or rests on checks, and the way back from
 * checks and host names to groups. Remembers {@link #GROUPS_MAX} groups. One thread at a time.
 */
final class Casebook {
  static final int GROUPS_MAX = 50_000;

  private static final Comparator<Warning> ORDER =
      Comparator.comparing((Warning warning) -> warning.group().zoneId())
          .thenComparing(warning -> warning.group().name())
          .thenComparing(warning -> warning.group().type())
          .thenComparing(Warning::trap)
          .thenComparing(warning -> String.valueOf(warning.healthCheckId()));

  private final int groupsMax;
  private final Map<GroupId, Judgement> judgements = new HashMap<>();
  private final Map<String, Set<GroupId>> byCheck = new HashMap<>();
  private final Map<String, Set<GroupId>> byHost = new HashMap<>();
  private boolean full;

  Casebook(int groupsMax) {
    this.groupsMax = groupsMax;
  }

  /** Whether a judgement was not remembered for want of room. */
  boolean full() {
    return full;
  }

  void clear() {
    judgements.clear();
    byCheck.clear();
    byHost.clear();
    full = false;
  }

  /** There is nothing to be said of a group any more. */
  void forget(GroupId group) {
    if (!judgements.isEmpty()) {
      remove(group);
    }
  }

  private @Nullable Judgement remove(GroupId group) {
    Judgement before = judgements.remove(group);
    if (before != null) {
      before.checks().forEach(check -> unlink(byCheck, check, group));
      before.hosts().forEach(host -> unlink(byHost, key(host), group));
    }
    return before;
  }

  /** Replaces what was known of a group; returns the warnings that were not there before. */
  List<Warning> put(GroupId group, Judgement judgement) {
    Judgement before = remove(group);
    if (judgement.warnings().isEmpty() && judgement.checks().isEmpty()) {
      return List.of();
    }
    if (judgements.size() >= groupsMax) {
      full = true;
      return List.of();
    }
    judgements.put(group, judgement);
    judgement.checks().forEach(check -> link(byCheck, check, group));
    judgement.hosts().forEach(host -> link(byHost, key(host), group));
    List<Warning> known = before == null ? List.of() : before.warnings();
    return judgement.warnings().stream()
        .filter(warning -> known.stream().noneMatch(warning::sameAs))
        .toList();
  }

  Set<GroupId> usersOfCheck(String checkId) {
    return Set.copyOf(byCheck.getOrDefault(checkId, Set.of()));
  }

  /** The groups with checks that resolve the name of one of these groups. */
  Set<GroupId> usersOfNames(Set<GroupId> named) {
    var users = new LinkedHashSet<GroupId>();
    if (!byHost.isEmpty()) {
      for (GroupId group : named) {
        users.addAll(byHost.getOrDefault(key(group.name().toString()), Set.of()));
      }
    }
    return users;
  }

  /** The groups with checks that resolve any name. */
  Set<GroupId> usersOfHosts() {
    var users = new HashSet<GroupId>();
    byHost.values().forEach(users::addAll);
    return users;
  }

  Findings findings(long revision, boolean worked) {
    var all = new ArrayList<Warning>();
    judgements.values().forEach(judgement -> all.addAll(judgement.warnings()));
    all.sort(ORDER);
    return new Findings(
        revision,
        worked && !full,
        all.size(),
        all.subList(0, Math.min(Findings.LISTED_MAX, all.size())));
  }

  /** A host name as a key: case and a last dot do not matter. */
  private static String key(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower : lower + ".";
  }

  private static void link(Map<String, Set<GroupId>> index, String key, GroupId group) {
    index.computeIfAbsent(key, _ -> new LinkedHashSet<>(2)).add(group);
  }

  private static void unlink(Map<String, Set<GroupId>> index, String key, GroupId group) {
    Set<GroupId> groups = index.get(key);
    if (groups != null) {
      groups.remove(group);
      if (groups.isEmpty()) {
        index.remove(key);
      }
    }
  }
}
