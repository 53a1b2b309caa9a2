package dev.understudy.querylog;

import dev.understudy.wire.Octets;
import dev.understudy.wire.Query;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.RecordType;

/**
 * Parts of a message as text. Any octets are accepted; names are followed for at most 127 labels
 * and 16 pointers.
 */
final class WireText {
  private static final int LABELS_MAX = 127;
  private static final int POINTERS_MAX = 16;
  private static final int FIXED_OCTETS = 10;
  private static final String UNREADABLE = "?";

  private WireText() {}

  /**
   * Appends the name at {@code at} in presentation form, with a dot at its end; octets that are not
   * printable, spaces, and what lines give a meaning are {@code \DDD} (RFC 1035, section 5.1).
   */
  static void name(byte[] message, int length, int at, StringBuilder to) {
    int next = at;
    int pointers = 0;
    int start = to.length();
    for (int labels = 0; labels <= LABELS_MAX && next < length; ) {
      int octet = message[next] & 0xff;
      if (octet == 0) {
        to.append(to.length() == start ? "." : "");
        return;
      }
      if (octet >= 0xc0) {
        if (next + 1 >= length || ++pointers > POINTERS_MAX) {
          break;
        }
        next = Octets.get16(message, next) & 0x3fff;
      } else {
        if (octet > 63 || next + 1 + octet > length) {
          break;
        }
        label(message, next + 1, octet, to);
        next += 1 + octet;
        labels++;
      }
    }
    to.setLength(start);
    to.append(UNREADABLE);
  }

  private static void label(byte[] message, int at, int length, StringBuilder to) {
    for (int i = at; i < at + length; i++) {
      int octet = message[i] & 0xff;
      if (octet == '.' || octet == '\\') {
        to.append('\\').append((char) octet);
      } else if (octet <= ' ' || octet >= 0x7f || octet == '"' || octet == '=') {
        to.append('\\').append((char) ('0' + octet / 100));
        to.append((char) ('0' + octet / 10 % 10)).append((char) ('0' + octet % 10));
      } else {
        to.append((char) octet);
      }
    }
    to.append('.');
  }

  /** Where the first record starts, or -1. */
  private static int firstRecord(byte[] reply, int length) {
    int questions = Octets.get16(reply, 4);
    int at = Query.NAME_AT;
    for (int i = 0; i < questions; i++) {
      int end = skipName(reply, length, at);
      if (end < 0 || end + 4 > length) {
        return -1;
      }
      at = end + 4;
    }
    return at;
  }

  private static int skipName(byte[] message, int length, int at) {
    int next = at;
    while (next < length) {
      int octet = message[next] & 0xff;
      if (octet == 0) {
        return next + 1;
      }
      if (octet >= 0xc0) {
        return next + 2;
      }
      next += 1 + octet;
    }
    return -1;
  }

  /** Appends {@code TYPE:data} of the first answer; {@code -} without one. */
  static void firstAnswer(byte[] reply, int length, StringBuilder to) {
    int at = Octets.get16(reply, 6) == 0 ? -1 : firstRecord(reply, length);
    int fixed = at < 0 ? -1 : skipName(reply, length, at);
    if (fixed < 0 || fixed + FIXED_OCTETS > length) {
      to.append('-');
      return;
    }
    int type = Octets.get16(reply, fixed);
    int data = fixed + FIXED_OCTETS;
    int dataLength = Octets.get16(reply, fixed + 8);
    to.append(QueryLine.type(type)).append(':');
    if (data + dataLength > length) {
      to.append(UNREADABLE);
    } else if ((type == RecordType.A.code() && dataLength == 4)
        || (type == RecordType.AAAA.code() && dataLength == 16)) {
      to.append(QueryLine.address(reply, data, dataLength));
    } else if (type == RecordType.CNAME.code()
        || type == RecordType.NS.code()
        || type == RecordType.PTR.code()) {
      name(reply, length, data, to);
    } else {
      to.append(dataLength);
    }
  }

  /** The RCODE, with the part that the OPT record carries (RFC 6891, section 6.1.3). */
  static int rcode(byte[] reply, int length) {
    int rcode = reply[3] & 0xf;
    int records = Octets.get16(reply, 6) + Octets.get16(reply, 8) + Octets.get16(reply, 10);
    int at = firstRecord(reply, length);
    for (int i = 0; i < records && at >= 0; i++) {
      int fixed = skipName(reply, length, at);
      if (fixed < 0 || fixed + FIXED_OCTETS > length) {
        return rcode;
      }
      if (Octets.get16(reply, fixed) == QueryType.OPT) {
        return rcode | (reply[fixed + 4] & 0xff) << 4;
      }
      at = fixed + FIXED_OCTETS + Octets.get16(reply, fixed + 8);
    }
    return rcode;
  }
}
