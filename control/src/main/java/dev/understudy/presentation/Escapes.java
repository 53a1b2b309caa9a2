package dev.understudy.presentation;

/** The escape of names and character strings: a backslash and three octal digits, 000 to 377. */
final class Escapes {
  /** In octets or characters. */
  static final int LENGTH = 4;

  private Escapes() {}

  /**
   * The octet that the escape at {@code at} stands for, 0 to 255.
   *
   * @throws PresentationException InvalidEscapeSequence, if three octal digits up to 377 do not
   *     follow the backslash
   */
  static int octal(String text, int at) throws PresentationException {
    if (at + 3 < text.length()) {
      int octet = digit(text.charAt(at + 1)) * 64 + digit(text.charAt(at + 2)) * 8;
      int last = digit(text.charAt(at + 3));
      if (octet >= 0 && last >= 0 && octet + last <= 255) {
        return octet + last;
      }
    }
    throw new PresentationException(
        "InvalidEscapeSequence", "Value contains an invalid escape sequence", text);
  }

  /** Writes {@code \ooo}. */
  static void append(int octet, StringBuilder text) {
    text.append('\\')
        .append((char) ('0' + (octet >> 6)))
        .append((char) ('0' + ((octet >> 3) & 7)))
        .append((char) ('0' + (octet & 7)));
  }

  /** Writes {@code \\ooo} from {@code at}; returns where it ends. */
  static int write(int octet, byte[] text, int at) {
    text[at] = '\\';
    text[at + 1] = (byte) ('0' + (octet >> 6));
    text[at + 2] = (byte) ('0' + ((octet >> 3) & 7));
    text[at + 3] = (byte) ('0' + (octet & 7));
    return at + LENGTH;
  }

  /** 0 to 7, or so far below 0 that no sum with other digits is positive. */
  private static int digit(char c) {
    return c >= '0' && c <= '7' ? c - '0' : -1000;
  }
}
