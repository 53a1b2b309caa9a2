package dev.understudy.routing;

import dev.understudy.intent.RoutingPolicy.Coordinates;

/**
 * Who asks, for the policies that depend on it: a network, and where that is. One object for each
 * serving thread, pointed at each query in turn; it looks nothing up before a policy asks.
 *
 * <p>It notes how many bits of the network the decision depended on, which is what caches are told
 * (SCOPE PREFIX-LENGTH, RFC 7871).
 */
public final class Client {
  private byte[] octets = new byte[0];
  private int at;
  private int lengthOctets;
  private int bits;
  private Geography geography = Geography.UNKNOWN;
  private boolean read;
  private long high;
  private long low;
  private boolean located;
  private int scope;
  private final Location location = new Location();

  /** Starts without an address. */
  public Client() {}

  /**
   * Points at the source of a query; copies nothing.
   *
   * @param address 4 or 16 octets from index 0
   */
  public Client at(byte[] address, int length, Geography geography) {
    this.geography = geography;
    return in(address, 0, length, 8 * length);
  }

  /**
   * Points at the network on whose behalf the query was sent; copies nothing.
   *
   * @param at where the address starts, as many octets as its bits need, the rest of them zero
   * @param lengthOctets of a whole address, 4 or 16
   */
  public Client in(byte[] octets, int at, int lengthOctets, int bits) {
    this.octets = octets;
    this.at = at;
    this.lengthOctets = lengthOctets;
    this.bits = bits;
    this.read = false;
    this.located = false;
    this.scope = 0;
    return this;
  }

  /** Whether the network lies in one of a table. */
  public boolean isIn(NetworkTable table) {
    read();
    return table.longest(lengthOctets, high, low, bits) != NetworkTable.NONE;
  }

  /** Leading bits that the decision depended on; 0 if it would be the same for every client. */
  public int scope() {
    return scope;
  }

  /** What the map says of the network, for explanation: notes nothing, allocates. */
  public ClientPlace place() {
    var there = new Location();
    if (lengthOctets != 0) {
      read();
      geography.locations().locate(lengthOctets, high, low, bits, there);
    }
    return there.place(geography.elsewhere());
  }

  Geography geography() {
    return geography;
  }

  /** The longest network of a table that contains the client's, noting what that depends on. */
  int longest(NetworkTable table) {
    if (table.isEmpty() || lengthOctets == 0) {
      return NetworkTable.NONE;
    }
    read();
    int before = table.lastUpTo(lengthOctets, high, low);
    int match = table.outwards(before, high, low, bits);
    scope = Math.max(scope, table.scope(before, match, lengthOctets, high, low, bits));
    return match;
  }

  /** Where the network is. */
  Location location() {
    if (!located) {
      located = true;
      location.clear();
      if (lengthOctets != 0) {
        read();
        geography.locations().locate(lengthOctets, high, low, bits, location);
      }
      scope = Math.max(scope, location.prefixLength());
      Coordinates elsewhere = geography.elsewhere();
      if (!location.isPlaced() && elsewhere != null) {
        location.at(elsewhere);
      }
    }
    return location;
  }

  private void read() {
    if (read) {
      return;
    }
    read = true;
    high = 0;
    low = 0;
    int known = (bits + 7) / 8;
    for (int i = 0; i < known; i++) {
      long octet = octets[at + i] & 0xffL;
      if (i < 8) {
        high |= octet << (56 - 8 * i);
      } else {
        low |= octet << (120 - 8 * i);
      }
    }
  }
}
