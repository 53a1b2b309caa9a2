package dev.understudy.wire;

/**
 * QTYPEs that are no type of a record, and types that no hosted zone holds: they come with the
 * message or with signing (IANA DNS parameters).
 */
public final class QueryType {
  public static final int OPT = 41;
  public static final int RRSIG = 46;
  public static final int NSEC = 47;
  public static final int DNSKEY = 48;

  /** Marks, in an NSEC, a name that does not exist; never to be asked for (RFC 9824). */
  public static final int NXNAME = 128;

  public static final int IXFR = 251;
  public static final int AXFR = 252;
  public static final int ANY = 255;

  /**
   * Whether the type may be at a name beside a CNAME, so that the question is about that name and
   * not about the one it leads to (RFC 4035, section 2.5; for ANY RFC 1034, section 3.6.2).
   */
  public static boolean standsByCname(int type) {
    return type == ANY || type == NSEC || type == RRSIG;
  }

  private QueryType() {}
}
