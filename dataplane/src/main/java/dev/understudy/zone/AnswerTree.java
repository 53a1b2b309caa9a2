package dev.understudy.zone;

import dev.understudy.routing.NetworkTable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every zone served, compiled for lookup by name in wire form. Immutable; {@link Compiler} makes
 * it, {@link Lookup} reads it.
 *
 * <p>Each name is held once, for the zone that answers for it: the deepest hosted zone at or above
 * it, and of several with one name the oldest. What other zones say of it is kept aside, out of
 * sight of queries but for DS at the apex of a child (RFC 4035, section 3.1.4.1) and aliases within
 * the zone, until a zone is deleted and the names come forward.
 */
public final class AnswerTree {
  private static final AnswerTree EMPTY =
      new AnswerTree(
          NodeTable.empty(),
          NodeTable.empty(),
          new ServedZone[0],
          false,
          new String[0],
          new NetworkTable[0]);

  private final NodeTable names;
  private final NodeTable aside;
  private final @Nullable ServedZone[] zones;
  private final boolean delegates;
  private final @Nullable String[] checkIds;
  private final NetworkTable[] cidrTables;

  AnswerTree(
      NodeTable names,
      NodeTable aside,
      @Nullable ServedZone[] zones,
      boolean delegates,
      @Nullable String[] checkIds,
      NetworkTable[] cidrTables) {
    this.names = names;
    this.aside = aside;
    this.zones = zones;
    this.delegates = delegates;
    this.checkIds = checkIds;
    this.cidrTables = cidrTables;
  }

  /** No zone at all. */
  public static AnswerTree empty() {
    return EMPTY;
  }

  /** The health check that holds a slot, for explanation. */
  public String checkId(int slot) {
    return Objects.requireNonNull(checkIds[slot]);
  }

  NodeTable names() {
    return names;
  }

  NodeTable aside() {
    return aside;
  }

  /** The zone of a node. */
  ServedZone zone(int ordinal) {
    return Objects.requireNonNull(zones[ordinal]);
  }

  @Nullable ServedZone[] zones() {
    return zones;
  }

  /** Whether any zone holds a cut. */
  boolean delegates() {
    return delegates;
  }

  /** The networks of a CIDR collection, their numbers the slots of locations. */
  NetworkTable cidrTable(int slot) {
    return slot < cidrTables.length ? cidrTables[slot] : NetworkTable.EMPTY;
  }

  @Nullable String[] checkIds() {
    return checkIds;
  }
}
