package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import org.jspecify.annotations.Nullable;

/** Where a client is, as far as it is known. One object for each serving thread, written anew. */
public final class Location {
  private int continent;
  private int country;
  private int subdivision;
  private boolean placed;
  private double x;
  private double y;
  private double z;
  private int prefixLength;

  /** Starts as nowhere. */
  public Location() {}

  /** Nowhere, for all clients alike. */
  void clear() {
    continent = 0;
    country = 0;
    subdivision = 0;
    placed = false;
    prefixLength = 0;
  }

  /** The leading bits of the client's address that led here, also if they led nowhere. */
  public void prefixLength(int bits) {
    prefixLength = bits;
  }

  /**
   * In a country, counted in the continent that Route 53 counts it in; a territory of the US is a
   * country of its own, whatever a database says (Developer Guide, "Values specific for geolocation
   * records").
   *
   * @param country an ISO 3166 code's letters, the first in the upper of two octets; 0 if unknown
   * @param subdivision up to three letters likewise, without the country; 0 if unknown
   * @param continent likewise; counts only if the country is in none
   */
  public void in(int continent, int country, int subdivision) {
    boolean territory = Area.isTerritory(country, subdivision);
    int place = territory ? subdivision : country;
    int counted = Area.continentOf(place);
    this.continent = counted == 0 ? continent : counted;
    this.country = place;
    this.subdivision = territory ? 0 : subdivision;
  }

  /** At a place, in degrees. */
  public void at(double latitude, double longitude) {
    at(
        Sphere.axis(latitude, longitude, Sphere.X),
        Sphere.axis(latitude, longitude, Sphere.Y),
        Sphere.axis(latitude, longitude, Sphere.Z));
  }

  /** At a point of the unit sphere. */
  void at(double x, double y, double z) {
    placed = true;
    this.x = x;
    this.y = y;
    this.z = z;
  }

  void at(Coordinates place) {
    at(place.latitude(), place.longitude());
  }

  /** All of it, for explanation. */
  ClientPlace place(@Nullable Coordinates elsewhere) {
    Coordinates here = placed ? Sphere.coordinates(x, y, z) : null;
    return new ClientPlace(
        Area.letters(continent),
        Area.letters(country),
        Area.letters(subdivision),
        here == null ? elsewhere : here,
        here == null && elsewhere != null);
  }

  int prefixLength() {
    return prefixLength;
  }

  int country() {
    return country;
  }

  boolean isPlaced() {
    return placed;
  }

  long subdivisionArea() {
    return subdivision == 0 ? 0 : Area.of(0, country, subdivision);
  }

  long countryArea() {
    return country == 0 ? 0 : Area.of(0, country, 0);
  }

  long continentArea() {
    return continent == 0 ? 0 : Area.of(continent, 0, 0);
  }

  /** Kilometres to a point of the unit sphere. */
  double kilometresTo(double toX, double toY, double toZ) {
    return Sphere.kilometres(x, y, z, toX, toY, toZ);
  }

  /**
   * Continent, country, subdivision, and latitude and longitude to hundredths of a degree, each
   * {@code -} if unknown; {@code nowhere} if all are.
   */
  @Override
  public String toString() {
    if (continent == 0 && country == 0 && !placed) {
      return "nowhere";
    }
    String point = placed ? hundredths(Math.asin(z)) + "," + hundredths(Math.atan2(y, x)) : "-";
    return Area.text(continent)
        + " "
        + Area.text(country)
        + " "
        + Area.text(subdivision)
        + " "
        + point;
  }

  private static double hundredths(double radians) {
    return Math.round(Math.toDegrees(radians) * 100) / 100.0;
  }
}
