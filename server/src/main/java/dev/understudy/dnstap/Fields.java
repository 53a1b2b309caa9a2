package dev.understudy.dnstap;

import java.util.Arrays;

/** Fields of a protocol buffer being written (Protocol Buffers, "Encoding"). One thread's. */
final class Fields {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_MAX_OCTETS = 10;

  private byte[] octets = new byte[1_024];
  private int length;

  /** Starts without fields. */
  Fields() {}

  void clear() {
    length = 0;
  }

  byte[] octets() {
    return octets;
  }

  int length() {
    return length;
  }

  /** A number, also of an enum; negative ones are not written here. */
  void number(int field, long value) {
    room(2 * VARINT_MAX_OCTETS);
    varint((long) field << 3 | VARINT);
    varint(value);
  }

  /** A number of four octets, the lowest first. */
  void fixed(int field, int value) {
    room(VARINT_MAX_OCTETS + 4);
    varint((long) field << 3 | FIXED32);
    for (int shift = 0; shift < 32; shift += 8) {
      octets[length++] = (byte) (value >>> shift);
    }
  }

  /** Octets, text or a message. */
  void octets(int field, byte[] from, int count) {
    room(2 * VARINT_MAX_OCTETS + count);
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(count);
    System.arraycopy(from, 0, octets, length, count);
    length += count;
  }

  private void room(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(length + more, 2 * octets.length));
    }
  }

  /** Seven bits an octet, the lowest first. */
  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      octets[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    octets[length++] = (byte) rest;
  }
}
