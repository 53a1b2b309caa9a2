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
  /** Where the question name starts. */
  public static final int NAME_AT = 12;

  private static final int FLAG_QR = 0x8000;
  private static final int MASK_OPCODE = 0x7800;
  private static final int CLASS_IN = 1;

  /** DO, in the flags of OPT (RFC 3225). */
  private static final int FLAG_DO = 0x8000;

  /** Type, class, TTL and length of a record, after its name. */
  private static final int FIXED_OCTETS = 10;

  /** What a message turned out to be. */
  public enum Reading {
    /** Not even a header. */
    TOO_SHORT,
    /** QR is set: not a query. */
    RESPONSE,
    /** More than one question, a malformed name or record, or OPT in another section. */
    MALFORMED,
    /** No question; with a cookie this may be a question for a server cookie. */
    NO_QUESTION,
    /** Another opcode than QUERY; without {@link #edns} nothing after the header was understood. */
    OTHER_OPCODE,
    /**
     * EDNS of a version that we do not know (RFC 6891, section 6.1.3); its options are not read.
     */
    OTHER_VERSION,
    /** OPT twice, with a name, or with an option that makes no sense (RFC 6891, section 7). */
    MALFORMED_EDNS,
    /** A class other than IN. */
    OTHER_CLASS,
    /** A question to answer. */
    WELL_FORMED
  }

  private final QueryOptions options = new QueryOptions();
  private int questionEnd;
  private int type;
  private boolean edns;
  private boolean ednsMalformed;
  private boolean dnssecOk;
  private int udpSize;
  private int version;

  /** Starts empty. */
  public Query() {}

  /** Reads {@code message[0..length)}. What follows the counted records is ignored. */
  public Reading read(byte[] message, int length) {
    edns = false;
    ednsMalformed = false;
    dnssecOk = false;
    version = 0;
    if (options.any()) {
      options.clear();
    }
    if (length < NAME_AT) {
      return Reading.TOO_SHORT;
    }
    int flags = Octets.get16(message, 2);
    if ((flags & FLAG_QR) != 0) {
      return Reading.RESPONSE;
    }
    Reading reading = readQuestion(message, length);
    return (flags & MASK_OPCODE) == 0 ? reading : otherOpcode(reading);
  }

  private Reading readQuestion(byte[] message, int length) {
    long counts = Octets.get64(message, 4);
    int questions = (int) (counts >>> 48);
    if (questions != 1) {
      return questions == 0 ? readNoQuestion(message, length) : Reading.MALFORMED;
    }
    int nameEnd = Names.end(message, NAME_AT, length);
    if (nameEnd < 0 || nameEnd + 4 > length) {
      return Reading.MALFORMED;
    }
    questionEnd = nameEnd + 4;
    type = Octets.get16(message, nameEnd);
    if ((counts & 0xffff_ffff_ffffL) != 0) {
      Reading rest = readRest(message, length);
      if (rest != Reading.WELL_FORMED) {
        return rest;
      }
    }
    return Octets.get16(message, nameEnd + 2) == CLASS_IN
        ? Reading.WELL_FORMED
        : Reading.OTHER_CLASS;
  }

  private Reading readNoQuestion(byte[] message, int length) {
    questionEnd = NAME_AT;
    type = 0;
    Reading rest = readRest(message, length);
    return rest == Reading.WELL_FORMED ? Reading.NO_QUESTION : rest;
  }

  /** Reads what follows the question. */
  private Reading readRest(byte[] message, int length) {
    if (!readRecords(message, questionEnd, length)) {
      edns = false;
      options.clear();
      return Reading.MALFORMED;
    }
    if (version != 0) {
      return Reading.OTHER_VERSION;
    }
    if (ednsMalformed) {
      options.clear();
      return Reading.MALFORMED_EDNS;
    }
    return Reading.WELL_FORMED;
  }

  /** What an opcode means we do not know; that its message has OPT where queries have, we see. */
  private static Reading otherOpcode(Reading reading) {
    return switch (reading) {
      case OTHER_VERSION -> Reading.OTHER_VERSION;
      case MALFORMED, NO_QUESTION, MALFORMED_EDNS, OTHER_CLASS, WELL_FORMED -> Reading.OTHER_OPCODE;
      case TOO_SHORT, RESPONSE, OTHER_OPCODE ->
          throw new IllegalStateException("told before any question: " + reading);
    };
  }

  /** Length of the question name, 1 to 255, if there is a question. */
  public int nameLengthOctets() {
    return questionEnd - 4 - NAME_AT;
  }

  /** The first index after the question, or after the header if there is none. */
  public int questionEnd() {
    return questionEnd;
  }

  /** QTYPE, 0 to 65535. */
  public int type() {
    return type;
  }

  /** Whether the query carried an OPT record, which the reply then has too. */
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

  /** What the OPT record says besides; empty without one that is usable. */
  public QueryOptions options() {
    return options;
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
        if (i < before) {
          return false;
        }
        readOpt(message, fixed, next, fixed == at + 1);
      }
      at = next;
    }
    return true;
  }

  /** The OPT record, from its type on: class is the UDP size, TTL is RCODE, version and flags. */
  private void readOpt(byte[] message, int fixed, int end, boolean root) {
    if (edns || !root) {
      ednsMalformed = true;
    }
    if (edns) {
      return;
    }
    edns = true;
    udpSize = Octets.get16(message, fixed + 2);
    version = Octets.get8(message, fixed + 5);
    dnssecOk = (Octets.get16(message, fixed + 6) & FLAG_DO) != 0;
    int first = fixed + FIXED_OCTETS;
    if (first != end && version == 0 && !options.read(message, first, end)) {
      ednsMalformed = true;
    }
  }
}
