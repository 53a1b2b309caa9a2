package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks and their places, held in memory. */
public final class LocationTable implements Locations {
  /**
   * A place, as far as it is known.
   *
   * @param country two letters
   * @param subdivision up to three letters, without the country
   */
  public record Place(
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      @Nullable Coordinates coordinates) {}

  private final NetworkTable networks;
  private final List<Place> places;
  private final double[] points;

  private LocationTable(NetworkTable networks, List<Place> places) {
    this.networks = networks;
    this.places = List.copyOf(places);
    this.points = new double[3 * places.size()];
    for (int i = 0; i < places.size(); i++) {
      Coordinates coordinates = places.get(i).coordinates();
      for (int axis = 0; axis < 3; axis++) {
        points[3 * i + axis] = coordinates == null ? 0 : Sphere.axis(coordinates, axis);
      }
    }
  }

  @Override
  public void locate(int lengthOctets, long high, long low, int bits, Location into) {
    into.prefixLength(networks.scope(lengthOctets, high, low, bits));
    int at = networks.longest(lengthOctets, high, low, bits);
    if (at == NetworkTable.NONE) {
      return;
    }
    int number = networks.value(at);
    Place place = places.get(number);
    into.in(
        Area.code(place.continent()), Area.code(place.country()), Area.code(place.subdivision()));
    if (place.coordinates() != null) {
      into.at(points[3 * number], points[3 * number + 1], points[3 * number + 2]);
    }
  }

  /** Networks being gathered; of nested ones the longest counts. */
  public static final class Builder {
    private final NetworkTable.Builder networks = new NetworkTable.Builder();
    private final List<Place> places = new ArrayList<>();

    /** Starts with none. */
    public Builder() {}

    /** Adds a network of 4 or 16 octets. */
    public Builder add(byte[] octets, int prefixLength, Place place) {
      networks.add(octets, prefixLength, places.size());
      places.add(place);
      return this;
    }

    /** The table of all networks added so far. */
    public LocationTable build() {
      return new LocationTable(networks.build(), places);
    }
  }
}
