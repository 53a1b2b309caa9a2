package dev.understudy.wire;

/**
 * A reply being written: header and question copied from the query, then records section by
 * section, each only if it fits whole.
 *
 * <p>One object for each serving thread. Answer, authority and additional must be written in that
 * order; {@link #section} moves on.
 */
public final class Reply {
  /** The sections after the question, in their order. */
  public enum Section {
    ANSWER,
    AUTHORITY,
    ADDITIONAL
  }

  private static final int QR = 0x8000;
  private static final int AA = 0x0400;
  private static final int TC = 0x0200;

  /** Of the query's flags, opcode and RD go back as they came. */
  private static final int KEPT = 0x7900;

  private static final int POINTER = 0xc000;
  private static final int POINTER_MAX = 0x3fff;
  private static final int CLASS_IN = 1;

  /** DO, in the flags of OPT (RFC 3225). */
  private static final int DO = 0x8000;

  private static final byte[] NO_ZONE = {};
  private static final int SOA = RecordType.SOA.code();
  private static final int MX = RecordType.MX.code();

  /** One bit for the code of each type of RFC 1035 whose data are or hold names. */
  private static final int COMPRESSED =
      1 << RecordType.NS.code()
          | 1 << RecordType.CNAME.code()
          | 1 << SOA
          | 1 << RecordType.PTR.code()
          | 1 << MX;

  private byte[] octets = new byte[0];
  private int lengthMax;
  private int limit;
  private int at;
  private int flags;
  private boolean edns;
  private int ednsFlags;
  private int questionEnd;
  private Section section = Section.ANSWER;
  private int count;
  private int answers;
  private int authorities;
  private final ReplyOptions options = new ReplyOptions();
  private byte[] zone = NO_ZONE;
  private int zoneAt;

  /** Starts empty. */
  public Reply() {}

  /**
   * Starts a reply to a query, its question included.
   *
   * @param response where it is written
   * @param limitOctets the longest allowed; the part that OPT needs is set aside
   * @param questionEnd first index after the question, or 12 to leave the question out
   */
  public void begin(
      byte[] request, int questionEnd, boolean edns, byte[] response, int limitOctets) {
    this.octets = response;
    this.edns = edns;
    this.ednsFlags = 0;
    this.lengthMax = Math.min(limitOctets, response.length);
    this.limit = edns ? lengthMax - ReplyOptions.RECORD_OCTETS : lengthMax;
    Octets.copy(request, 0, response, 0, questionEnd);
    this.questionEnd = questionEnd;
    this.at = questionEnd;
    this.flags = QR | (Octets.get16(request, 2) & KEPT);
    this.section = Section.ANSWER;
    this.count = 0;
    this.answers = 0;
    this.authorities = 0;
    if (edns) {
      options.clear();
    }
    this.zone = NO_ZONE;
  }

  /** Whether names in data of this type may be compressed (RFC 3597, section 4). */
  public static boolean compresses(int type) {
    return type <= MX && (COMPRESSED >>> type & 1) != 0;
  }

  /**
   * From now on names in record data that end in the zone's name point to it, where their type
   * allows (RFC 1035, section 4.1.4; RFC 3597, section 4).
   *
   * @param at where the zone's name stands in the message, in whatever case
   * @param name the zone's name in lower case
   */
  public void compressTo(int at, byte[] name) {
    if (at <= POINTER_MAX && name.length > 2) {
      zone = name;
      zoneAt = at;
    }
  }

  /**
   * Will end with an option in OPT, whose room is set aside; only for a query with EDNS, and before
   * the first record. All options together take at most 230 octets.
   */
  public void option(int code, byte[] from, int at, int lengthOctets) {
    limit -= options.add(code, from, at, lengthOctets);
  }

  /**
   * Will end with the query's client subnet option (RFC 7871, section 7.2.1), whose room is set
   * aside; only for a query with EDNS, and before the first record.
   *
   * @param at where the option's data starts
   */
  public void clientSubnet(byte[] from, int at, int lengthOctets) {
    limit -= options.addClientSubnet(from, at, lengthOctets);
  }

  /** Sets SCOPE PREFIX-LENGTH, 0 to 128, which is 0 otherwise; only after the subnet. */
  public void scope(int bits) {
    options.scope(bits);
  }

  /**
   * Says why there is no better answer (RFC 8914), if the query had EDNS and there is room left.
   *
   * @param text in UTF-8; left out where it does not fit
   */
  public void extendedError(int code, byte[] text) {
    options.error(code, text);
  }

  /** Fills the reply up to a multiple of so many octets (RFC 7830); only if the query had EDNS. */
  public void padTo(int blockOctets) {
    options.padTo(blockOctets);
  }

  /** Sets AA (RFC 1035, section 4.1.1). */
  public void authoritative() {
    flags |= AA;
  }

  /** Sets DO in OPT, as the query had it (RFC 3225, section 3). */
  public void dnssecOk() {
    ednsFlags = DO;
  }

