package dev.understudy.dnssec;

import dev.understudy.wire.Octets;
import java.util.Arrays;

/**
 * Signatures by what they sign. Of fixed size: where a set of four places is full, the next one
 * pushes out the one that has been there longest. One thread.
 *
 * <pre>
 *  octet 0                32           96
 *        +----------------+------------+
 *        | what is signed | signature  |
 *        +----------------+------------+
 * </pre>
 *
 * <p>What is signed holds the time of the signature, so that none has to be thrown away for its
 * age: it is not asked for any more.
 */
final class SignatureCache {
  static final int DIGEST_OCTETS = 32;
  static final int SIGNATURE_OCTETS = 64;
  private static final int ENTRY_OCTETS = DIGEST_OCTETS + SIGNATURE_OCTETS;
  private static final int WAYS = 4;

  private final int capacity;
  private byte[] entries = new byte[0];
  private byte[] oldest = new byte[0];

  /**
   * Empty; takes memory when first filled, 96 octets for each signature.
   *
   * @param capacity signatures held, a power of two from 4
   */
  SignatureCache(int capacity) {
    if (capacity < WAYS || Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("capacity " + capacity + " is no power of two from 4");
    }
    this.capacity = capacity;
  }

  /** Whether the signature of {@code digest} is known; it is then copied to {@code signature}. */
  boolean find(byte[] digest, byte[] signature) {
    if (entries.length == 0) {
      return false;
    }
    int first = set(digest) * WAYS * ENTRY_OCTETS;
    for (int at = first; at < first + WAYS * ENTRY_OCTETS; at += ENTRY_OCTETS) {
      int end = at + DIGEST_OCTETS;
      if (Arrays.equals(entries, at, end, digest, 0, DIGEST_OCTETS)) {
        System.arraycopy(entries, end, signature, 0, SIGNATURE_OCTETS);
        return true;
      }
    }
    return false;
  }

  /** Keeps a signature that is not known. */
  void put(byte[] digest, byte[] signature) {
    if (entries.length == 0) {
      entries = new byte[capacity * ENTRY_OCTETS];
      oldest = new byte[capacity / WAYS];
    }
    int set = set(digest);
    int at = (set * WAYS + oldest[set]) * ENTRY_OCTETS;
    oldest[set] = (byte) ((oldest[set] + 1) % WAYS);
    System.arraycopy(digest, 0, entries, at, DIGEST_OCTETS);
    System.arraycopy(signature, 0, entries, at + DIGEST_OCTETS, SIGNATURE_OCTETS);
  }

  private int set(byte[] digest) {
    return Octets.get32(digest, 0) & (capacity / WAYS - 1);
  }
}
