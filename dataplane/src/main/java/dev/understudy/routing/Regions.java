package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * AWS regions and local zone groups, and about where they are: the city or county that AWS names
 * them after, to a tenth of a degree or so (public knowledge; AWS states no coordinates).
 */
public final class Regions {
  /** A region that this release does not know. */
  public static final int UNKNOWN = -1;

  /** Region, latitude, longitude. */
  private static final String REGIONS =
      """
      af-south-1 -33.9 18.4
      ap-east-1 22.3 114.2
      ap-east-2 25.0 121.5
      ap-northeast-1 35.7 139.7
      ap-northeast-2 37.6 127.0
      ap-northeast-3 34.7 135.5
      ap-south-1 19.1 72.9
      ap-south-2 17.4 78.5
      ap-southeast-1 1.3 103.8
      ap-southeast-2 -33.9 151.2
      ap-southeast-3 -6.2 106.8
      ap-southeast-4 -37.8 145.0
      ap-southeast-5 3.1 101.7
      ap-southeast-6 -36.9 174.8
      ap-southeast-7 13.8 100.5
      ca-central-1 45.5 -73.6
      ca-west-1 51.0 -114.1
      cn-north-1 39.9 116.4
      cn-northwest-1 37.5 105.2
      eu-central-1 50.1 8.7
      eu-central-2 47.4 8.5
      eu-north-1 59.3 18.1
      eu-south-1 45.5 9.2
      eu-south-2 41.6 -0.9
      eu-west-1 53.3 -6.3
      eu-west-2 51.5 -0.1
      eu-west-3 48.9 2.4
      eusc-de-east-1 52.4 13.1
      il-central-1 32.1 34.8
      me-central-1 25.0 55.2
      me-south-1 26.1 50.6
      mx-central-1 20.6 -100.4
      sa-east-1 -23.5 -46.6
      us-east-1 38.9 -77.4
      us-east-2 40.0 -83.0
      us-gov-east-1 40.0 -83.0
      us-gov-west-1 45.8 -119.7
      us-west-1 37.4 -121.9
      us-west-2 45.8 -119.7
      """;

  private static final String LOCAL_ZONE_GROUPS =
      """
      af-south-1-los-1 6.5 3.4
      ap-northeast-1-tpe-1 25.0 121.6
      ap-south-1-ccu-1 22.6 88.4
      ap-south-1-del-1 28.6 77.2
      ap-southeast-1-bkk-1 13.8 100.5
      ap-southeast-1-mnl-1 14.6 121.0
      ap-southeast-2-akl-1 -36.9 174.8
      ap-southeast-2-per-1 -32.0 115.9
      eu-central-1-ham-1 53.6 10.0
      eu-central-1-waw-1 52.2 21.0
      eu-north-1-cph-1 55.7 12.6
      eu-north-1-hel-1 60.2 24.9
      me-south-1-mct-1 23.6 58.4
      us-east-1-atl-1 33.7 -84.4
      us-east-1-atl-2 33.7 -84.4
      us-east-1-bos-1 42.4 -71.1
      us-east-1-bue-1 -34.6 -58.4
      us-east-1-chi-1 41.9 -87.6
      us-east-1-chi-2 41.9 -87.6
      us-east-1-dfw-1 32.8 -96.8
      us-east-1-dfw-2 32.8 -96.8
      us-east-1-iah-1 29.8 -95.4
      us-east-1-iah-2 29.8 -95.4
      us-east-1-lim-1 -12.0 -77.0
      us-east-1-mci-1 39.1 -94.6
      us-east-1-mia-1 25.8 -80.2
      us-east-1-mia-2 25.8 -80.2
      us-east-1-msp-1 45.0 -93.3
      us-east-1-nyc-1 40.7 -74.0
      us-east-1-nyc-2 40.7 -74.0
      us-east-1-phl-1 40.0 -75.2
      us-east-1-qro-1 20.6 -100.4
      us-east-1-scl-1 -33.4 -70.7
      us-west-2-den-1 39.7 -105.0
      us-west-2-hnl-1 21.3 -157.9
      us-west-2-las-1 36.2 -115.1
      us-west-2-lax-1 34.1 -118.2
      us-west-2-pdx-1 45.5 -122.7
      us-west-2-phx-1 33.4 -112.1
      us-west-2-phx-2 33.4 -112.1
      us-west-2-sea-1 47.6 -122.3
      """;

  private static final Map<String, Coordinates> BY_REGION = new TreeMap<>(places(REGIONS));
  private static final Map<String, Coordinates> BY_GROUP = places(LOCAL_ZONE_GROUPS);
  private static final List<String> NAMES = List.copyOf(BY_REGION.keySet());

  /** Answers every client in China (Developer Guide, "Values specific for latency records"). */
  static final int CN_NORTH_1 = number("cn-north-1");

  private Regions() {}

  /** The number of a region, in ASCII order from 0, or {@link #UNKNOWN}. */
  public static int number(String region) {
    return Math.max(UNKNOWN, NAMES.indexOf(region));
  }

  /** How many regions are known. */
  static int count() {
    return NAMES.size();
  }

  /** Where a region is; null if it is not known. */
  public static @Nullable Coordinates place(String region) {
    return BY_REGION.get(region);
  }

  /** Where a local zone group is; null if it is not known. */
  public static @Nullable Coordinates placeOfGroup(String localZoneGroup) {
    return BY_GROUP.get(localZoneGroup);
  }

  private static Map<String, Coordinates> places(String table) {
    var places = new LinkedHashMap<String, Coordinates>();
    table
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(fields ->
            places.put(
                fields[0],
                new Coordinates(Double.parseDouble(fields[1]), Double.parseDouble(fields[2]))));
    return places;
  }
}
