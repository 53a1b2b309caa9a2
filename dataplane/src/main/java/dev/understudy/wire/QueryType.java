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

  private QueryType() {}
}
