package dev.understudy.wire;

/** QTYPEs that are no type of a record, and OPT (IANA DNS parameters). */
public final class QueryType {
  public static final int OPT = 41;
  public static final int IXFR = 251;
  public static final int AXFR = 252;
  public static final int ANY = 255;

  private QueryType() {}
}
