package dev.understudy.wire;

/**
 * Domain names in wire form inside octet arrays (RFC 1035, sections 3.1 and 4.1.4; RFC 4343).
 *
 * <p>Length octets are at most 63 and so below the letter {@code A}: a whole name can be
 * lower-cased without looking at its labels.
 */
public final class Names {
  /** RFC 1035, section 2.3.4, the root label included. */
  public static final int LENGTH_MAX_OCTETS = 255;

  private static final int LABEL_MAX_OCTETS = 63;
  private static final int POINTER = 0xc0;
  private static final int POINTER_MASK = 0x3fff;

  private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
  private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
  private static final long EACH = 0x0101_0101_0101_0101L;

  private Names() {}

  /**
   * Where an uncompressed name that starts at {@code at} ends, root label included.
   *
   * @param limit first index outside what may be read
   * @return the index after the name, or -1 if it is compressed, too long or cut short
   */
  public static int end(byte[] octets, int at, int limit) {
    int last = Math.min(limit, at + LENGTH_MAX_OCTETS) - 1;
    int label = at;
    while (label <= last) {
      int length = octets[label];
      if (length == 0) {
        return label + 1;
      }
      if (length < 0 || length > LABEL_MAX_OCTETS) {
        return -1;
      }
      label += 1 + length;
    }
    return -1;
  }

  /**
   * Where a name that may be compressed ends in its own place; a pointer is not followed.
   *
   * @return the index after the name, or -1 if it is malformed or cut short
   */
  public static int skip(byte[] octets, int at, int limit) {
    int last = Math.min(limit, at + LENGTH_MAX_OCTETS) - 1;
    int label = at;
    while (label <= last) {
      int length = Octets.get8(octets, label);
      if (length == 0) {
        return label + 1;
      }
      if (length >= POINTER) {
        return label + 2 <= limit ? label + 2 : -1;
      }
      if (length > LABEL_MAX_OCTETS) {
        return -1;
      }
      label += 1 + length;
    }
    return -1;
  }

  /**
   * Copies a name that may be compressed and fills {@code [at, limit)}, with what its pointer leads
   * to; pointers must lead back, to names that are whole.
   *
   * @param to room for {@link #LENGTH_MAX_OCTETS} from {@code toAt}
   * @return the length of the name, or -1 if it is malformed
   */
  public static int expand(byte[] octets, int at, int limit, byte[] to, int toAt) {
    if (skip(octets, at, limit) != limit) {
      return -1;
    }
    int before = at;
    int from = at;
    int length = 0;
    while (true) {
      int label = Octets.get8(octets, from);
      if (label >= POINTER) {
        from = Octets.get16(octets, from) & POINTER_MASK;
        if (from >= before) {
          return -1;
        }
        before = from;
        continue;
      }
      if (label > LABEL_MAX_OCTETS
          || length + 1 + label > LENGTH_MAX_OCTETS
          || from + label >= octets.length) {
        return -1;
      }
      System.arraycopy(octets, from, to, toAt + length, 1 + label);
      length += 1 + label;
      if (label == 0) {
        return length;
      }
      from += 1 + label;
    }
  }

  /**
   * Where the rest of a name that may be compressed stands, without its first labels.
   *
   * @param octetsBefore how many octets those labels have, their lengths included
   */
  public static int rest(byte[] octets, int at, int octetsBefore) {
    int from = at;
    int left = octetsBefore;
    while (true) {
      int label = Octets.get8(octets, from);
      if (label >= POINTER) {
        from = Octets.get16(octets, from) & POINTER_MASK;
      } else if (left == 0) {
        return from;
      } else {
        from += 1 + label;
        left -= 1 + label;
      }
    }
  }

  /**
   * Where a name's tail starts that is equal to another name, octet by octet.
   *
   * @param end first index after the uncompressed name that starts at {@code at}
   * @return -1 if it does not end so
   */
  static int tail(byte[] octets, int at, int end, byte[] tail) {
    int start = end - tail.length;
    int label = at;
    while (label < start) {
      label += 1 + octets[label];
    }
    return label == start && Octets.equal(octets, start, tail, 0, tail.length) ? start : -1;
  }

  /** Copies {@code length} octets of a name and lower-cases its letters on the way. */
  public static void fold(byte[] from, int at, byte[] to, int toAt, int length) {
    if (length >= Long.BYTES) {
      int last = length - Long.BYTES;
      for (int i = 0; i < last; i += Long.BYTES) {
        Octets.put64(to, toAt + i, lower(Octets.get64(from, at + i)));
      }
      Octets.put64(to, toAt + last, lower(Octets.get64(from, at + last)));
      return;
    }
    for (int i = 0; i < length; i++) {
      byte octet = from[at + i];
      to[toAt + i] = octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }
  }

  /** Whether two stretches of a name are equal but for the case of letters. */
  public static boolean equalFolded(byte[] one, int at, byte[] other, int otherAt, int length) {
    for (int i = 0; i < length; i++) {
      if (lower(one[at + i]) != lower(other[otherAt + i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
  }

  /**
   * Eight octets of names lower-cased at once: bit 5 is set in each from {@code A} to {@code Z}.
   */
  public static long lower(long octets) {
    long low = octets & LOW_BITS;
    long fromA = low + EACH * (0x80 - 'A');
    long pastZ = low + EACH * (0x7f - 'Z');
    long letters = (fromA ^ pastZ) & ~octets & HIGH_BITS;
    return octets | (letters >>> 2);
  }
}
