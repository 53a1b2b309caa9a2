package dev.understudy.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The OPT record that a reply will end with (RFC 6891, section 6.1.2): options whose room is set
 * aside before the first record is written, then those that take what room is left. One object for
 * each {@link Reply}.
 */
final class ReplyOptions {
  /** An OPT record without options: the root, type, class, TTL and length. */
  static final int RECORD_OCTETS = 11;

  /** Code and length of an option, before its data. */
  static final int HEAD_OCTETS = 4;

  /** Of all options whose room is set aside: a reply of 512 octets has it beside any question. */
  private static final int OCTETS_MAX = 512 - RECORD_OCTETS - Query.NAME_AT - 255 - 4;

  private static final int ERROR_CODE_OCTETS = 2;

  private final byte[] octets = new byte[OCTETS_MAX];
  private int length;
  private int scopeAt;
  private int error;
  private byte @Nullable [] errorText;
  private int block;

  void clear() {
    length = 0;
    scopeAt = 0;
    errorText = null;
    block = 0;
  }

  /** Adds an option, and returns the octets it takes. */
  int add(int code, byte[] from, int at, int dataLength) {
    int taken = HEAD_OCTETS + dataLength;
    Octets.put16(octets, length, code);
    Octets.put16(octets, length + 2, dataLength);
    System.arraycopy(from, at, octets, length + HEAD_OCTETS, dataLength);
    length += taken;
    return taken;
  }

  /** Adds the client's subnet, whose scope {@link #scope} may set later. */
  int addClientSubnet(byte[] from, int at, int dataLength) {
    scopeAt = length + HEAD_OCTETS + 3;
    return add(OptionCode.CLIENT_SUBNET, from, at, dataLength);
  }

  void scope(int bits) {
    octets[scopeAt] = (byte) bits;
  }

  void error(int code, byte[] text) {
    error = code;
    errorText = text;
  }

  void padTo(int blockOctets) {
    block = blockOctets;
  }

  /**
   * Writes the record.
   *
   * @param ttl extended RCODE, version and flags
   * @param limit where the message has to end
   * @return where it ends
   */
  int write(byte[] to, int at, int udpSizeOctets, int ttl, int limit) {
    to[at] = 0;
    Octets.put16(to, at + 1, QueryType.OPT);
    Octets.put16(to, at + 3, udpSizeOctets);
    Octets.put32(to, at + 5, ttl);
    int first = at + RECORD_OCTETS;
    int end = first + length;
    if (length != 0) {
      System.arraycopy(octets, 0, to, first, length);
    }
    byte[] text = errorText;
    if (text != null) {
      end = writeError(to, end, text, limit);
    }
    if (block != 0) {
      end = pad(to, end, limit);
    }
    Octets.put16(to, at + 9, end - first);
    return end;
  }

  /** RFC 8914, section 2; without its text, or not at all, where there is no room. */
  private int writeError(byte[] to, int at, byte[] text, int limit) {
    int data = at + HEAD_OCTETS + ERROR_CODE_OCTETS;
    if (data > limit) {
      return at;
    }
    int textLength = data + text.length <= limit ? text.length : 0;
    Octets.put16(to, at, OptionCode.EXTENDED_ERROR);
    Octets.put16(to, at + 2, ERROR_CODE_OCTETS + textLength);
    Octets.put16(to, at + HEAD_OCTETS, error);
    System.arraycopy(text, 0, to, data, textLength);
    return data + textLength;
  }

  /** RFC 8467, section 4.1: up to a multiple of the block, or as far as the limit allows. */
  private int pad(byte[] to, int at, int limit) {
    int data = at + HEAD_OCTETS;
    if (data > limit) {
      return at;
    }
    int end = Math.min(limit, (data + block - 1) / block * block);
    Octets.put16(to, at, OptionCode.PADDING);
    Octets.put16(to, at + 2, end - data);
    Arrays.fill(to, data, end, (byte) 0);
    return end;
  }
}
