package dev.understudy.geography;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file in the MaxMind DB format: a binary tree over the bits of addresses, whose leaves point to
 * records (MaxMind DB File Format Specification 2.0).
 *
 * <pre>
 *  +---------------------+-----------+--------------+------------------------+----------+
 *  | tree: nodes of two  | 16 octets | data section | AB CD EF "MaxMind.com" | metadata |
 *  | records each        | of zero   |              |                        |          |
 *  +---------------------+-----------+--------------+------------------------+----------+
 * </pre>
 *
 * <p>Why not MaxMind's own reader: it decodes a record anew for each network, follows pointers
 * without a bound on depth or time and walks a tree with a loop for ever (ADR 80).
 */
final class Mmdb {
  private static final byte[] MARKER = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };
  private static final int METADATA_MAX = 128 * 1024;
  private static final int SEPARATOR = 16;
  private static final Set<String> METADATA =
      Set.of(
          "binary_format_major_version",
          "build_epoch",
          "database_type",
          "ip_version",
          "node_count",
          "record_size");

  private final ByteBuffer octets;
  private final int nodeCount;
  private final int recordBits;
  private final int ipVersion;
  private final String type;
  private final @Nullable Instant built;
  private final int dataStart;
  private final int dataEnd;

  private Mmdb(ByteBuffer octets, Map<?, ?> metadata, int marker) throws UnreadableMapException {
    this.octets = octets;
    this.dataEnd = marker;
    require(
        number(metadata, "binary_format_major_version") == 2,
        "it is not of version 2 of the MaxMind DB format");
    long nodes = number(metadata, "node_count");
    long bits = number(metadata, "record_size");
    long version = number(metadata, "ip_version");
    require(bits == 24 || bits == 28 || bits == 32, "its records have " + bits + " bits");
    require(version == 4 || version == 6, "it is of IP version " + version);
    require(
        nodes >= 0 && nodes <= (marker - SEPARATOR) / (bits / 4),
        "its tree of " + nodes + " nodes does not fit in it");
    this.nodeCount = (int) nodes;
    this.recordBits = (int) bits;
    this.ipVersion = (int) version;
    this.type = metadata.get("database_type") instanceof String text ? text : "";
    this.built = instant(metadata.get("build_epoch"));
    this.dataStart = (int) (nodes * bits / 4) + SEPARATOR;
  }

  /**
   * Looks at a whole file; copies nothing.
   *
   * @throws UnreadableMapException if it is none, or cut off, or its tree cannot be
   */
  static Mmdb of(ByteBuffer octets) throws UnreadableMapException {
    int marker = lastMarker(octets);
    int start = marker + MARKER.length;
    Object metadata = new MmdbData(octets, start, octets.limit(), METADATA).read(start);
    if (!(metadata instanceof Map<?, ?> map)) {
      throw new UnreadableMapException("its metadata is no map");
    }
    return new Mmdb(octets, map, marker);
  }

  /** What its maker calls it, {@code GeoLite2-City} for one. */
  String type() {
    return type;
  }

  /** When it was made; null if it does not say. */
  @Nullable Instant built() {
    return built;
  }

  /** 4, or 6 with IPv4 below {@code ::/96}. */
  int ipVersion() {
    return ipVersion;
  }

  int nodeCount() {
    return nodeCount;
  }

  /** A new reader of the records that the tree's leaves point to. */
  MmdbData data(Set<String> wanted) {
    return new MmdbData(octets, dataStart, dataEnd, wanted);
  }

  /**
   * One record of a node: below {@link #nodeCount} the next node, equal to it nothing, above it a
   * leaf, for {@link #offset}.
   *
   * @param node 0 to {@link #nodeCount} - 1
   * @param side 0 or 1
   */
  long child(int node, int side) {
    int at = node * (recordBits / 4);
    return switch (recordBits) {
      case 24 -> octets(at + 3 * side);
      case 28 -> {
        int middle = octets.get(at + 3) & 0xff;
        yield (side == 0 ? (long) middle >>> 4 : middle & 0xf) << 24 | octets(at + 4 * side);
      }
      default -> octets.getInt(at + 4 * side) & 0xffff_ffffL;
    };
  }

  /** Where in the file the record of a leaf begins. */
  int offset(long leaf) throws UnreadableMapException {
    long offset = leaf - nodeCount - SEPARATOR + dataStart;
    require(offset >= dataStart && offset < dataEnd, "a network points past the end");
    return (int) offset;
  }

  private long octets(int at) {
    return (octets.get(at) & 0xffL) << 16
        | (octets.get(at + 1) & 0xff) << 8
        | (octets.get(at + 2) & 0xff);
  }

  private static int lastMarker(ByteBuffer octets) throws UnreadableMapException {
    int first = Math.max(0, octets.limit() - METADATA_MAX);
    for (int at = octets.limit() - MARKER.length; at >= first; at--) {
      int matching = 0;
      while (matching < MARKER.length && octets.get(at + matching) == MARKER[matching]) {
        matching++;
      }
      if (matching == MARKER.length) {
        return at;
      }
    }
    throw new UnreadableMapException("it is no MMDB file, or only the beginning of one");
  }

  private static long number(Map<?, ?> metadata, String key) {
    return metadata.get(key) instanceof Long number ? number : -1;
  }

  private static @Nullable Instant instant(@Nullable Object epochSecond) {
    try {
      return epochSecond instanceof Long second && second > 0
          ? Instant.ofEpochSecond(second)
          : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static void require(boolean holds, String problem) throws UnreadableMapException {
    if (!holds) {
      throw new UnreadableMapException(problem);
    }
  }
}
