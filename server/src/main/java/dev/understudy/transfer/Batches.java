package dev.understudy.transfer;

import dev.understudy.model.Change;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts changes into as few batches as the limits of one request allow, in an order in which each of
 * them is taken: aliases come after their targets and go before them, a name's changes stay
 * together, and names that are only deleted go last.
 */
final class Batches {
  private final List<List<Change>> batches = new ArrayList<>();
  private List<Change> batch = new ArrayList<>();
  private Cost cost = Cost.NONE;

  private Batches() {}

  static List<List<Change>> of(Collection<NameChanges> names) {
    var packed = new Batches();
    var groups = new ArrayList<>(connected(names));
    groups.sort(java.util.Comparator.comparing(Batches::onlyDeletes)); // stable
    for (List<NameChanges> group : groups) {
      packed.add(group);
    }
    packed.end();
    return packed.batches;
  }

  /** What aliases connect goes into one batch if it fits. */
  private void add(List<NameChanges> group) {
    var puts =
        inOrder(
            group.stream().filter(name -> !name.puts().isEmpty()).toList(),
            NameChanges::newTargets);
    var deletes =
        inOrder(
                group.stream().filter(name -> name.puts().isEmpty()).toList(),
                NameChanges::oldTargets)
            .reversed();
    var whole = new ArrayList<Change>();
    group.forEach(name -> whole.addAll(name.deletes()));
    puts.forEach(name -> whole.addAll(name.puts()));
    if (Cost.of(whole).fits()) {
      add(Cost.of(whole), whole);
      return;
    }
    puts.forEach(this::add);
    deletes.forEach(this::add);
  }

  private void add(NameChanges name) {
    List<Change> changes = name.inOrder();
    if (Cost.of(changes).fits()) {
      add(Cost.of(changes), changes);
    } else {
      changes.forEach(change -> add(Cost.of(change), List.of(change)));
    }
  }

  private void add(Cost more, List<Change> changes) {
    if (!cost.plus(more).fits()) {
      end();
    }
    batch.addAll(changes);
    cost = cost.plus(more);
  }

  private void end() {
    if (!batch.isEmpty()) {
      batches.add(batch);
      batch = new ArrayList<>();
      cost = Cost.NONE;
    }
  }

  private static boolean onlyDeletes(List<NameChanges> group) {
    return group.stream().allMatch(name -> name.puts().isEmpty());
  }

  /** Names that aliases among them connect, each group in the order given. */
  private static Collection<List<NameChanges>> connected(Collection<NameChanges> names) {
    var leaders = new HashMap<String, String>();
    names.forEach(name -> leaders.put(name.name(), name.name()));
    for (NameChanges name : names) {
      for (Set<String> targets : List.of(name.newTargets(), name.oldTargets())) {
        for (String target : targets) {
          if (leaders.containsKey(target)) {
            leaders.put(leader(leaders, target), leader(leaders, name.name()));
          }
        }
      }
    }
    var groups = new LinkedHashMap<String, List<NameChanges>>();
    for (NameChanges name : names) {
      groups.computeIfAbsent(leader(leaders, name.name()), _ -> new ArrayList<>(1)).add(name);
    }
    return groups.values();
  }

  private static String leader(Map<String, String> leaders, String name) {
    String at = name;
    for (String up = leaders.get(at); up != null && !up.equals(at); up = leaders.get(at)) {
      String above = leaders.getOrDefault(up, up);
      leaders.put(at, above);
      at = above;
    }
    return at;
  }

  /** Targets before those that lead to them; where they run in circles the server says so. */
  private static List<NameChanges> inOrder(
      List<NameChanges> group, Function<NameChanges, Set<String>> targets) {
    if (group.size() < 2) {
      return group;
    }
    var byName = new HashMap<String, NameChanges>();
    group.forEach(name -> byName.put(name.name(), name));
    var ordered = new ArrayList<NameChanges>(group.size());
    var seen = new HashSet<String>();
    var done = new HashSet<String>();
    for (NameChanges start : group) {
      visit(start, byName, targets, seen, done, ordered);
    }
    return ordered;
  }

  /** Without recursion: a row of aliases may be as long as the text. */
  private static void visit(
      NameChanges start,
      Map<String, NameChanges> byName,
      Function<NameChanges, Set<String>> targets,
      Set<String> seen,
      Set<String> done,
      List<NameChanges> ordered) {
    var path = new ArrayList<NameChanges>();
    path.add(start);
    while (!path.isEmpty()) {
      NameChanges name = path.getLast();
      if (seen.add(name.name())) {
        for (String target : targets.apply(name)) {
          NameChanges below = byName.get(target);
          if (below != null && !seen.contains(target)) {
            path.add(below);
          }
        }
      } else {
        path.removeLast();
        if (done.add(name.name())) {
          ordered.add(name);
        }
      }
    }
  }
}
