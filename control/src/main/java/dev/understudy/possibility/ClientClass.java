package dev.understudy.possibility;

import dev.understudy.intent.CidrBlock;
import dev.understudy.intent.RoutingPolicy.Coordinates;
import dev.understudy.routing.Client;
import dev.understudy.routing.Geography;
import dev.understudy.routing.LatencyTable;
import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import org.jspecify.annotations.Nullable;

/**
 * Clients that no routing policy of a tree of record sets tells apart, by one that stands for all.
 *
 * @param network where it is by its address; null outside every block that matters
 * @param area where it is by continent, country and subdivision; null if nowhere
 * @param at the place on the ground it is at; null if at none
 */
record ClientClass(
    String label,
    @Nullable CidrBlock network,
    LocationTable.@Nullable Place area,
    @Nullable Coordinates at) {
  private static final byte[] ANY_IPV4 = new byte[4];
  private static final byte[] ANY_IPV6 = new byte[16];

  /**
   * A client of this class. It has no latency that an operator measured: those go by address.
   *
   * <p>Outside every block it is a network of no bits, which no block contains.
   */
  Client client() {
    var client = new Client();
    byte[] octets = network == null ? ANY_IPV4 : network.octets();
    client.at(octets, octets.length, geography());
    return client.in(octets, 0, octets.length, network == null ? 0 : network.prefixLength());
  }

  /** A world in which every client is where this class is. */
  Geography geography() {
    if (area == null && at == null) {
      return Geography.UNKNOWN;
    }
    var place =
        new Place(
            area == null ? null : area.continent(),
            area == null ? null : area.country(),
            area == null ? null : area.subdivision(),
            at);
    var everywhere =
        new LocationTable.Builder().add(ANY_IPV4, 0, place).add(ANY_IPV6, 0, place).build();
    return new Geography(everywhere, LatencyTable.EMPTY, null);
  }
}
