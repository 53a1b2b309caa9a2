package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import org.jspecify.annotations.Nullable;

/** Networks and their places, held in memory: each distinct place once. */
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

  private static final int IPV4_BITS = 32;

  private final NetworkTable networks;

  /** IPv6 networks in which IPv4 addresses follow the prefix; their numbers mean nothing. */
  private final NetworkTable embeddings;

  /** Continent, country and subdivision of each place. */
  private final int[] areas;

  /** X, Y and Z of each place; NaN if it is at none. */
  private final double[] points;

  private LocationTable(NetworkTable networks, NetworkTable embeddings, PlaceList places) {
    this.networks = networks;
    this.embeddings = embeddings;
    this.areas = new int[3 * places.count()];
    this.points = new double[3 * places.count()];
    for (int i = 0; i < places.count(); i++) {
      for (int each = 0; each < 3; each++) {
        areas[3 * i + each] = places.area(i, each);
        points[3 * i + each] =
            places.isPlaced(i)
                ? Sphere.axis(places.latitude(i), places.longitude(i), each)
                : Double.NaN;
      }
    }
  }

  /** How many networks are known, after those that share a place were joined. */
  public int networks() {
    return networks.count();
  }

  /** How many distinct places there are. */
  public int places() {
    return areas.length / 3;
  }

  @Override
  public void locate(int lengthOctets, long high, long low, int bits, Location into) {
    if (lengthOctets == 16 && !embeddings.isEmpty()) {
      int at = embeddings.longest(16, high, low, bits);
      if (at != NetworkTable.NONE) {
        int prefix = embeddings.prefixLength(at);
        locateEmbedded(prefix, embedded(prefix, high, low), bits - prefix, into);
        return;
      }
    }
    find(lengthOctets, high, low, bits, into);
    if (lengthOctets == 16 && !embeddings.isEmpty()) {
      into.prefixLength(
          Math.max(into.prefixLength(), embeddings.scope(lengthOctets, high, low, bits)));
    }
  }

  private void locateEmbedded(int prefix, long address, int bits, Location into) {
    find(4, address, 0, Math.min(bits, IPV4_BITS), into);
    into.prefixLength(prefix + into.prefixLength());
  }

  /** The 32 bits after a prefix, at the top. */
  private static long embedded(int prefix, long high, long low) {
    long shifted = high;
    if (prefix >= 64) {
      shifted = low << (prefix - 64);
    } else if (prefix > 0) {
      shifted = high << prefix | low >>> (64 - prefix);
    }
    return shifted & NetworkTable.highMask(IPV4_BITS);
  }

  private void find(int lengthOctets, long high, long low, int bits, Location into) {
    int before = networks.lastUpTo(lengthOctets, high, low);
    int at = networks.outwards(before, high, low, bits);
    into.prefixLength(networks.scope(before, at, lengthOctets, high, low, bits));
    if (at == NetworkTable.NONE) {
      return;
    }
    int place = 3 * networks.value(at);
    into.in(areas[place], areas[place + 1], areas[place + 2]);
    if (!Double.isNaN(points[place])) {
      into.at(points[place], points[place + 1], points[place + 2]);
    }
  }

  /** Networks being gathered; of nested ones the longest counts. */
  public static final class Builder {
    private final NetworkTable.Builder networks;
    private final NetworkTable.Builder embeddings = new NetworkTable.Builder();
    private final PlaceList places = new PlaceList();

    /** Starts with none. */
    public Builder() {
      this(0);
    }

    /** Starts with none, and room for about so many networks. */
    public Builder(int networksExpected) {
      networks = new NetworkTable.Builder(networksExpected);
    }

    /** Adds a network of 4 or 16 octets. */
    public Builder add(byte[] octets, int prefixLength, Place place) {
      networks.add(octets, prefixLength, number(place));
      return this;
    }

    /** The number of a place, from 0; equal places have one. */
    public int number(Place place) {
      return places.number(place);
    }

    /**
     * Adds a network. Those that come in order of addresses and do not nest are joined where two
     * halves of a network share a place: clients tell no difference, and caches keep answers for
     * the whole of it.
     *
     * @param lengthOctets 4 or 16
     * @param high the first 64 bits of the address, of IPv4 all 32 and then zeros
     * @param place what {@link #number} gave
     */
    public Builder add(int lengthOctets, long high, long low, int prefixLength, int place) {
      if (place < 0 || place >= places.count()) {
        throw new IllegalArgumentException("place " + place + " of " + places.count());
      }
      networks.addJoining(lengthOctets, high, low, prefixLength, place);
      return this;
    }

    /**
     * IPv4 addresses follow the prefix of this IPv6 network (6to4 is one such), so it is looked up
     * as they are.
     *
     * @param prefixLength 0 to 96
     */
    public Builder embed(long high, long low, int prefixLength) {
      if (prefixLength < 0 || prefixLength > 96) {
        throw new IllegalArgumentException("prefix length " + prefixLength + " is outside 0..96");
      }
      embeddings.add(16, high, low, prefixLength, 0);
      return this;
    }

    /** The table of all networks added so far. */
    public LocationTable build() {
      return new LocationTable(networks.build(), embeddings.build(), places);
    }
  }
}
