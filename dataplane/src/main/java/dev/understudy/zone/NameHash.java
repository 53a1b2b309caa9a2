package dev.understudy.zone;

import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;

/**
 * The hash of a lower-cased name in wire form: eight octets at a time, well mixed in all 32 bits.
 */
final class NameHash {
  private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;
  private static final long FINISHER = 0xd6e8_feb8_6659_fd93L;

  private NameHash() {}

  static int of(byte[] name, int from, int length) {
    long hash = length * FINISHER;
    if (length >= Long.BYTES) {
      int last = from + length - Long.BYTES;
      for (int at = from; at < last; at += Long.BYTES) {
        hash = (hash ^ Octets.get64(name, at)) * MULTIPLIER;
        hash ^= hash >>> 32;
      }
      hash = (hash ^ Octets.get64(name, last)) * MULTIPLIER;
    } else {
      long tail = 0;
      for (int at = from; at < from + length; at++) {
        tail = tail << 8 | (name[at] & 0xff);
      }
      hash = (hash ^ tail) * MULTIPLIER;
    }
    return finish(hash);
  }

  /** The same of a name in whatever case, read where it came in. */
  static int ofAnyCase(byte[] name, int from, int length) {
    long hash = length * FINISHER;
    if (length >= Long.BYTES) {
      int last = from + length - Long.BYTES;
      for (int at = from; at < last; at += Long.BYTES) {
        hash = (hash ^ Names.lower(Octets.get64(name, at))) * MULTIPLIER;
        hash ^= hash >>> 32;
      }
      hash = (hash ^ Names.lower(Octets.get64(name, last))) * MULTIPLIER;
    } else {
      long tail = 0;
      for (int at = from; at < from + length; at++) {
        tail = tail << 8 | (name[at] & 0xff);
      }
      hash = (hash ^ Names.lower(tail)) * MULTIPLIER;
    }
    return finish(hash);
  }

  /** The same, and the name in lower case copied to the start of {@code to} on the way. */
  static int fold(byte[] name, int from, byte[] to, int length) {
    if (length < Long.BYTES) {
      Names.fold(name, from, to, 0, length);
      return of(to, 0, length);
    }
    long hash = length * FINISHER;
    int last = length - Long.BYTES;
    for (int at = 0; at < last; at += Long.BYTES) {
      long octets = Names.lower(Octets.get64(name, from + at));
      Octets.put64(to, at, octets);
      hash = (hash ^ octets) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    long octets = Names.lower(Octets.get64(name, from + last));
    Octets.put64(to, last, octets);
    return finish((hash ^ octets) * MULTIPLIER);
  }

  private static int finish(long hash) {
    long mixed = (hash ^ hash >>> 32) * FINISHER;
    return (int) (mixed >>> 32);
  }

  /** The hash of a name kept aside for a zone that does not answer for it. */
  static int aside(int hash, int zone) {
    return hash ^ zone * 0x9e37_79b1;
  }
}
