package dev.understudy.cookie;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The secrets of server cookies, in their order: the first makes cookies, all are accepted, so that
 * one can be replaced while cookies of another are about (RFC 9018, section 5). Never shown.
 */
public final class CookieSecrets {
  /** Octets of one secret (RFC 9018, section 4.4). */
  public static final int LENGTH_OCTETS = SipHash.KEY_OCTETS;

  /** One in use, one before it and one to come. */
  public static final int COUNT_MAX = 3;

  private final List<byte[]> secrets;
  private final long[] words;

  private CookieSecrets(List<byte[]> secrets) {
    this.secrets = secrets;
    this.words = new long[2 * secrets.size()];
    for (int i = 0; i < secrets.size(); i++) {
      words[2 * i] = SipHash.word(secrets.get(i), 0);
      words[2 * i + 1] = SipHash.word(secrets.get(i), Long.BYTES);
    }
  }

  /** One secret of 16 octets drawn at random. */
  public static CookieSecrets of(byte[] secret) {
    requireLength(secret);
    return new CookieSecrets(List.of(secret.clone()));
  }

  /**
   * Reads one secret a line, 32 hexadecimal digits each, as NSD's cookie-secret-file has them;
   * empty lines and those that start with # are left out.
   *
   * @throws IllegalArgumentException in words that name the line but never show it
   */
  public static CookieSecrets parse(List<String> lines) {
    var secrets = new ArrayList<byte[]>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        if (!line.matches("[0-9a-fA-F]{32}")) {
          throw new IllegalArgumentException("line " + (i + 1) + " is not 32 hexadecimal digits");
        }
        secrets.add(HexFormat.of().parseHex(line));
      }
    }
    if (secrets.isEmpty() || secrets.size() > COUNT_MAX) {
      throw new IllegalArgumentException(
          "holds " + secrets.size() + " secrets, not 1 to " + COUNT_MAX);
    }
    return new CookieSecrets(secrets);
  }

  /** The same in the form that {@link #parse} reads. */
  public List<String> lines() {
    return secrets.stream().map(HexFormat.of()::formatHex).toList();
  }

  /** A new secret first, and behind it the one that made cookies until now. */
  public CookieSecrets roll(byte[] secret) {
    requireLength(secret);
    return new CookieSecrets(List.of(secret.clone(), secrets.getFirst()));
  }

  int count() {
    return secrets.size();
  }

  long hash(int secret, byte[] message, int length) {
    return SipHash.hash(words[2 * secret], words[2 * secret + 1], message, length);
  }

  /** How many there are, and nothing of them. */
  @Override
  public String toString() {
    return "CookieSecrets[" + secrets.size() + "]";
  }

  private static void requireLength(byte[] secret) {
    if (secret.length != LENGTH_OCTETS) {
      throw new IllegalArgumentException("secret of " + secret.length + " octets");
    }
  }
}
