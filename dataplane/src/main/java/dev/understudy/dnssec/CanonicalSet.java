package dev.understudy.dnssec;

import dev.understudy.wire.Names;
import dev.understudy.wire.Octets;
import dev.understudy.wire.RecordType;
import java.util.Arrays;

/**
 * An RRset of a reply in canonical form (RFC 4034, section 6): owner in lower case, names in the
 * data of the listed types too, records in the order of their data, each once. One object for each
 * serving thread.
 */
final class CanonicalSet {
  /** Type, class, TTL and length of the data stand between owner and data. */
  private static final int FIXED_OCTETS = 10;

  /** A record of a reply before its data: a pointer to the owner, and what is fixed. */
  private static final int HEAD_OCTETS = 2 + FIXED_OCTETS;

  private static final int POINTER_MASK = 0x3fff;

  private static final int NS = RecordType.NS.code();
  private static final int CNAME = RecordType.CNAME.code();
  private static final int PTR = RecordType.PTR.code();
  private static final int SOA = RecordType.SOA.code();
  private static final int MX = RecordType.MX.code();
  private static final int SRV = RecordType.SRV.code();
  private static final int NAPTR = RecordType.NAPTR.code();

  private final byte[] owner = new byte[Names.LENGTH_MAX_OCTETS];
  private int ownerLength;
  private int ownerAt;
  private int ttl;
  private int type;
  private int[] order = new int[16];
  private int count;
  private byte[] records = new byte[512];
  private byte[] out = new byte[512];
  private int length;

  /**
   * Takes the records that stand in {@code octets[first..end)}, one after the other, all of one
   * owner and type, each owner a pointer.
   */
  void read(byte[] octets, int first, int end) {
    ownerAt = Octets.get16(octets, first) & POINTER_MASK;
    ownerLength = Names.end(octets, ownerAt, octets.length) - ownerAt;
    Names.fold(octets, ownerAt, owner, 0, ownerLength);
    type = Octets.get16(octets, first + 2);
    ttl = Octets.get32(octets, first + 6);
    int size = end - first;
    if (records.length < size) {
      records = new byte[Math.max(size, 2 * records.length)];
    }
    System.arraycopy(octets, first, records, 0, size);
    count = 0;
    for (int at = 0; at < size; at = dataEnd(at)) {
      fold(type, records, at + HEAD_OCTETS, dataEnd(at));
      insert(at);
    }
    write();
  }

  /** The records one after the other, {@link #lengthOctets} of them; never written to. */
  byte[] octets() {
    return out;
  }

  int lengthOctets() {
    return length;
  }

  /** Where the owner stands in the reply. */
  int ownerAt() {
    return ownerAt;
  }

  int type() {
    return type;
  }

  int ttl() {
    return ttl;
  }

  /** Labels of the owner, without the root and a leftmost asterisk (RFC 4034, section 3.1.3). */
  int labels() {
    int labels = 0;
    for (int at = 0; owner[at] != 0; at += 1 + owner[at]) {
      labels++;
    }
    return ownerLength > 2 && owner[0] == 1 && owner[1] == '*' ? labels - 1 : labels;
  }

  /** The same for the same owner, for spreading work over time. */
  int ownerHash() {
    int hash = 0;
    for (int i = 0; i < ownerLength; i++) {
      hash = 31 * hash + owner[i];
    }
    return hash;
  }

  /** RFC 4034, section 6.2, for the types that a zone can hold. */
  static void fold(int type, byte[] octets, int at, int end) {
    if (type == NS || type == CNAME || type == PTR) {
      foldName(octets, at, end);
    } else if (type == MX) {
      foldName(octets, at + 2, end);
    } else if (type == SRV) {
      foldName(octets, at + 6, end);
    } else if (type == SOA) {
      foldName(octets, foldName(octets, at, end), end);
    } else if (type == NAPTR) {
      int replacement = at + 4;
      for (int string = 0; string < 3 && replacement < end; string++) {
        replacement += 1 + Octets.get8(octets, replacement);
      }
      foldName(octets, replacement, end);
    }
  }

  private static int foldName(byte[] octets, int at, int end) {
    int nameEnd = Names.end(octets, at, end);
    if (nameEnd < 0) {
      return end;
    }
    Names.fold(octets, at, octets, at, nameEnd - at);
    return nameEnd;
  }

  private int dataEnd(int at) {
    return at + HEAD_OCTETS + Octets.get16(records, at + HEAD_OCTETS - 2);
  }

  /** Keeps the order; a record whose data is there already is left out. */
  private void insert(int at) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = compare(order[middle], at);
      if (compared == 0) {
        return;
      }
      if (compared < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (count == order.length) {
      order = Arrays.copyOf(order, 2 * count);
    }
    System.arraycopy(order, low, order, low + 1, count - low);
    order[low] = at;
    count++;
  }

  /** RFC 4034, section 6.3: as unsigned octets, left-justified. */
  private int compare(int one, int other) {
    return Arrays.compareUnsigned(
        records, one + HEAD_OCTETS, dataEnd(one), records, other + HEAD_OCTETS, dataEnd(other));
  }

  private void write() {
    length = 0;
    for (int i = 0; i < count; i++) {
      int from = order[i] + 2;
      int size = dataEnd(order[i]) - from;
      int needed = length + ownerLength + size;
      if (needed > out.length) {
        out = Arrays.copyOf(out, Math.max(needed, 2 * out.length));
      }
      System.arraycopy(owner, 0, out, length, ownerLength);
      System.arraycopy(records, from, out, length + ownerLength, size);
      length = needed;
    }
  }
}
