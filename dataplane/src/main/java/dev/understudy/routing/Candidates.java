package dev.understudy.routing;

import org.jspecify.annotations.Nullable;

/**
 * The record sets of one name and type, as routing sees them. Ordinals run from 0 in stored order:
 * PRIMARY before SECONDARY, regions in ASCII order, otherwise by set identifier.
 *
 * <p>Reading allocates nothing. What {@link #target} returns stays valid until the next call of
 * {@code target} on this object or on one it was reached from.
 */
public interface Candidates {
  /** The location of all clients that no network of the group contains. */
  int EVERYWHERE_ELSE = -1;

  /** The location of no client at all. */
  int NOWHERE = -2;

  /** The policy of the whole group. */
  Policy policy();

  /** How many record sets there are; 0 where the target of an alias does not exist. */
  int count();

  /** The slot of the attached health check, or {@code HealthView.UNCHECKED}. */
  int healthSlot(int ordinal);

  /** The share of the answers, 0 to 255; of the weighted policy only. */
  int weight(int ordinal);

  /** The number of a region in {@link Regions}, or unknown; of the latency policy only. */
  int region(int ordinal);

  /** One axis of the place, in {@link Sphere}; NaN if unknown; of latency and geoproximity. */
  double coordinate(int ordinal, int axis);

  /** From -99 to 99; of the geoproximity policy only. */
  int bias(int ordinal);

  /** The number of an {@link Area}, or 0 for none; of the geolocation policy only. */
  long area(int ordinal);

  /** The networks of the group's CIDR collection; of the IP-based policy only. */
  NetworkTable networks();

  /** The number that its networks have there, or {@link #EVERYWHERE_ELSE}; IP-based only. */
  int networkLocation(int ordinal);

  /** Whether this record set takes its answer from another group. */
  boolean isAlias(int ordinal);

  /** Whether an alias counts as unhealthy when its target is (EvaluateTargetHealth). */
  boolean evaluatesTargetHealth(int ordinal);

  /**
   * The group an alias leads to; null where the target is outside the zones served and has nothing
   * to give, because it has no such records or nobody knows them yet.
   */
  @Nullable Candidates target(int ordinal);
}
