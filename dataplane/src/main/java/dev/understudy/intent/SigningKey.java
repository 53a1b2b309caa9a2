package dev.understudy.intent;

import java.util.Arrays;

/**
 * A key pair of DNSSEC algorithm 13, ECDSA on the curve P-256 (RFC 6605). Its text never shows the
 * private half.
 */
public final class SigningKey {
  /** DNSKEY flags of a key that signs the key set: ZONE and SEP (RFC 4034, section 2.1.1). */
  public static final int KEY_SIGNING = 257;

  /** DNSKEY flags of a key that signs all other sets: ZONE. */
  public static final int ZONE_SIGNING = 256;

  private static final int POINT_OCTETS = 64;

  private final int flags;
  private final byte[] point;
  private final byte[] privateKey;

  private SigningKey(int flags, byte[] point, byte[] privateKey) {
    this.flags = flags;
    this.point = point;
    this.privateKey = privateKey;
  }

  /**
   * Copies both halves.
   *
   * @param flags 256 or 257
   * @param point x and y, 32 octets each
   * @param privateKey in PKCS #8; not looked at here
   * @throws IllegalArgumentException if flags or point are anything else
   */
  public static SigningKey of(int flags, byte[] point, byte[] privateKey) {
    if (flags != KEY_SIGNING && flags != ZONE_SIGNING) {
      throw new IllegalArgumentException("flags " + flags + " are neither 256 nor 257");
    }
    if (point.length != POINT_OCTETS) {
      throw new IllegalArgumentException("a point of " + point.length + " octets");
    }
    return new SigningKey(flags, point.clone(), privateKey.clone());
  }

  /** {@link #KEY_SIGNING} or {@link #ZONE_SIGNING}. */
  public int flags() {
    return flags;
  }

  /** x and y, 64 octets: the public key as DNSKEY has it (RFC 6605, section 4). A copy. */
  public byte[] point() {
    return point.clone();
  }

  /** The private half in PKCS #8. A copy. */
  public byte[] privateKey() {
    return privateKey.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SigningKey key
        && flags == key.flags
        && Arrays.equals(point, key.point)
        && Arrays.equals(privateKey, key.privateKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(point);
  }

  @Override
  public String toString() {
    return flags == KEY_SIGNING ? "a key-signing key" : "a zone-signing key";
  }
}
