package dev.understudy.wire;

/** What a reply says of the query (IANA DNS RCODEs); the extended ones need an OPT record. */
public final class Rcode {
  public static final int NOERROR = 0;
  public static final int FORMERR = 1;
  public static final int SERVFAIL = 2;
  public static final int NXDOMAIN = 3;
  public static final int NOTIMP = 4;
  public static final int REFUSED = 5;

  /** Extended: its upper eight bits travel in the OPT record (RFC 6891, section 6.1.3). */
  public static final int BADVERS = 16;

  /** Extended: a server cookie that is not ours, or no longer (RFC 7873, section 8). */
  public static final int BADCOOKIE = 23;

  private Rcode() {}
}
