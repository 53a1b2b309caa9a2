package dev.understudy.geography;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes small databases of places in the MaxMind DB format, for tests:
 *
 * <pre>
 *  new MmdbFixture()
 *      .network("198.51.100.0/24", "NA", "US", "CA", 37.8, -122.4)
 *      .network("203.0.113.0/24", Map.of("country_code", "FR"))
 *      .write(file);
 * </pre>
 *
 * Of networks that nest the longest counts.
 */
public final class MmdbFixture {
  private static final byte[] MARKER = {
    (byte) 0xab, (byte) 0xcd, (byte) 0xef, 'M', 'a', 'x', 'M', 'i', 'n', 'd', '.', 'c', 'o', 'm'
  };

  /** A network, bit by bit, and what is known of it. */
  private static final class Entry {
    final boolean[] bits;
    final Object record;

    Entry(boolean[] bits, Object record) {
      this.bits = bits;
      this.record = record;
    }
  }

  /** Of a node: each child is another node, a record, or nothing. */
  private static final class Node {
    @Nullable Object zero;
    @Nullable Object one;
    int number = -1;

    @Nullable Object child(boolean bit) {
      return bit ? one : zero;
    }

    void child(boolean bit, Object child) {
      if (bit) {
        one = child;
      } else {
        zero = child;
      }
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<boolean[]> aliases = new ArrayList<>();
  private final Map<String, Object> metadata = new LinkedHashMap<>();
  private int recordBits = 28;
  private int ipVersion = 6;

  /** An IPv6 database without networks, of records of 28 bits. */
  public MmdbFixture() {
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", Instant.parse("2026-11-01T00:00:00Z").getEpochSecond());
    metadata.put("database_type", "Fixture-City");
    metadata.put("description", Map.of("en", "Made by a test"));
    metadata.put("languages", List.of("en"));
  }

  /** 24, 28 or 32. */
  public MmdbFixture recordBits(int bits) {
    recordBits = bits;
    return this;
  }

  /** 4, or 6 for both. To be called before networks are added. */
  public MmdbFixture ipVersion(int version) {
    ipVersion = version;
    return this;
  }

  /** Sets what the metadata says, or adds to it. */
  public MmdbFixture metadata(String key, Object value) {
    metadata.put(key, value);
    return this;
  }

  /** A network of MaxMind's city schema; what is null is left out. */
  public MmdbFixture network(
      String cidr,
      @Nullable String continent,
      @Nullable String country,
      @Nullable String subdivision,
      @Nullable Double latitude,
      @Nullable Double longitude) {
    var record = new LinkedHashMap<String, Object>();
    if (continent != null) {
      record.put("continent", Map.of("code", continent));
    }
    if (country != null) {
      record.put("country", Map.of("iso_code", country));
    }
    if (subdivision != null) {
      record.put("subdivisions", List.of(Map.of("iso_code", subdivision)));
    }
    if (latitude != null && longitude != null) {
      record.put("location", Map.of("latitude", latitude, "longitude", longitude));
    }
    return network(cidr, record);
  }

  /** A network and its record: maps, lists, strings, doubles, floats, integers, longs, booleans. */
  public MmdbFixture network(String cidr, Map<String, ?> record) {
    entries.add(new Entry(bits(cidr), record));
    return this;
  }

  /** An IPv6 network that leads to the IPv4 tree too, such as {@code 2002::/16}. */
  public MmdbFixture alias(String cidr) {
    aliases.add(bits(cidr));
    return this;
  }

  /** Puts the database at a path at once, as a careful operator does. */
  public Path write(Path file) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.write(beside, octets());
    return Files.move(
        beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The whole database. */
  public byte[] octets() {
    var root = new Node();
    entries.stream()
        .sorted(Comparator.comparingInt(entry -> entry.bits.length))
        .forEach(entry -> put(root, entry.bits, entry.record));
    if (!aliases.isEmpty()) {
      Object ipv4 = root;
      for (int i = 0; i < 96 && ipv4 instanceof Node node; i++) {
        ipv4 = node.zero;
      }
      for (boolean[] alias : aliases) {
        put(root, alias, ipv4 == null ? Map.of() : ipv4);
      }
    }
    var nodes = new ArrayList<Node>();
    number(root, nodes);
    var data = new ByteArrayOutputStream();
    var offsets = new HashMap<Object, Integer>();
    var out = new ByteArrayOutputStream();
    for (Node node : nodes) {
      out.writeBytes(
          records(
              pointer(node.zero, nodes.size(), data, offsets),
              pointer(node.one, nodes.size(), data, offsets)));
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(MARKER);
    var whole = new LinkedHashMap<>(metadata);
    whole.putIfAbsent("ip_version", ipVersion);
    whole.putIfAbsent("node_count", nodes.size());
    whole.putIfAbsent("record_size", recordBits);
    value(whole, out);
    return out.toByteArray();
  }

  private static void put(Node root, boolean[] bits, Object leaf) {
    Node node = root;
    for (int i = 0; i < bits.length - 1; i++) {
      Object child = node.child(bits[i]);
      if (!(child instanceof Node)) {
        var next = new Node();
        if (child != null) { // what a shorter network said goes for both halves
          next.zero = child;
          next.one = child;
        }
        node.child(bits[i], next);
        child = next;
      }
      node = (Node) child;
    }
    if (bits.length == 0) {
      root.zero = leaf;
      root.one = leaf;
    } else {
      node.child(bits[bits.length - 1], leaf);
    }
  }

  private static void number(@Nullable Object child, List<Node> nodes) {
    if (child instanceof Node node && node.number < 0) {
      node.number = nodes.size();
      nodes.add(node);
      number(node.zero, nodes);
      number(node.one, nodes);
    }
  }

  private static long pointer(
      @Nullable Object child,
      int nodeCount,
      ByteArrayOutputStream data,
      Map<Object, Integer> offsets) {
    if (child == null) {
      return nodeCount;
    }
    if (child instanceof Node node) {
      return node.number;
    }
    Integer offset = offsets.get(child);
    if (offset == null) {
      offset = data.size();
      offsets.put(child, offset);
      value(child, data);
    }
    return nodeCount + 16L + offset;
  }

  private byte[] records(long zero, long one) {
    long shared = (zero >>> 20 & 0xf0) | (one >>> 24 & 0x0f);
    return switch (recordBits) {
      case 24 -> lastOctets(zero << 24 | one, 6);
      case 28 -> lastOctets((zero & 0xff_ffff) << 32 | shared << 24 | (one & 0xff_ffff), 7);
      default -> lastOctets(zero << 32 | one, 8);
    };
  }

  private static byte[] lastOctets(long number, int count) {
    byte[] octets = new byte[count];
    for (int i = 0; i < count; i++) {
      octets[i] = (byte) (number >>> (8 * (count - 1 - i)));
    }
    return octets;
  }

  /** Writes a value; numbers take all their octets, which readers must accept. */
  private static void value(Object value, ByteArrayOutputStream out) {
    switch (value) {
      case String text -> {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        control(2, octets.length, out);
        out.writeBytes(octets);
      }
      case Double number -> {
        control(3, 8, out);
        out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
      }
      case Float number -> {
        control(15, 4, out);
        out.writeBytes(ByteBuffer.allocate(4).putFloat(number).array());
      }
      case Integer number -> {
        control(6, 4, out);
        out.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
      }
      case Long number -> {
        control(9, 8, out);
        out.writeBytes(ByteBuffer.allocate(8).putLong(number).array());
      }
      case Boolean flag -> control(14, flag ? 1 : 0, out);
      case Map<?, ?> map -> {
        control(7, map.size(), out);
        map.forEach((key, of) -> {
          value(key, out);
          value(of, out);
        });
      }
      case List<?> list -> {
        control(11, list.size(), out);
        list.forEach(element -> value(element, out));
      }
      default -> throw new IllegalArgumentException("no MMDB type for " + value.getClass());
    }
  }

  private static void control(int type, int size, ByteArrayOutputStream out) {
    int coded = size < 29 ? size : size < 285 ? 29 : size < 65_821 ? 30 : 31;
    out.write((type > 7 ? 0 : type << 5) | coded);
    if (type > 7) {
      out.write(type - 7);
    }
    switch (coded) {
      case 29 -> out.write(size - 29);
      case 30 -> out.writeBytes(ByteBuffer.allocate(2).putShort((short) (size - 285)).array());
      case 31 -> {
        int rest = size - 65_821;
        out.write(rest >>> 16);
        out.write(rest >>> 8);
        out.write(rest);
      }
      default -> {}
    }
  }

  private boolean[] bits(String cidr) {
    int slash = cidr.indexOf('/');
    byte[] octets;
    try {
      octets = InetAddress.getByName(cidr.substring(0, slash)).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(cidr, e);
    }
    int length = Integer.parseInt(cidr.substring(slash + 1));
    boolean mapped = octets.length == 4 && ipVersion == 6;
    int before = cidr.startsWith("::ffff:") ? 0 : mapped ? 96 : 0;
    if (cidr.startsWith("::ffff:")) { // the JDK makes IPv4 of it
      octets = mappedOctets(octets);
    }
    boolean[] bits = new boolean[before + length];
    for (int i = 0; i < length; i++) {
      bits[before + i] = (octets[i / 8] >> (7 - i % 8) & 1) == 1;
    }
    return bits;
  }

  private static byte[] mappedOctets(byte[] four) {
    return ByteBuffer.allocate(16).putShort(10, (short) 0xffff).put(12, four).array();
  }
}
