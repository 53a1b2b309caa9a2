package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.LocationTable.Place;
import java.util.Arrays;

/**
 * Distinct places in the order in which they came, in arrays: a database of cities has hundreds of
 * thousands, and as objects each collection while it is read would copy them.
 */
final class PlaceList {
  /** Continent, country and subdivision of each. */
  private int[] areas = new int[3 * 32];

  /** Latitude and longitude of each; NaN if it is at none. */
  private double[] degrees = new double[2 * 32];

  /**
   * Numbers from 1 by what the place is, 0 where none is. Open addressing; when half of it is
   * taken, which is as many as the arrays above hold, all three grow.
   */
  private int[] table = new int[64];

  private int count;

  /** Starts empty. */
  PlaceList() {}

  int count() {
    return count;
  }

  /** One of continent, country and subdivision, 0 to 2, as {@link Area} has codes. */
  int area(int number, int which) {
    return areas[3 * number + which];
  }

  boolean isPlaced(int number) {
    return !Double.isNaN(degrees[2 * number]);
  }

  double latitude(int number) {
    return degrees[2 * number];
  }

  double longitude(int number) {
    return degrees[2 * number + 1];
  }

  /** The number of a place, from 0; equal places have one. */
  int number(Place place) {
    Coordinates at = place.coordinates();
    return number(
        Area.code(place.continent()),
        Area.code(place.country()),
        Area.code(place.subdivision()),
        at == null ? Double.NaN : at.latitude(),
        at == null ? Double.NaN : at.longitude());
  }

  private int number(
      int continent, int country, int subdivision, double latitude, double longitude) {
    if (2 * count >= table.length) {
      grow();
    }
    int mask = table.length - 1;
    int at = hash(continent, country, subdivision, latitude, longitude) & mask;
    while (table[at] != 0) {
      int number = table[at] - 1;
      if (areas[3 * number] == continent
          && areas[3 * number + 1] == country
          && areas[3 * number + 2] == subdivision
          && Double.compare(degrees[2 * number], latitude) == 0
          && Double.compare(degrees[2 * number + 1], longitude) == 0) {
        return number;
      }
      at = at + 1 & mask;
    }
    areas[3 * count] = continent;
    areas[3 * count + 1] = country;
    areas[3 * count + 2] = subdivision;
    degrees[2 * count] = latitude;
    degrees[2 * count + 1] = longitude;
    table[at] = ++count;
    return count - 1;
  }

  private void grow() {
    areas = Arrays.copyOf(areas, 2 * areas.length);
    degrees = Arrays.copyOf(degrees, 2 * degrees.length);
    table = new int[2 * table.length];
    int mask = table.length - 1;
    for (int i = 0; i < count; i++) {
      int hash =
          hash(
              areas[3 * i], areas[3 * i + 1], areas[3 * i + 2], degrees[2 * i], degrees[2 * i + 1]);
      int at = hash & mask;
      while (table[at] != 0) {
        at = at + 1 & mask;
      }
      table[at] = i + 1;
    }
  }

  private static int hash(
      int continent, int country, int subdivision, double latitude, double longitude) {
    long hash = 31L * (31L * continent + country) + subdivision;
    hash = 31 * hash + Double.doubleToLongBits(latitude);
    hash = (31 * hash + Double.doubleToLongBits(longitude)) * 0x9e37_79b9_7f4a_7c15L;
    return (int) (hash >>> 32);
  }
}
