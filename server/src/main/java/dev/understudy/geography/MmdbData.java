package dev.understudy.geography;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data section of an MMDB file: maps, lists, texts and numbers, some of them pointers to others
 * (MaxMind DB File Format Specification 2.0, "Output Data Section").
 *
 * <p>Reads only the values of keys that somebody asks for and skips the rest without following
 * pointers, so the names of places in eight languages cost nothing. Whatever the octets are, it
 * ends: a record has a bound on depth, and all records together one on values looked at.
 */
final class MmdbData {
  /** Pointers followed and maps entered on the way to one value. */
  private static final int DEPTH_MAX = 32;

  /** Values looked at in one record, those that it points to included. */
  private static final int VALUES_MAX = 65_536;

  /** Values looked at in one file: a large city database has some 50 million. */
  private static final long ALL_VALUES_MAX = 1_000_000_000L;

  /** No code or number is longer. */
  private static final int TEXT_MAX_OCTETS = 256;

  private static final int POINTER = 1;
  private static final int TEXT = 2;
  private static final int DOUBLE = 3;
  private static final int OCTETS = 4;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;
  private static final int INT32 = 8;
  private static final int UINT64 = 9;
  private static final int UINT128 = 10;
  private static final int LIST = 11;
  private static final int BOOLEAN = 14;
  private static final int FLOAT = 15;

  private static final int[] POINTER_OFFSET = {0, 2048, 526_336, 0};

  private final ByteBuffer octets;
  private final Set<String> wanted;
  private final int pointerBase;
  private final int end;

  private long allValues;
  private int values;
  private int at;

  /**
   * Looks at part of a file; copies nothing.
   *
   * @param pointerBase where pointers count from
   * @param end the first octet after this section
   * @param wanted keys of maps whose values are read
   */
  MmdbData(ByteBuffer octets, int pointerBase, int end, Set<String> wanted) {
    this.octets = octets;
    this.pointerBase = pointerBase;
    this.end = end;
    this.wanted = wanted;
  }

  /**
   * The value at an offset of the file: a Map, List, String, Double, Long, or Boolean; null for a
   * type or a length that no place needs.
   */
  @Nullable Object read(int offset) throws UnreadableMapException {
    at = offset;
    values = 0;
    Object value = value(0, true);
    allValues += values;
    if (allValues > ALL_VALUES_MAX) {
      throw new UnreadableMapException(
          "its records have more than " + ALL_VALUES_MAX + " values together");
    }
    return value;
  }

  private @Nullable Object value(int depth, boolean keep) throws UnreadableMapException {
    if (depth > DEPTH_MAX) {
      throw new UnreadableMapException("its records nest too deeply");
    }
    if (++values > VALUES_MAX) {
      throw new UnreadableMapException("a record has more than " + VALUES_MAX + " values");
    }
    int control = octet();
    int type = control >>> 5;
    if (type == POINTER) {
      return pointed(control, depth, keep);
    }
    if (type == 0) {
      type = 7 + octet();
    }
    int size = size(control & 0x1f);
    return switch (type) {
      case MAP -> map(size, depth, keep);
      case LIST -> list(size, depth, keep);
      case BOOLEAN -> size != 0;
      case TEXT -> text(size, keep);
      case DOUBLE -> Double.longBitsToDouble(number(exactly(8, size)));
      case FLOAT -> (double) Float.intBitsToFloat((int) number(exactly(4, size)));
      case UINT16, UINT32, UINT64 -> number(atMost(8, size));
      case INT32 -> size == 4 ? (long) (int) number(4) : number(atMost(4, size));
      case OCTETS, UINT128 -> skip(size);
      default -> throw new UnreadableMapException("its records have a value of type " + type);
    };
  }

  private @Nullable Object pointed(int control, int depth, boolean keep)
      throws UnreadableMapException {
    int size = control >>> 3 & 3;
    long offset = size == 3 ? 0 : control & 7;
    for (int i = 0; i <= size; i++) {
      offset = offset << 8 | octet();
    }
    if (!keep) {
      return null;
    }
    int after = at;
    long target = pointerBase + offset + POINTER_OFFSET[size];
    if (target >= end) {
      throw new UnreadableMapException("a record points past the end");
    }
    at = (int) target;
    Object value = value(depth + 1, true);
    at = after;
    return value;
  }

  private @Nullable Object map(int size, int depth, boolean keep) throws UnreadableMapException {
    Map<String, Object> map = keep ? new HashMap<>() : null;
    for (int i = 0; i < size; i++) {
      Object key = value(depth + 1, map != null);
      boolean wants = map != null && key instanceof String name && wanted.contains(name);
      Object value = value(depth + 1, wants);
      if (map != null && wants && value != null) {
        map.put((String) key, value);
      }
    }
    return map;
  }

  private @Nullable Object list(int size, int depth, boolean keep) throws UnreadableMapException {
    List<Object> list = keep ? new ArrayList<>() : null;
    for (int i = 0; i < size; i++) {
      Object value = value(depth + 1, keep);
      if (list != null && value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private @Nullable String text(int size, boolean keep) throws UnreadableMapException {
    int start = at;
    skip(size);
    if (!keep || size > TEXT_MAX_OCTETS) {
      return null;
    }
    byte[] text = new byte[size];
    octets.get(start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private int size(int coded) throws UnreadableMapException {
    return switch (coded) {
      case 29 -> 29 + octet();
      case 30 -> 285 + (int) number(2);
      case 31 -> 65_821 + (int) number(3);
      default -> coded;
    };
  }

  private int exactly(int wantedSize, int size) throws UnreadableMapException {
    if (size != wantedSize) {
      throw new UnreadableMapException("its records have a number of " + size + " octets");
    }
    return size;
  }

  private int atMost(int sizeMax, int size) throws UnreadableMapException {
    return size <= sizeMax ? size : exactly(sizeMax, size);
  }

  private long number(int size) throws UnreadableMapException {
    long number = 0;
    for (int i = 0; i < size; i++) {
      number = number << 8 | octet();
    }
    return number;
  }

  private @Nullable Object skip(int size) throws UnreadableMapException {
    if (size > end - at) {
      throw new UnreadableMapException("a record ends after its section");
    }
    at += size;
    return null;
  }

  private int octet() throws UnreadableMapException {
    if (at >= end) {
      throw new UnreadableMapException("a record ends after its section");
    }
    return octets.get(at++) & 0xff;
  }
}
