package dev.understudy.wire;

import org.jspecify.annotations.Nullable;

/**
 * The record types a hosted zone may hold (Route 53 API, {@code RRType}), with their codes (IANA
 * DNS parameters).
 */
public enum RecordType {
  A(1),
  NS(2),
  CNAME(5),
  SOA(6),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28),
  SRV(33),
  NAPTR(35),
  DS(43),
  SSHFP(44),
  TLSA(52),
  SVCB(64),
  HTTPS(65),
  SPF(99),
  CAA(257);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  /** The TYPE code on the wire, 1 to 65535. */
  public int code() {
    return code;
  }

  /** The type with this code, or null where a hosted zone cannot hold it. */
  public static @Nullable RecordType ofCode(int code) {
    for (RecordType type : values()) {
      if (type.code == code) {
        return type;
      }
    }
    return null;
  }
}
