package dev.understudy.presentation;

import dev.understudy.intent.DomainName;
import java.util.Arrays;

/**
 * Domain names as Route 53 writes them (Developer Guide, "DNS domain name format").
 *
 * <p>Read: labels separated by dots, the last dot optional, always fully qualified; {@code \ooo}
 * (three octal digits) for any octet, and necessarily for 0 to 32, 127 to 255, and a dot or
 * backslash inside a label. Written: lower case, every octet but {@code a-z 0-9 - _} as {@code
 * \ooo}, always with the last dot.
 */
public final class NameText {
  private static final int LABEL_MAX_OCTETS = 63;

  private NameText() {}

  /**
   * Reads a name.
   *
   * @throws PresentationException DomainNameEmpty, DomainLabelEmpty, DomainLabelTooLong,
   *     DomainNameTooLong, UnsupportedCharacter or InvalidEscapeSequence
   */
  public static DomainName parse(String text) throws PresentationException {
    if (text.isEmpty()) {
      throw new PresentationException("DomainNameEmpty", "Domain name is empty", text);
    }
    if (text.equals(".")) {
      return DomainName.ofWire(new byte[1]);
    }
    byte[] wire = new byte[text.length() + 2];
    int label = 0; // where the octet with the label's length goes
    int end = 1;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '.') {
        endLabel(wire, label, end, text);
        label = end++;
        at++;
      } else if (c == '\\') {
        wire[end++] = (byte) Escapes.octal(text, at);
        at += Escapes.LENGTH;
      } else {
        wire[end++] = (byte) plain(c, text);
        at++;
      }
    }
    if (!text.endsWith(".") || end - label > 1) {
      endLabel(wire, label, end, text);
      label = end++;
    }
    if (end > DomainName.LENGTH_MAX_OCTETS) {
      throw new PresentationException("DomainNameTooLong", "Domain name is too long", text);
    }
    return DomainName.ofWire(Arrays.copyOf(wire, end));
  }

  /** Writes a name as the API returns it: {@code \052.example.com.}; the root is a lone dot. */
  public static String format(DomainName name) {
    byte[] wire = name.wire();
    if (wire.length == 1) {
      return ".";
    }
    var text = new StringBuilder(wire.length);
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      formatLabel(wire, at, text);
    }
    return text.toString();
  }

  /**
   * The octets by which the API sorts names: the written labels in reverse, each followed by a dot,
   * {@code com.example.\052.}, compared unsigned (API Reference, ListResourceRecordSets).
   *
   * <p>As part of a store key: never contains octet 0, so that octet ends it without disturbing the
   * order, and the key of a name is a prefix of the keys of all names below it and of no others.
   * The root's key is empty.
   */
  public static byte[] sortKey(DomainName name) {
    byte[] wire = name.wire();
    int length = 0;
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      length += lengthInKey(wire, at);
    }
    byte[] key = new byte[length];
    int start = length;
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      start -= lengthInKey(wire, at);
      int out = start;
      for (int i = at + 1; i <= at + wire[at]; i++) {
        if (isPlain(wire[i])) {
          key[out++] = wire[i];
        } else {
          out = Escapes.write(wire[i] & 0xff, key, out);
        }
      }
      key[out] = '.';
    }
    return key;
  }

  /** Of the label that starts there, with its dot. */
  private static int lengthInKey(byte[] wire, int at) {
    int length = 1;
    for (int i = at + 1; i <= at + wire[at]; i++) {
      length += isPlain(wire[i]) ? 1 : Escapes.LENGTH;
    }
    return length;
  }

  private static boolean isPlain(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= '0' && octet <= '9')
        || octet == '-'
        || octet == '_';
  }

  private static void endLabel(byte[] wire, int label, int end, String text)
      throws PresentationException {
    int length = end - label - 1;
    if (length == 0) {
      throw new PresentationException("DomainLabelEmpty", "Domain label is empty", text);
    }
    if (length > LABEL_MAX_OCTETS) {
      throw new PresentationException("DomainLabelTooLong", "Domain label is too long", text);
    }
    wire[label] = (byte) length;
  }

  /** An octet that may stand for itself: 33 to 126 (Developer Guide, "DNS domain name format"). */
  private static int plain(char c, String text) throws PresentationException {
    if (c <= ' ' || c >= 127) {
      throw new PresentationException(
          "UnsupportedCharacter", "Value contains unsupported characters", text);
    }
    return c;
  }

  private static void formatLabel(byte[] wire, int at, StringBuilder text) {
    for (int i = at + 1; i <= at + wire[at]; i++) {
      int octet = wire[i] & 0xff;
      if (isPlain(octet)) {
        text.append((char) octet);
      } else {
        Escapes.append(octet, text);
      }
    }
    text.append('.');
  }
}
