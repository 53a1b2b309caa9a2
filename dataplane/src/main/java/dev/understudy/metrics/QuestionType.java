package dev.understudy.metrics;

import java.util.Arrays;

/**
 * The types that questions are counted by: those that a hosted zone may hold, DNSKEY and ANY, and
 * all others as one.
 */
public enum QuestionType {
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
  DNSKEY(48),
  TLSA(52),
  SVCB(64),
  HTTPS(65),
  SPF(99),
  ANY(255),
  CAA(257),
  OTHER(0);

  private static final int CODE_MAX = 257;

  /** Row numbers by QTYPE. */
  private static final byte[] ROWS = rows();

  private final int code;

  QuestionType(int code) {
    this.code = code;
  }

  // Rows live and die with their process, so nothing outlives a reordering of the enum.
  @SuppressWarnings("EnumOrdinal")
  private static byte[] rows() {
    byte[] rows = new byte[CODE_MAX + 1];
    Arrays.fill(rows, (byte) OTHER.ordinal());
    for (QuestionType type : values()) {
      rows[type.code] = (byte) type.ordinal();
    }
    return rows;
  }

  /** The ordinal of what a QTYPE, 0 to 65535, is counted as. */
  static int row(int type) {
    return ROWS[type <= CODE_MAX ? type : 0];
  }
}
