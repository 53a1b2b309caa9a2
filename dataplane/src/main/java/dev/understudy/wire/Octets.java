package dev.understudy.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers in network order, read from and written to octet arrays in place.
 *
 * <p>Callers keep {@code at} inside the array. Values come back unsigned where they fit.
 */
public final class Octets {
  private static final VarHandle U16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Up to here a few steps of eight octets beat the call of a routine for any length. */
  private static final int SHORT_OCTETS = 128;

  private Octets() {}

  /** One octet, 0 to 255. */
  public static int get8(byte[] octets, int at) {
    return octets[at] & 0xff;
  }

  /** Two octets, 0 to 65535. */
  public static int get16(byte[] octets, int at) {
    return (short) U16.get(octets, at) & 0xffff;
  }

  /** Four octets, as they are: the top bit is the sign. */
  public static int get32(byte[] octets, int at) {
    return (int) U32.get(octets, at);
  }

  /** Eight octets, as they are. */
  public static long get64(byte[] octets, int at) {
    return (long) U64.get(octets, at);
  }

  /** Writes the low octet. */
  public static void put8(byte[] octets, int at, int value) {
    octets[at] = (byte) value;
  }

  /** Writes the low two octets. */
  public static void put16(byte[] octets, int at, int value) {
    U16.set(octets, at, (short) value);
  }

  /** Writes four octets. */
  public static void put32(byte[] octets, int at, int value) {
    U32.set(octets, at, value);
  }

  /** Writes eight octets. */
  public static void put64(byte[] octets, int at, long value) {
    U64.set(octets, at, value);
  }

  /**
   * Copies {@code length} octets between two arrays, and no more: what names, questions and record
   * data take is so little that {@link System#arraycopy} would be half of what it costs to answer.
   */
  public static void copy(byte[] from, int at, byte[] to, int toAt, int length) {
    if (length < Long.BYTES) {
      copyFew(from, at, to, toAt, length);
    } else if (length > SHORT_OCTETS) {
      System.arraycopy(from, at, to, toAt, length);
    } else {
      int last = length - Long.BYTES;
      for (int i = 0; i < last; i += Long.BYTES) {
        put64(to, toAt + i, get64(from, at + i));
      }
      put64(to, toAt + last, get64(from, at + last));
    }
  }

  private static void copyFew(byte[] from, int at, byte[] to, int toAt, int length) {
    if (length >= Integer.BYTES) {
      int last = length - Integer.BYTES;
      int tail = get32(from, at + last);
      put32(to, toAt, get32(from, at));
      put32(to, toAt + last, tail);
      return;
    }
    for (int i = 0; i < length; i++) {
      to[toAt + i] = from[at + i];
    }
  }

  /** Whether {@code length} octets of two arrays are the same. */
  public static boolean equal(byte[] one, int at, byte[] other, int otherAt, int length) {
    if (length < Long.BYTES) {
      return Arrays.equals(one, at, at + length, other, otherAt, otherAt + length);
    }
    int last = length - Long.BYTES;
    for (int i = 0; i < last; i += Long.BYTES) {
      if (get64(one, at + i) != get64(other, otherAt + i)) {
        return false;
      }
    }
    return get64(one, at + last) == get64(other, otherAt + last);
  }
}
