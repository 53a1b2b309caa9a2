package dev.understudy.explain;

import dev.understudy.answer.Edition;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import dev.understudy.routing.Locations;
import dev.understudy.routing.Regions;
import java.net.InetAddress;

/**
 * The resolver in us-east-1 that asks where TestDNSAnswer names none (API Reference,
 * TestDNSAnswer). Its address is one that nobody has, so it is in no CIDR block that is meant for
 * somebody, and it is in Virginia whatever the map says and where there is none.
 */
final class UsualResolver {
  /** Reserved (RFC 1112, section 4). */
  static final InetAddress ADDRESS = InetAddress.ofLiteral("240.0.0.53");

  private static final int BITS = 32;

  /** The address as maps are asked for it. */
  private static final long HIGH = 0xf000_0035L << BITS;

  private static final LocationTable VIRGINIA =
      new LocationTable.Builder()
          .add(ADDRESS.getAddress(), BITS, new Place("NA", "US", "VA", Regions.place("us-east-1")))
          .build();

  private UsualResolver() {}

  /** The same edition on a map that shows this resolver. */
  static Edition in(Edition edition) {
    Geography geography = edition.geography();
    Locations map = geography.locations();
    Locations locations =
        (lengthOctets, high, low, bits, into) -> {
          boolean here = lengthOctets == 4 && bits == BITS && high == HIGH;
          (here ? VIRGINIA : map).locate(lengthOctets, high, low, bits, into);
        };
    return new Edition(
        edition.revision(),
        edition.tree(),
        edition.health(),
        new Geography(locations, geography.latencies(), geography.elsewhere()));
  }
}
