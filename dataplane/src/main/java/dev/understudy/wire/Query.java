package dev.understudy.wire;

/**
 * A query read in place: header, question and the OPT record (RFC 1035, section 4.1; RFC 6891).
 *
 * <pre>
 *  octet 0    2       4         6         8         10        12
 *        +----+-------+---------+---------+---------+---------+----------
 *        | ID | flags | QDCOUNT | ANCOUNT | NSCOUNT | ARCOUNT | QNAME...
 *        +----+-------+---------+---------+---------+---------+----------
 * </pre>
 *
 * <p>One object for each serving thread, filled anew by {@link #read}. Any octets are accepted.
 */
public final class Query {
  /** Where the address starts in the data of a client subnet option, after its lengths. */
  public static final int SUBNET_ADDRESS = 4;

  /** Where the question name starts. */
  public static final int NAME_AT = 12;

  private static final int FLAG_QR = 0x8000;
  private static final int MASK_OPCODE = 0x7800;
  private static final int CLASS_IN = 1;

  /** DO, in the flags of OPT (RFC 3225). */
  private static final int FLAG_DO = 0x8000;

  private static final int OPTION_CLIENT_SUBNET = 8;

  /** Type, class, TTL and length of a record, after its name. */
  private static final int FIXED_OCTETS = 10;

  /** What a message turned out to be. */
  public enum Reading {
    /** Not even a header. */
    TOO_SHORT,
    /** QR is set: not a query. */
    RESPONSE,
    /** Another opcode than QUERY; nothing after the header was read. */
    OTHER_OPCODE,
    /** Not one question, a malformed name or record, or OPT twice or out of place. */
    MALFORMED,
    /** EDNS of a version that we do not know (RFC 6891, section 6.1.3). */
    OTHER_VERSION,
    /** An option that says where the client is, and makes no sense (RFC 7871, section 6). */
    BAD_CLIENT_SUBNET,
    /** A class other than IN. */
    OTHER_CLASS,
    /** A question to answer. */
    WELL_FORMED
  }

  private int nameLength;
  private int type;
  private boolean edns;
  private boolean dnssecOk;
  private int udpSize;
  private int version;
  private int clientSubnetAt;
  private int clientSubnetLength;
  private int clientSubnetFamily;
  private int clientSubnetBits;
  private boolean clientSubnetBad;

  /** Starts empty. */
  public Query() {}

  /** Reads {@code message[0..length)}. What follows the counted records is ignored. */
  public Reading read(byte[] message, int length) {
    edns = false;
    dnssecOk = false;
    version = 0;
    clientSubnetAt = 0;
    clientSubnetBad = false;
    if (length < NAME_AT) {
      return Reading.TOO_SHORT;
    }
    int flags = Octets.get16(message, 2);
    if ((flags & FLAG_QR) != 0) {
      return Reading.RESPONSE;
    }
    if ((flags & MASK_OPCODE) != 0) {
      return Reading.OTHER_OPCODE;
    }
    long counts = Octets.get64(message, 4);
    if (counts >>> 48 != 1) {
      return Reading.MALFORMED;
    }
    int nameEnd = Names.end(message, NAME_AT, length);
    if (nameEnd < 0 || nameEnd + 4 > length) {
      return Reading.MALFORMED;
    }
    nameLength = nameEnd - NAME_AT;
    type = Octets.get16(message, nameEnd);
    if ((counts & 0xffff_ffff_ffffL) != 0 && !readRecords(message, nameEnd + 4, length)) {
      return Reading.MALFORMED;
    }
    if (version != 0) {
      return Reading.OTHER_VERSION;
    }
    if (clientSubnetBad) {
      return Reading.BAD_CLIENT_SUBNET;
    }
    return Octets.get16(message, nameEnd + 2) == CLASS_IN
        ? Reading.WELL_FORMED
        : Reading.OTHER_CLASS;
  }

  /** Length of the question name, 1 to 255. */
  public int nameLengthOctets() {
    return nameLength;
  }

