package dev.understudy.zone;

import dev.understudy.intent.HostedZone;
import dev.understudy.routing.NetworkTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
          false,
          new String[0],
          new NetworkTable[0],
          new Outside[0]);

  private final NodeTable names;
  private final NodeTable aside;
  private final @Nullable ServedZone[] zones;
  private final boolean delegates;
  private final boolean signs;
  private final @Nullable String[] checkIds;
  private final NetworkTable[] cidrTables;
  private final @Nullable Outside[] outside;

  AnswerTree(
      NodeTable names,
      NodeTable aside,
      @Nullable ServedZone[] zones,
      boolean delegates,
      boolean signs,
      @Nullable String[] checkIds,
      NetworkTable[] cidrTables,
      @Nullable Outside[] outside) {
    this.names = names;
    this.aside = aside;
    this.zones = zones;
    this.delegates = delegates;
    this.signs = signs;
    this.checkIds = checkIds;
    this.cidrTables = cidrTables;
    this.outside = outside;
  }

  /** No zone at all. */
  public static AnswerTree empty() {
    return EMPTY;
  }

  /** The health check that holds a slot, for explanation. */
  public String checkId(int slot) {
    return Objects.requireNonNull(checkIds[slot]);
  }

  /** The slot of a health check, for explanation; -1 if it has none here. */
  public int slot(String checkId) {
    return Arrays.asList(checkIds).indexOf(checkId);
  }

  /**
   * The other zones of a zone's name, for explanation: nobody is answered from them, since this one
   * is older. In order of ids.
   */
  public List<HostedZone> shadowedBy(HostedZone zone) {
    var shadowed = new ArrayList<HostedZone>();
    for (ServedZone each : zones) {
      if (each != null && each.name().equals(zone.name()) && !each.zone().equals(zone)) {
        shadowed.add(each.zone());
      }
    }
    shadowed.sort(Comparator.comparing(HostedZone::id));
    return List.copyOf(shadowed);
  }

  /** What this tree answers with for targets outside, where anything is known. */
  public Map<OutsideTarget, OutsideRecords> outsideKnown() {
    var known = new HashMap<OutsideTarget, OutsideRecords>();
    for (Outside each : outside) {
      OutsideRecords records = each == null ? null : each.records();
      if (each != null && records != null) {
        known.put(each.target(), records);
      }
    }
    return known;
  }

  /** The same names with other targets outside. */
  AnswerTree with(@Nullable Outside[] otherOutside) {
    return new AnswerTree(
        names, aside, zones, delegates, signs, checkIds, cidrTables, otherOutside);
  }

  /** The target outside that has a slot, or null where it is answered from here. */
  @Nullable Outside outside(int slot) {
    return outside[slot];
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

  /** Whether any zone signs; if not, no answer needs a look at its zone. */
  boolean signs() {
    return signs;
  }

  /** The networks of a CIDR collection, their numbers the slots of locations. */
  NetworkTable cidrTable(int slot) {
    return slot < cidrTables.length ? cidrTables[slot] : NetworkTable.EMPTY;
  }

  @Nullable String[] checkIds() {
    return checkIds;
  }
}
