package dev.understudy.transfer;

import dev.understudy.model.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All changes of one name: they go together, deletions first, for a name is not to be gone between.
 */
final class NameChanges {
  private final String name;
  private final List<Change> deletes = new ArrayList<>(1);
  private final List<Change> puts = new ArrayList<>(1);
  private final Set<String> newTargets = new LinkedHashSet<>(2);
  private final Set<String> oldTargets = new LinkedHashSet<>(2);

  NameChanges(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  List<Change> deletes() {
    return deletes;
  }

  List<Change> puts() {
    return puts;
  }

  /** Names in the zone that aliases written here lead to. */
  Set<String> newTargets() {
    return newTargets;
  }

  /** Names in the zone that aliases led to that are deleted or replaced here. */
  Set<String> oldTargets() {
    return oldTargets;
  }

  List<Change> inOrder() {
    var all = new ArrayList<>(deletes);
    all.addAll(puts);
    return all;
  }
}
