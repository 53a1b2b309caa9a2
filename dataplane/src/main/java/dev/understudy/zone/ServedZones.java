package dev.understudy.zone;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The zones by ordinal as lookups see them; the array is copied once for each tree. */
final class ServedZones {
  private @Nullable ServedZone[] zones = new ServedZone[0];
  private boolean frozen = true;
  private int delegating;
  private int signing;

  void add(ZoneState zone) {
    replace(zone.ordinal, new ServedZone(zone.zone, zone.cuts > 0, zone.keys));
  }

  void remove(ZoneState zone) {
    replace(zone.ordinal, null);
  }

  /** The zone's number of cuts changed; without effect if it has been removed since. */
  void recut(ZoneState zone) {
    ServedZone before = zones[zone.ordinal];
    if (before != null && before.zone().equals(zone.zone) && before.delegates() != zone.cuts > 0) {
      add(zone);
    }
  }

  boolean delegates() {
    return delegating > 0;
  }

  /** Whether any zone signs. */
  boolean signs() {
    return signing > 0;
  }

  @Nullable ServedZone[] freeze() {
    frozen = true;
    return zones;
  }

  private void replace(int ordinal, @Nullable ServedZone after) {
    if (frozen || ordinal >= zones.length) {
      int room = ordinal < zones.length ? zones.length : Math.max(4, 2 * ordinal);
      zones = Arrays.copyOf(zones, room);
      frozen = false;
    }
    delegating += delegates(after) - delegates(zones[ordinal]);
    signing += signs(after) - signs(zones[ordinal]);
    zones[ordinal] = after;
  }

  private static int delegates(@Nullable ServedZone zone) {
    return zone != null && zone.delegates() ? 1 : 0;
  }

  private static int signs(@Nullable ServedZone zone) {
    return zone != null && zone.keys() != null ? 1 : 0;
  }
}
