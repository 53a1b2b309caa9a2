package dev.understudy.cloudwatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which alarms look at a metric, so that one datum does not cost a look at all of them. */
final class AlarmIndex {
  private @Nullable Map<Metric, Set<String>> names;

  /**
   * The names of the alarms over these metrics; one that was deleted meanwhile may be among them.
   *
   * @param all read once, at the first call
   */
  synchronized List<String> over(Set<Metric> metrics, Supplier<List<Alarm>> all) {
    if (names == null) {
      names = new HashMap<>();
      all.get().forEach(alarm -> changed(null, alarm));
    }
    var found = new ArrayList<String>();
    for (Metric metric : metrics) {
      found.addAll(names.getOrDefault(metric, Set.of()));
    }
    return found;
  }

  /** An alarm was created, replaced or deleted. */
  synchronized void changed(@Nullable Alarm before, @Nullable Alarm after) {
    if (names == null) {
      return;
    }
    if (before != null) {
      names.computeIfPresent(
          before.criteria().metric(),
          (_, all) -> all.remove(before.name()) && all.isEmpty() ? null : all);
    }
    if (after != null) {
      names
          .computeIfAbsent(after.criteria().metric(), _ -> new LinkedHashSet<>())
          .add(after.name());
    }
  }
}
