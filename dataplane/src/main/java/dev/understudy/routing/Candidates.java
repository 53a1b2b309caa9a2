package dev.understudy.routing;

import org.jspecify.annotations.Nullable;

/**
 * The record sets of one name and type, as routing sees them. Ordinals run from 0 in stored order:
 * PRIMARY before SECONDARY, otherwise by set identifier.
 *
 * <p>Reading allocates nothing. What {@link #target} returns stays valid until the next call of
 * {@code target} on this object or on one it was reached from.
 */
public interface Candidates {

  /** The policy of the whole group. */
  Policy policy();

  /** How many record sets there are; 0 where the target of an alias does not exist. */
  int count();

  /** The slot of the attached health check, or {@code HealthView.UNCHECKED}. */
  int healthSlot(int ordinal);

  /** The share of the answers, 0 to 255; of the weighted policy only. */
  int weight(int ordinal);

  /** Whether this record set takes its answer from another group. */
  boolean isAlias(int ordinal);

  /** Whether an alias counts as unhealthy when its target is (EvaluateTargetHealth). */
  boolean evaluatesTargetHealth(int ordinal);

  /** The group an alias leads to, or null where the target is outside the zones served. */
  @Nullable Candidates target(int ordinal);
}
