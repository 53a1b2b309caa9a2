package dev.understudy.dnssec;

/** What an NSEC says does not exist (RFC 9824; Route 53, "Proof of nonexistence"). */
public enum Denied {
  /** The name itself: the NSEC stands at the name, which has no type but NXNAME. */
  NAME,
  /** A type at a name below the apex. */
  TYPE,
  /** A type at the apex. */
  TYPE_AT_APEX,
  /** DS at a delegation: what lies below is not signed. */
  DS_AT_CUT
}
