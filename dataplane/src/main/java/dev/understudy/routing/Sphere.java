package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;

/** Places as points of the unit sphere, and the way between them along the ground. */
public final class Sphere {
  public static final int X = 0;
  public static final int Y = 1;
  public static final int Z = 2;

  private static final double RADIUS_KM = 6371.0088;

  private Sphere() {}

  /** One of the three axes of a place. */
  public static double axis(Coordinates place, int axis) {
    return axis(place.latitude(), place.longitude(), axis);
  }

  static double axis(double latitude, double longitude, int axis) {
    double north = Math.toRadians(latitude);
    double east = Math.toRadians(longitude);
    return switch (axis) {
      case X -> Math.cos(north) * Math.cos(east);
      case Y -> Math.cos(north) * Math.sin(east);
      default -> Math.sin(north);
    };
  }

  /** A point of the unit sphere in degrees, to hundredths. */
  static Coordinates coordinates(double x, double y, double z) {
    return new Coordinates(
        Math.round(100 * Math.toDegrees(Math.asin(Math.clamp(z, -1, 1)))) / 100.0,
        Math.round(100 * Math.toDegrees(Math.atan2(y, x))) / 100.0);
  }

  /** Kilometres along a great circle; exact for near places too. */
  static double kilometres(double x, double y, double z, double toX, double toY, double toZ) {
    double dx = x - toX;
    double dy = y - toY;
    double dz = z - toZ;
    double chord = Math.sqrt(dx * dx + dy * dy + dz * dz);
    return 2 * RADIUS_KM * Math.asin(Math.min(1, chord / 2));
  }
}