  /** Ends one section and starts a later one. */
  public void section(Section next) {
    closeSection();
    section = next;
    count = 0;
  }

  /** Records written so far in this section. */
  public int count() {
    return count;
  }

  /** Where the next record would start; see {@link #rollBack}. */
  public int position() {
    return at;
  }

  /** Takes back what was written to this section since {@link #position} and {@link #count}. */
  public void rollBack(int position, int count) {
    at = position;
    this.count = count;
  }

  /** Takes one record of this section back and moves up what follows it. */
  public void withdraw(int from, int to) {
    System.arraycopy(octets, to, octets, from, at - to);
    at -= to - from;
    count--;
  }

  /** The octets being written, for reading names back. */
  public byte[] octets() {
    return octets;
  }

  /**
   * Writes one record whose owner already stands in the message.
   *
   * @param ownerAt where the owner name starts in the message
   * @return where the data stands in the message, or -1 if the record did not fit
   */
  public int record(int ownerAt, int type, int ttl, byte[] source, int dataAt, int dataLength) {
    if (zone.length != 0 && compresses(type)) {
      return recordOfNames(ownerAt, type, ttl, source, dataAt, dataLength);
    }
    int data = at + 12;
    if (data + dataLength > limit || ownerAt > POINTER_MAX) {
      return -1;
    }
    byte[] to = octets;
    Octets.put32(to, at, (POINTER | ownerAt) << 16 | type);
    Octets.put64(to, at + 4, (long) CLASS_IN << 48 | (ttl & 0xffff_ffffL) << 16 | dataLength);
    Octets.copy(source, dataAt, to, data, dataLength);
    at = data + dataLength;
    count++;
    return data;
  }

  /** The same where the zone's name may be left out of the data. */
  private int recordOfNames(
      int ownerAt, int type, int ttl, byte[] source, int dataAt, int dataLength) {
    int dataEnd = dataAt + dataLength;
    int first = type == MX ? dataAt + 2 : dataAt;
    int firstEnd = Names.end(source, first, dataEnd);
    int firstTail = firstEnd < 0 ? -1 : Names.tail(source, first, firstEnd, zone);
    int secondEnd = type == SOA && firstEnd >= 0 ? Names.end(source, firstEnd, dataEnd) : -1;
    int secondTail = secondEnd < 0 ? -1 : Names.tail(source, firstEnd, secondEnd, zone);
    int saved = zone.length - 2;
    int length = dataLength - (firstTail < 0 ? 0 : saved) - (secondTail < 0 ? 0 : saved);
    int data = at + 12;
    if (data + length > limit || ownerAt > POINTER_MAX) {
      return -1;
    }
    byte[] to = octets;
    Octets.put32(to, at, (POINTER | ownerAt) << 16 | type);
    Octets.put64(to, at + 4, (long) CLASS_IN << 48 | (ttl & 0xffff_ffffL) << 16 | length);
    at = data;
    int from = copyTo(firstTail, firstEnd, source, dataAt);
    from = copyTo(secondTail, secondEnd, source, from);
    Octets.copy(source, from, to, at, dataEnd - from);
    at += dataEnd - from;
    count++;
    return data;
  }

  /** Copies data up to the zone's name, if it is there, and points to it; what is to come next. */
  private int copyTo(int tail, int nameEnd, byte[] source, int from) {
    if (tail < 0) {
      return from;
    }
    Octets.copy(source, from, octets, at, tail - from);
    Octets.put16(octets, at + tail - from, POINTER | zoneAt);
    at += tail - from + 2;
    return nameEnd;
  }

  /** Drops every record and sets TC: the client asks again over TCP (RFC 2181, section 9). */
  public void truncate() {
    clear();
    flags |= TC;
  }

  /** Drops every record. */
  public void clear() {
    at = questionEnd;
    section = Section.ANSWER;
    count = 0;
    answers = 0;
    authorities = 0;
  }

  /**
   * Writes OPT, if the query had one, and the header.
   *
   * @param rcode one of {@link Rcode}
   * @param udpSizeOctets what we offer in OPT
   * @return the length of the reply
   */
  public int end(int rcode, int udpSizeOctets) {
    closeSection();
    int additionals = section == Section.ADDITIONAL ? count : 0;
    byte[] to = octets;
    if (edns) {
      additionals++;
      at = options.write(to, at, udpSizeOctets, rcode >>> 4 << 24 | ednsFlags, lengthMax);
    }
    Octets.put16(to, 2, flags | (rcode & 0xf));
    long questions = questionEnd > Query.NAME_AT ? 1 : 0;
    Octets.put64(
        to, 4, questions << 48 | (long) answers << 32 | (long) authorities << 16 | additionals);
    return at;
  }

  private void closeSection() {
    switch (section) {
      case ANSWER -> answers = count;
      case AUTHORITY -> authorities = count;
      case ADDITIONAL -> {}
    }
  }
}
