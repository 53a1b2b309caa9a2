package dev.understudy.presentation;

import java.io.ByteArrayOutputStream;

/** Octets being written, big-endian. */
final class Octets extends ByteArrayOutputStream {
  void u8(long number) {
    write((int) number);
  }

  void u16(long number) {
    u8(number >> 8);
    u8(number);
  }

  void u32(long number) {
    u16(number >> 16);
    u16(number);
  }

  /** A character string (RFC 1035, section 3.3): its length, 0 to 255, and its octets. */
  void string(byte[] octets) {
    assert octets.length <= 255 : octets.length;
    u8(octets.length);
    writeBytes(octets);
  }
}
