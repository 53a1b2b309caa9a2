package dev.understudy.sns;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What is kept of a token, so that the store gives none away. */
final class TokenHash {
  private final byte[] octets;

  TokenHash(byte[] octets) {
    this.octets = octets.clone();
  }

  static TokenHash of(String token) {
    try {
      return new TokenHash(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  byte[] octets() {
    return octets.clone();
  }

  /** Compares in a time that tells nothing. */
  @Override
  public boolean equals(Object other) {
    return other instanceof TokenHash hash && MessageDigest.isEqual(octets, hash.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }
}
