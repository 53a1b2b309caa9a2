package dev.understudy.presentation;

/**
 * Character strings in quotation marks. Inside, {@code \"} and {@code \\} stand for the character
 * after the backslash, {@code \ooo} (octal) for any octet; everything from space to tilde for
 * itself (Developer Guide, "TXT record type").
 */
final class QuotedText {
  private final ValueFields fields;
  private final String text;
  private int at;

  /**
   * Reads from {@code text}, which is (part of) a value.
   *
   * @param fields whom to ask for exceptions
   */
  QuotedText(ValueFields fields, String text) {
    this.fields = fields;
    this.text = text;
  }

  boolean hasNext() {
    return at < text.length();
  }

  /**
   * The octets of the next string.
   *
   * @param lengthMax octets allowed
   */
  byte[] next(int lengthMax) throws PresentationException {
    if (!hasNext() || text.charAt(at) != '"') {
      throw fields.notQuoted();
    }
    at++;
    var octets = new Octets();
    while (hasNext() && text.charAt(at) != '"') {
      octets.u8(octet());
    }
    if (!hasNext()) {
      throw fields.notQuoted();
    }
    at++;
    return checked(octets, lengthMax);
  }

  /** The octets of all that is left, without quotation marks around it. */
  byte[] unquoted(int lengthMax) throws PresentationException {
    var octets = new Octets();
    while (hasNext()) {
      if (text.charAt(at) == '"') {
        throw fields.notQuoted();
      }
      octets.u8(octet());
    }
    return checked(octets, lengthMax);
  }

  /** Writes a string in quotation marks. */
  static String quote(byte[] octets) {
    var text = new StringBuilder(octets.length + 2).append('"');
    for (byte octet : octets) {
      if (octet == '"' || octet == '\\') {
        text.append('\\').append((char) octet);
      } else if (octet >= ' ' && octet <= '~') {
        text.append((char) octet);
      } else {
        Escapes.append(octet & 0xff, text);
      }
    }
    return text.append('"').toString();
  }

  private byte[] checked(Octets octets, int lengthMax) throws PresentationException {
    if (octets.size() > lengthMax) {
      throw fields.problem("CharacterStringTooLong", "Value is too long");
    }
    return octets.toByteArray();
  }

  private int octet() throws PresentationException {
    char c = text.charAt(at);
    if (c < ' ' || c > '~') {
      throw fields.unsupported();
    }
    if (c != '\\') {
      at++;
      return c;
    }
    if (at + 1 < text.length() && !Character.isLetterOrDigit(text.charAt(at + 1))) {
      char escaped = text.charAt(at + 1);
      if (escaped < ' ' || escaped > '~') {
        throw fields.unsupported();
      }
      at += 2;
      return escaped;
    }
    int octet = Escapes.octal(text, at);
    at += 4;
    return octet;
  }
}
