package dev.understudy.answer;

/** How a query came, which decides what its reply may hold. */
public enum Transport {
  /** A reply of 512 octets, or what EDNS and our own limit allow. */
  UDP,
  /** A reply of 65535 octets. */
  TCP,
  /** TLS over TCP (RFC 7858): as TCP, and nobody can read along. */
  TLS;

  /** Whether the client holds a connection, and so its address. */
  public boolean isConnection() {
    return this != UDP;
  }
}
