package dev.understudy.hindsight;

import dev.understudy.explain.Explanation.Check;
import dev.understudy.history.Event.ConfigurationChange;
import dev.understudy.history.Event.Gap;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.routing.Policy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What cannot be known of a time, or is not as it was: one line each. */
final class Notes {
  private static final int GAPS_TOLD = 5;
  private static final int CHECKS_TOLD = 20;
  private static final Set<Policy> OF_PLACES =
      EnumSet.of(Policy.LATENCY, Policy.GEOLOCATION, Policy.GEOPROXIMITY);

  private final List<String> lines = new ArrayList<>();

  private Notes() {}

  static List<String> of(
      Mentioned mentioned,
      Undone undone,
      HealthThen health,
      Set<String> signed,
      Instant then,
      Instant started) {
    var notes = new Notes();
    if (then.isBefore(started)) {
      notes.lines.add(
          "this process started at "
              + started
              + "; whether one answered then is not in the record");
    }
    int left = CHECKS_TOLD;
    for (Check check : mentioned.checks.values()) {
      if (left-- == 0) {
        notes.lines.add(
            "of " + (mentioned.checks.size() - CHECKS_TOLD) + " more checks nothing is noted here");
        break;
      }
      notes.check(check, undone, health);
    }
    notes.gaps(undone, mentioned.checks.keySet());
    for (Map.Entry<ConfigurationChange, Integer> cut : undone.cut().entrySet()) {
      notes.lines.add(
          "the change at "
              + cut.getKey().at()
              + " was too large to record what stood there before: "
              + cut.getValue()
              + " entries are taken as they were after it");
    }
    if (!signed.isEmpty()) {
      notes.lines.add("the zone had keys for DNSSEC; signatures are left out");
    }
    if (mentioned.policies.stream().anyMatch(OF_PLACES::contains)) {
      notes.lines.add("where clients are, and latencies, are taken from the maps of now");
    }
    if (mentioned.outside) {
      notes.lines.add("targets outside the zones are taken as they are resolved now");
    }
    if (mentioned.draws) {
      notes.lines.add("chance was drawn anew; then it may have fallen on another");
    }
    return notes.lines;
  }

  private void check(Check check, Undone undone, HealthThen health) {
    String id = check.id();
    if (check.definition() == null) {
      return; // there was none: it counts as healthy
    }
    undone
        .next(id)
        .ifPresent(turn -> {
          if (turn.found()) {
            lines.add(
                "check "
                    + id
                    + " was found "
                    + status(turn.to())
                    + " at "
                    + turn.at()
                    + " when a process started; it may have turned before");
          }
          if (turn.merged() > 0) {
            lines.add(
                "check "
                    + id
                    + " turned "
                    + turn.merged()
                    + " more times before "
                    + turn.at()
                    + ", too fast to record each");
          }
        });
    boolean told =
        health
            .inForce(id)
            .map(HealthTransition::to)
            .filter(to -> to == check.healthy())
            .isPresent();
    if (!told) {
      lines.add(
          "no turn of check "
              + id
              + " to "
              + status(check.healthy())
              + " is in the record; what was seen of it then is not known");
    }
  }

  private void gaps(Undone undone, Set<String> checks) {
    int others = 0;
    int told = 0;
    for (Gap gap : undone.gaps()) {
      boolean concerns = checks.stream().anyMatch(gap.reason()::contains);
      if (concerns && told < GAPS_TOLD) {
        lines.add("a gap in the record at " + gap.at() + ": " + gap.reason());
        told++;
      } else {
        others++;
      }
    }
    if (others > 0) {
      lines.add(
          "the record has "
              + others
              + (told == 0 ? "" : " more")
              + " gaps since then: ./understudy history --kind gap --since "
              + "TIME lists them");
    }
  }

  private static String status(boolean healthy) {
    return healthy ? "healthy" : "unhealthy";
  }
}
