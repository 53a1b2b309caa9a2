package dev.understudy.cookie;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 with a result of 64 bits (Aumasson and Bernstein, 2012). Keys and results are in its
 * own order of octets, the least significant first. Allocates nothing.
 */
final class SipHash {
  /** Octets of a key. */
  static final int KEY_OCTETS = 16;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private SipHash() {}

  /** Eight octets as a number. */
  static long word(byte[] octets, int at) {
    return (long) WORD.get(octets, at);
  }

  /** A number as eight octets. */
  static void putWord(byte[] octets, int at, long word) {
    WORD.set(octets, at, word);
  }

  /**
   * The hash of {@code message[0..length)}.
   *
   * @param low the first half of the key
   * @param high the second half of the key
   */
  static long hash(long low, long high, byte[] message, int length) {
    long v0 = low ^ 0x736f_6d65_7073_6575L;
    long v1 = high ^ 0x646f_7261_6e64_6f6dL;
    long v2 = low ^ 0x6c79_6765_6e65_7261L;
    long v3 = high ^ 0x7465_6462_7974_6573L;
    int whole = length & -Long.BYTES;
    int compressions = 2;
    int at = 0;
    while (true) {
      // The words of the message by two rounds each, its end by two, then four to finish.
      boolean finish = at > whole;
      long word = finish ? 0 : at < whole ? word(message, at) : tail(message, at, length);
      if (finish) {
        v2 ^= 0xff;
        compressions = 4;
      }
      v3 ^= word;
      for (int round = 0; round < compressions; round++) {
        v0 += v1;
        v2 += v3;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 = Long.rotateLeft(v2, 32);
      }
      if (finish) {
        return v0 ^ v1 ^ v2 ^ v3;
      }
      v0 ^= word;
      at += Long.BYTES;
    }
  }

  /** The octets after the last whole word, and the length of the message on top. */
  private static long tail(byte[] message, int at, int length) {
    long word = (long) length << 56;
    for (int i = at; i < length; i++) {
      word |= (message[i] & 0xffL) << (8 * (i - at));
    }
    return word;
  }
}
