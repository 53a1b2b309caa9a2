package dev.understudy.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

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
}