  /** The first index after the question. */
  public int questionEnd() {
    return NAME_AT + nameLength + 4;
  }

  /** QTYPE, 0 to 65535. */
  public int type() {
    return type;
  }

  /** Whether the query carried a usable OPT record. */
  public boolean edns() {
    return edns;
  }

  /** Whether the client wants signatures (RFC 3225). */
  public boolean dnssecOk() {
    return dnssecOk;
  }

  /** The reply size over UDP that the client offers in OPT, 0 to 65535. */
  public int udpSizeOctets() {
    return udpSize;
  }

  /** Where the data of the client subnet option starts (RFC 7871), or 0. */
  public int clientSubnetAt() {
    return clientSubnetAt;
  }

  /** Length of the data of the client subnet option. */
  public int clientSubnetLengthOctets() {
    return clientSubnetLength;
  }

  /** Octets of a whole address of the client subnet: 4, 16, or 0 if it has no family. */
  public int clientSubnetFamilyOctets() {
    return clientSubnetFamily;
  }

  /** SOURCE PREFIX-LENGTH, 0 to 128. */
  public int clientSubnetBits() {
    return clientSubnetBits;
  }

  /** Walks the counted records; each takes 11 octets or more, so the message's length bounds it. */
  private boolean readRecords(byte[] message, int from, int length) {
    int before = Octets.get16(message, 6) + Octets.get16(message, 8);
    int all = before + Octets.get16(message, 10);
    int at = from;
    for (int i = 0; i < all; i++) {
      int fixed = Names.skip(message, at, length);
      if (fixed < 0 || fixed + FIXED_OCTETS > length) {
        return false;
      }
      int next = fixed + FIXED_OCTETS + Octets.get16(message, fixed + 8);
      if (next > length) {
        return false;
      }
      if (Octets.get16(message, fixed) == QueryType.OPT) {
        boolean root = fixed == at + 1;
        if (i < before || edns || !root || !readOptions(message, fixed, next)) {
          return false;
        }
      }
      at = next;
    }
    return true;
  }

  /** The OPT record, from its type on: class is the UDP size, TTL is RCODE, version and flags. */
  private boolean readOptions(byte[] message, int fixed, int end) {
    edns = true;
    udpSize = Octets.get16(message, fixed + 2);
    version = Octets.get8(message, fixed + 5);
    dnssecOk = (Octets.get16(message, fixed + 6) & FLAG_DO) != 0;
    int at = fixed + FIXED_OCTETS;
    while (at < end) {
      if (at + 4 > end) {
        return false;
      }
      int data = at + 4;
      int next = data + Octets.get16(message, at + 2);
      if (next > end) {
        return false;
      }
      if (Octets.get16(message, at) == OPTION_CLIENT_SUBNET) {
        clientSubnetBad |= clientSubnetAt != 0 || !readClientSubnet(message, data, next);
        clientSubnetAt = data;
      }
      at = next;
    }
    return true;
  }

  /**
   * RFC 7871, section 6: family, SOURCE PREFIX-LENGTH, SCOPE PREFIX-LENGTH, which is 0 in queries,
   * then just as many octets as the prefix needs, with no bit set behind it. No family at all goes
   * with a prefix of no bits: nobody's network.
   */
  private boolean readClientSubnet(byte[] message, int data, int end) {
    if (end - data < SUBNET_ADDRESS) {
      return false;
    }
    int family = Octets.get16(message, data);
    int bits = Octets.get8(message, data + 2);
    clientSubnetLength = end - data;
    clientSubnetBits = bits;
    clientSubnetFamily = family == 1 ? 4 : family == 2 ? 16 : 0;
    int octets = (bits + 7) / 8;
    if (family > 2
        || octets > clientSubnetFamily
        || message[data + 3] != 0
        || end - data != SUBNET_ADDRESS + octets) {
      return false;
    }
    int spare = 8 * octets - bits;
    return spare == 0 || (message[end - 1] & ((1 << spare) - 1)) == 0;
  }
}
