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

  /** Eight octets at once: bit 5 is set in each that lies between {@code A} and {@code Z}. */
  private static long lower(long octets) {
    long low = octets & LOW_BITS;
    long fromA = low + EACH * (0x80 - 'A');
    long pastZ = low + EACH * (0x7f - 'Z');
    long letters = (fromA ^ pastZ) & ~octets & HIGH_BITS;
    return octets | (letters >>> 2);
  }
}
