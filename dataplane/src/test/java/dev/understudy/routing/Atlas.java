package dev.understudy.routing;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.CidrCollection;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.LocationTable.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A small world made up at random: which networks are where, and how far regions are from them.
 * Told twice: as lists to be read by hand, and compiled for the router.
 *
 * @param elsewhere where a client is taken to be that is on no map
 */
public record Atlas(
    Map<CidrBlock, Place> places,
    Map<CidrBlock, Map<String, Double>> latencies,
    @Nullable Coordinates elsewhere) {

  /**
   * Countries, each with the continent that Route 53 counts it in, some told by a database that
   * errs.
   */
  private static final List<Place> PLACES =
      List.of(
          place("NA", "US", "CA", 37, -120),
          place("NA", "US", "TX", 31, -100.5),
          place("NA", "US", null, 38.25, -97.5),
          place("NA", "US", "PR", 18.25, -66.5),
          place("OC", "US", "GU", 13.5, 144.75),
          place("NA", "PR", null, 18.5, -66.25),
          place("EU", "FR", null, 47, 2.25),
          place("AS", "TR", "34", 41, 29),
          place("EU", "EG", null, 30, 31.25),
          place("AS", "CN", "BJ", 39.75, 116.5),
          place("AF", "NA", null, -22.5, 17),
          place("SA", "SA", null, 24.75, 46.75),
          place("AF", "EH", null, 24.25, -13.75),
          new Place("AS", null, null, null),
          new Place(null, "CN", null, null),
          new Place(null, "GB", "ENG", null),
          new Place(null, null, null, new Coordinates(10.25, 10.5)),
          new Place(null, null, null, null));

  private static final List<String> MEASURED =
      List.of("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "cn-north-1");

  /** Up to a dozen networks with places, and a few with latencies. */
  public static Atlas random(SplittableRandom random) {
    var places = new LinkedHashMap<CidrBlock, Place>();
    for (int i = random.nextInt(12); i > 0; i--) {
      places.put(network(random, 32, 64), PLACES.get(random.nextInt(PLACES.size())));
    }
    var latencies = new LinkedHashMap<CidrBlock, Map<String, Double>>();
    for (int i = random.nextInt(2) * random.nextInt(5); i > 0; i--) {
      var row = new LinkedHashMap<String, Double>();
      for (String region : MEASURED) {
        if (random.nextBoolean()) {
          row.put(region, 10.0 * random.nextInt(20));
        }
      }
      latencies.put(network(random, 32, 64), row);
    }
    return new Atlas(places, latencies, random.nextBoolean() ? new Coordinates(51.5, 0.5) : null);
  }

  /** A collection whose networks nest and lie side by side, none in two of its locations. */
  public static CidrCollection collection(SplittableRandom random, String id) {
    var blocks = new LinkedHashMap<CidrBlock, Integer>();
    for (int i = random.nextInt(8); i > 0; i--) {
      blocks.put(network(random, 24, 48), random.nextInt(3));
    }
    var locations = new ArrayList<CidrCollection.Location>();
    for (int i = 0; i < 3; i++) {
      int location = i;
      locations.add(
          new CidrCollection.Location(
              "abc".substring(i, i + 1),
              blocks.entrySet().stream()
                  .filter(entry -> entry.getValue() == location)
                  .map(Map.Entry::getKey)
                  .toList()));
    }
    locations.removeIf(location -> location.blocks().isEmpty());
    return new CidrCollection(id, locations);
  }

  /** A network of either family, of few values so that many nest. */
  public static CidrBlock network(SplittableRandom random, int bitsMaxIpv4, int bitsMaxIpv6) {
    int[] middle = {0, 0, 1, 128, 255};
    if (random.nextInt(3) != 0) {
      byte[] octets = {(byte) (10 + random.nextInt(2)), 0, 0, (byte) random.nextInt(256)};
      octets[1] = (byte) middle[random.nextInt(middle.length)];
      octets[2] = (byte) middle[random.nextInt(middle.length)];
      return CidrBlock.of(octets, 1 + random.nextInt(bitsMaxIpv4));
    }
    byte[] octets = new byte[16];
    octets[0] = 0x20;
    octets[1] = 1;
    octets[2] = 0x0d;
    octets[3] = (byte) (0xb8 + random.nextInt(2));
    for (int at = 4; at < 16; at++) {
      octets[at] = (byte) middle[random.nextInt(middle.length)];
    }
    return CidrBlock.of(octets, 16 + random.nextInt(bitsMaxIpv6 - 15));
  }

  /** The same for the router. */
  public Geography geography() {
    var locations = new LocationTable.Builder();
    places.forEach((block, place) -> locations.add(block.octets(), block.prefixLength(), place));
    var table = new LatencyTable.Builder();
    latencies.forEach((block, row) -> table.add(block.octets(), block.prefixLength(), row));
    return new Geography(locations.build(), table.build(), elsewhere);
  }

  /** What is known of a client. */
  public Asker asker(CidrBlock network) {
    Place place = longest(places, network);
    Map<String, Double> measured = longest(latencies, network);
    Coordinates standing = place == null ? null : place.coordinates();
    return new Asker(
        network,
        place,
        measured == null ? Map.of() : measured,
        standing == null ? elsewhere : standing);
  }

  /**
   * Who asks.
   *
   * @param measured milliseconds by region
   * @param standing null if nobody knows where
   */
  public record Asker(
      CidrBlock network,
      @Nullable Place place,
      Map<String, Double> measured,
      @Nullable Coordinates standing) {}

  private static <T> @Nullable T longest(Map<CidrBlock, T> table, CidrBlock network) {
    CidrBlock longest = null;
    for (CidrBlock block : table.keySet()) {
      if (block.contains(network)
          && (longest == null || block.prefixLength() > longest.prefixLength())) {
        longest = block;
      }
    }
    return longest == null ? null : table.get(longest);
  }

  private static Place place(
      String continent,
      String country,
      @Nullable String subdivision,
      double latitude,
      double longitude) {
    return new Place(continent, country, subdivision, new Coordinates(latitude, longitude));
  }
}
