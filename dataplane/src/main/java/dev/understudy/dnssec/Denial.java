package dev.understudy.dnssec;

import dev.understudy.wire.Names;
import dev.understudy.wire.QueryType;
import dev.understudy.wire.RecordType;

/**
 * The data of an NSEC made for one question (RFC 4034, section 4.1; RFC 9824): the next name is the
 * one right after the owner, so that nothing else is denied and nothing can be listed.
 *
 * <p>At a name that exists every type that a zone can hold is listed, but for the one asked for and
 * those that would say more than is meant: CNAME denies nothing beside itself; NS without SOA marks
 * a delegation; SOA, NS and DNSKEY are at the apex, and DS at a delegation, only.
 */
final class Denial {
  private static final int NAME_MAX = Names.LENGTH_MAX_OCTETS;
  private static final int LABEL_MAX = 63;

  /** Types 0 to 319, one bit each. */
  private static final int WORDS = 5;

  private static final int WINDOW_TYPES = 256;

  private static final long[] NAME = bits(QueryType.RRSIG, QueryType.NSEC, QueryType.NXNAME);
  private static final long[] DS_AT_CUT =
      bits(RecordType.NS.code(), QueryType.RRSIG, QueryType.NSEC);

  /** An empty non-terminal, asked for whatever it has. */
  private static final long[] NOTHING = bits(QueryType.RRSIG, QueryType.NSEC);

  private static final long[] TYPE = ofName();
  private static final long[] TYPE_AT_APEX = ofApex();

  /** Next name and types: 255, and for each of two windows up to 34. */
  private final byte[] octets = new byte[NAME_MAX + 2 * 34];

  /** What {@link #write} wrote. */
  byte[] octets() {
    return octets;
  }

  /** Writes the data; its length. */
  int write(byte[] from, int ownerAt, int apexLength, Denied denied, int type) {
    int ownerLength = Names.end(from, ownerAt, from.length) - ownerAt;
    int at = next(from, ownerAt, ownerLength, apexLength);
    return switch (denied) {
      case NAME -> types(at, NAME, type);
      case TYPE -> types(at, type == QueryType.ANY ? NOTHING : TYPE, type);
      case TYPE_AT_APEX -> types(at, type == QueryType.ANY ? NOTHING : TYPE_AT_APEX, type);
      case DS_AT_CUT -> types(at, DS_AT_CUT, type);
    };
  }

  /**
   * Writes the name that follows in canonical order (RFC 4471, section 3.1.2): {@code \000} below
   * the owner, or, where that is too long, the shortest step to the right. Its length.
   */
  private int next(byte[] from, int ownerAt, int ownerLength, int apexLength) {
    if (ownerLength + 2 <= NAME_MAX) {
      octets[0] = 1;
      octets[1] = 0;
      Names.fold(from, ownerAt, octets, 2, ownerLength);
      return ownerLength + 2;
    }
    byte[] name = new byte[NAME_MAX + 1];
    Names.fold(from, ownerAt, name, 0, ownerLength);
    int start = 0;
    int left = ownerLength;
    int label = name[0];
    if (ownerLength < NAME_MAX && label < LABEL_MAX) {
      octets[0] = (byte) (label + 1);
      System.arraycopy(name, 1, octets, 1, label);
      octets[1 + label] = 0;
      System.arraycopy(name, 1 + label, octets, 2 + label, ownerLength - 1 - label);
      return ownerLength + 1;
    }
    while (left > apexLength) {
      label = name[start];
      int kept = label;
      while (kept > 0 && name[start + kept] == (byte) 0xff) {
        kept--;
      }
      if (kept > 0) {
        int last = name[start + kept] + 1;
        octets[0] = (byte) kept;
        System.arraycopy(name, start + 1, octets, 1, kept);
        octets[kept] = (byte) (last == 'A' ? 'Z' + 1 : last);
        int rest = left - 1 - label;
        System.arraycopy(name, start + 1 + label, octets, 1 + kept, rest);
        return 1 + kept + rest;
      }
      start += 1 + label;
      left -= 1 + label;
    }
    System.arraycopy(name, start, octets, 0, left);
    return left;
  }

  /** RFC 4034, section 4.1.2: windows without types and trailing zeros are left out. */
  private int types(int from, long[] types, int without) {
    int at = from;
    for (int window = 0; window * WINDOW_TYPES < 64 * WORDS; window++) {
      int last = -1;
      int bitmap = at + 2;
      for (int bit = 0; bit < WINDOW_TYPES && bit + window * WINDOW_TYPES < 64 * WORDS; bit++) {
        int type = window * WINDOW_TYPES + bit;
        if (bit % 8 == 0) {
          octets[bitmap + bit / 8] = 0;
        }
        if (type != without && (types[type / 64] >>> type % 64 & 1) != 0) {
          octets[bitmap + bit / 8] |= (byte) (0x80 >>> bit % 8);
          last = bit / 8;
        }
      }
      if (last >= 0) {
        octets[at] = (byte) window;
        octets[at + 1] = (byte) (last + 1);
        at = bitmap + last + 1;
      }
    }
    return at;
  }

  private static long[] ofName() {
    long[] types = bits(QueryType.RRSIG, QueryType.NSEC);
    for (RecordType type : RecordType.values()) {
      switch (type) {
        case NS, SOA, CNAME, DS -> {}
        case A, AAAA, CAA, HTTPS, MX, NAPTR, PTR, SPF, SRV, SSHFP, SVCB, TLSA, TXT ->
            set(types, type.code());
      }
    }
    return types;
  }

  private static long[] ofApex() {
    long[] types = ofName();
    set(types, RecordType.NS.code());
    set(types, RecordType.SOA.code());
    set(types, QueryType.DNSKEY);
    return types;
  }

  private static long[] bits(int... codes) {
    long[] types = new long[WORDS];
    for (int code : codes) {
      set(types, code);
    }
    return types;
  }

  private static void set(long[] types, int code) {
    types[code / 64] |= 1L << code % 64;
  }
}
