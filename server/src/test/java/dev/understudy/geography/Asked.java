package dev.understudy.geography;

import dev.understudy.routing.Location;
import dev.understudy.routing.Locations;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** What a map says of an address, as text. */
final class Asked {
  private Asked() {}

  /** {@code CONTINENT COUNTRY SUBDIVISION LATITUDE,LONGITUDE}, or {@code nowhere}. */
  static String of(Locations map, String address) {
    return of(map, InetAddress.ofLiteral(address)).toString();
  }

  static String country(Locations map, InetAddress address) {
    Location found = of(map, address);
    String text = found.toString();
    return text.equals("nowhere") ? text : text.split(" ", -1)[1];
  }

  private static Location of(Locations map, InetAddress address) {
    byte[] octets = address.getAddress();
    var padded = ByteBuffer.allocate(16).put(octets).rewind();
    var found = new Location();
    map.locate(octets.length, padded.getLong(), padded.getLong(), 8 * octets.length, found);
    return found;
  }
}
