package dev.understudy.geography;

import dev.understudy.routing.LocationTable;
import dev.understudy.routing.LocationTable.Place;
import java.util.Map;

/**
 * Goes through the tree of one database in order of addresses and gathers the networks that have a
 * place. Each record is read once, however many networks point to it.
 *
 * <p>An IPv6 tree holds IPv4 below {@code ::/96}; other prefixes (6to4, Teredo, mapped addresses)
 * may lead to the same node. That part is walked once and the prefixes are told to the table. No
 * other node is reached twice in a tree, so a walk of more nodes than there are has met a loop.
 */
final class TreeWalk {
  private static final int IPV4_PREFIX = 96;
  private static final int EMBEDDINGS_MAX = 64;
  private static final int NO_PLACE = -1;
  private static final long TOP_BIT = 1L << 63;

  private final Mmdb database;
  private final MmdbData data;
  private final Schema schema;
  private final int addressBits;

  /** Where IPv4 begins in an IPv6 tree; none if a leaf comes before. */
  private final long ipv4Root;

  private final LocationTable.Builder table;
  private final Offsets placeByOffset = new Offsets();
  private int nodesWalked;
  private int embeddings;

  private TreeWalk(Mmdb database, Schema schema) {
    this.database = database;
    this.schema = schema;
    this.data = database.data(Schema.KEYS);
    this.table =
        new LocationTable.Builder(database.nodeCount() + 1); // as many leaves as a tree has
    this.addressBits = database.ipVersion() == 4 ? 32 : 128;
    this.ipv4Root = database.ipVersion() == 4 ? -1 : ipv4Root(database);
  }

  /**
   * The networks of a database that have a place.
   *
   * @throws UnreadableMapException if a part of it cannot be read, or it knows no place at all
   */
  static LocationTable places(Mmdb database, Schema schema) throws UnreadableMapException {
    var walk = new TreeWalk(database, schema);
    walk.visit(0, 0, 0, 0);
    LocationTable places = walk.table.build();
    if (places.networks() == 0) {
      throw new UnreadableMapException(
          "it names no place: no network has country.iso_code, country_code or coordinates");
    }
    return places;
  }

  private static long ipv4Root(Mmdb database) {
    long node = 0;
    for (int i = 0; i < IPV4_PREFIX && node < database.nodeCount(); i++) {
      node = database.child((int) node, 0);
    }
    return node < database.nodeCount() ? node : -1;
  }

  /**
   * @param record what a record of a node says, or the root
   * @param depth bits on the way here
   * @param high those bits, from the top
   */
  private void visit(long record, int depth, long high, long low) throws UnreadableMapException {
    if (record == database.nodeCount()) {
      return;
    }
    if (record > database.nodeCount()) {
      leaf(record, depth, high, low);
      return;
    }
    if (record == ipv4Root && (depth != IPV4_PREFIX || !isBelowIpv4(high, low))) {
      embed(depth, high, low);
      return;
    }
    if (depth == addressBits || ++nodesWalked > database.nodeCount()) {
      throw new UnreadableMapException("its tree has a loop");
    }
    int node = (int) record;
    visit(database.child(node, 0), depth + 1, high, low);
    visit(
        database.child(node, 1),
        depth + 1,
        depth < 64 ? high | TOP_BIT >>> depth : high,
        depth < 64 ? low : low | TOP_BIT >>> (depth - 64));
  }

  private void embed(int depth, long high, long low) throws UnreadableMapException {
    if (depth > IPV4_PREFIX || (high == 0 && low == 0) || ++embeddings > EMBEDDINGS_MAX) {
      throw new UnreadableMapException("its tree has a loop");
    }
    table.embed(high, low, depth);
  }

  private void leaf(long record, int depth, long high, long low) throws UnreadableMapException {
    int place = place(database.offset(record));
    if (place == NO_PLACE) {
      return;
    }
    if (addressBits == 32) {
      table.add(4, high, 0, depth, place);
    } else if (depth >= IPV4_PREFIX && isBelowIpv4(high, low)) {
      table.add(4, low << 32, 0, depth - IPV4_PREFIX, place);
    } else {
      if (high == 0 && low == 0) { // all of IPv4 and more
        table.add(4, 0, 0, 0, place);
      }
      table.add(16, high, low, depth, place);
    }
  }

  private static boolean isBelowIpv4(long high, long low) {
    return high == 0 && low >>> 32 == 0;
  }

  private int place(int offset) throws UnreadableMapException {
    int known = placeByOffset.get(offset);
    if (known == Offsets.NONE) {
      Place place = data.read(offset) instanceof Map<?, ?> fields ? schema.place(fields) : null;
      known = place == null ? NO_PLACE : table.number(place);
      placeByOffset.put(offset, known);
    }
    return known;
  }
}
