package dev.understudy.dnssec;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.SigningKey;
import dev.understudy.wire.Octets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The public half of a key as a DNSKEY record has it, and what follows from it (RFC 4034). */
public final class DnsKey {
  /** ECDSAP256SHA256 (RFC 6605). */
  public static final int ALGORITHM = 13;

  /** SHA-256 (RFC 4509). */
  public static final int DIGEST_TYPE = 2;

  private static final int PROTOCOL = 3;
  private static final int HEAD_OCTETS = 4;

  private final byte[] rdata;

  private DnsKey(byte[] rdata) {
    this.rdata = rdata;
  }

  /** The public half of {@code key}. */
  public static DnsKey of(SigningKey key) {
    byte[] point = key.point();
    byte[] rdata = new byte[HEAD_OCTETS + point.length];
    Octets.put16(rdata, 0, key.flags());
    rdata[2] = PROTOCOL;
    rdata[3] = ALGORITHM;
    System.arraycopy(point, 0, rdata, HEAD_OCTETS, point.length);
    return new DnsKey(rdata);
  }

  /** The record's data: flags, protocol, algorithm and the point. A copy. */
  public byte[] rdata() {
    return rdata.clone();
  }

  /** RFC 4034, appendix B: 0 to 65535, not unique. */
  public int tag() {
    int sum = 0;
    for (int i = 0; i < rdata.length; i += 2) {
      sum += Octets.get16(rdata, i);
    }
    return sum + (sum >>> 16) & 0xffff;
  }

  /** What a DS record at the parent says of it: SHA-256 of owner and data, 32 octets. */
  public byte[] digest(DomainName owner) {
    MessageDigest sha256 = sha256();
    sha256.update(owner.wire());
    return sha256.digest(rdata);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
