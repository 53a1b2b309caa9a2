package dev.understudy.zonefile;

import java.io.ByteArrayOutputStream;

/**
 * The escapes of master files (RFC 1035, section 5.1): {@code \DDD}, decimal, for any octet, and
 * {@code \X} for any character that is no digit. Route 53's are octal.
 */
final class Escaped {
  private Escaped() {}

  /** Writes {@code \DDD}. */
  static void append(int octet, StringBuilder text) {
    text.append('\\')
        .append((char) ('0' + octet / 100))
        .append((char) ('0' + octet / 10 % 10))
        .append((char) ('0' + octet % 10));
  }

  /**
   * The octets of a character string, with or without quotation marks around it.
   *
   * @throws IllegalArgumentException if a backslash is followed by digits that make no octet
   */
  static byte[] octets(String word) {
    boolean quoted = word.startsWith("\"");
    int end = word.length() - (quoted ? 1 : 0);
    var octets = new ByteArrayOutputStream(word.length());
    for (int at = quoted ? 1 : 0; at < end; at++) {
      char c = word.charAt(at);
      if (c != '\\') {
        octets.write(c);
      } else if (at + 1 < end && !isDigit(word.charAt(at + 1))) {
        octets.write(word.charAt(++at));
      } else {
        octets.write(decimal(word, at, end));
        at += 3;
      }
    }
    return octets.toByteArray();
  }

  private static int decimal(String word, int at, int end) {
    if (at + 3 < end && isDigit(word.charAt(at + 2)) && isDigit(word.charAt(at + 3))) {
      int octet = Integer.parseInt(word.substring(at + 1, at + 4));
      if (octet <= 255) {
        return octet;
      }
    }
    throw new IllegalArgumentException(
        "a backslash is followed by three decimal digits, 000 to 255, or by a character that is no"
            + " digit");
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
