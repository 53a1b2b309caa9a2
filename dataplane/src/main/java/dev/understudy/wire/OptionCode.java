package dev.understudy.wire;

/** Options of EDNS that we know (IANA, DNS EDNS0 Option Codes). */
public final class OptionCode {
  /** Who the server is (RFC 5001). */
  public static final int NSID = 3;

  /** The network on whose behalf is asked (RFC 7871). */
  public static final int CLIENT_SUBNET = 8;

  /** Proof that client and server have spoken before (RFC 7873, RFC 9018). */
  public static final int COOKIE = 10;

  /** How long a connection may idle (RFC 7828). */
  public static final int TCP_KEEPALIVE = 11;

  /** Octets without meaning, so that lengths tell less (RFC 7830). */
  public static final int PADDING = 12;

  /** Why there is no better answer (RFC 8914). */
  public static final int EXTENDED_ERROR = 15;

  private OptionCode() {}
}
