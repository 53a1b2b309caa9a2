package dev.understudy.incident;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.understudy.recipient.Recipient;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for a recipient that does not give away its URL: 16 hex digits. */
final class DeskId {
  private DeskId() {}

  static String of(Recipient recipient) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(recipient.text().getBytes(UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
