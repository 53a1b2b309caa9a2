package dev.understudy.lint;

import dev.understudy.control.GroupId;
import dev.understudy.presentation.NameText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One trap in one group of record sets.
 *
 * @param setIdentifiers of the record sets concerned, in order; empty for a simple record set
 * @param healthCheckId the check concerned, or null where it is not about one check
 * @param problem what is wrong, one sentence
 */
public record Warning(
    Trap trap,
    GroupId group,
    List<String> setIdentifiers,
    @Nullable String healthCheckId,
    String problem) {
  public Warning {
    setIdentifiers = List.copyOf(setIdentifiers);
  }

  /** Whether both tell of the same, although of other members of the group. */
  boolean sameAs(Warning other) {
    return trap == other.trap
        && group.equals(other.group)
        && Objects.equals(healthCheckId, other.healthCheckId);
  }

  /** One line for the log: what, where, why and what to do. */
  @Override
  public String toString() {
    return trap
        + " "
        + NameText.format(group.name())
        + " "
        + group.type()
        + (setIdentifiers.isEmpty() ? "" : " " + setIdentifiers)
        + " in zone "
        + group.zoneId()
        + ": "
        + problem
        + " "
        + trap.remedy();
  }
}
