package dev.understudy.control;

import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * CIDR collections to octets and back; the id is in the key. Of each address only the octets that
 * its prefix reaches are kept.
 *
 * <pre>
 *  format | name | caller reference | version | locations | (name | blocks | (IPv6? | length | prefix) ...) ...
 * </pre>
 */
final class CidrCodec {
  private static final int FORMAT = 1;

  private CidrCodec() {}

  static Value write(CidrMap map) {
    var locations = map.locations();
    var out =
        new ValueWriter(FORMAT)
            .text(map.name())
            .text(map.callerReference())
            .number(map.version())
            .number(locations.size());
    locations.forEach((name, blocks) -> writeLocation(name, blocks, out));
    return out.value();
  }

  private static void writeLocation(String name, SortedSet<Cidr> blocks, ValueWriter out) {
    out.text(name).number(blocks.size());
    for (Cidr block : blocks) {
      out.flag(block.ipv6())
          .octet(block.length())
          .bytes(Arrays.copyOf(block.octets(), (block.length() + 7) / 8));
    }
  }

  static CidrMap read(String id, byte[] octets) {
    var in = new ValueReader("CIDR collection", octets, FORMAT);
    String name = in.text();
    String reference = in.text();
    long version = in.number();
    var blocks = new TreeMap<Cidr, String>();
    for (int locations = in.count(); locations > 0; locations--) {
      String location = in.text();
      for (int left = in.count(); left > 0; left--) {
        blocks.put(block(in), location);
      }
    }
    in.end();
    return new CidrMap(id, name, reference, version, blocks);
  }

  private static Cidr block(ValueReader in) {
    int octets = in.flag() ? 16 : 4;
    int length = in.octet();
    byte[] prefix = in.bytes();
    if (prefix.length > octets) {
      throw in.damaged();
    }
    try {
      return Cidr.of(Arrays.copyOf(prefix, octets), length);
    } catch (IllegalArgumentException e) {
      throw in.damaged();
    }
  }
}
