package dev.understudy.delivery;

import java.net.IDN;
import java.util.Locale;

/**
 * A mailbox {@code local@domain} (RFC 5321, section 4.1.2) in the forms that people use: no quoted
 * local part, no comment, no display name, no address literal.
 *
 * @param local 1 to 64 ASCII characters, words with single dots between; its case is kept
 * @param domain ASCII in lower case, an internationalised one as punycode
 */
public record MailAddress(String local, String domain) {
  private static final int LENGTH_MAX = 254;
  private static final String WORD = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

  public MailAddress {
    if (local.length() > 64 || !local.matches(WORD + "(?:\\." + WORD + ")*")) {
      throw refused(
          local + "@" + domain, "before the @ stand 1 to 64 ASCII letters, digits and . _ + -");
    }
    if (!domain.matches(LABEL + "(?:\\." + LABEL + ")*")) {
      throw refused(local + "@" + domain, "after the @ stands a domain such as example.com");
    }
    if (local.length() + 1 + domain.length() > LENGTH_MAX) {
      throw refused(local + "@" + domain, "it is longer than 254 characters");
    }
  }

  /**
   * Reads {@code ops@example.com}.
   *
   * @throws IllegalArgumentException in one line that shows the text and says what is wrong
   */
  public static MailAddress parse(String text) {
    int at = text.indexOf('@');
    if (at < 0 || at != text.lastIndexOf('@')) {
      throw refused(text, "it needs exactly one @");
    }
    if (text.length() > LENGTH_MAX) {
      throw refused(text, "it is longer than 254 characters");
    }
    String domain = text.substring(at + 1);
    try {
      return new MailAddress(
          text.substring(0, at),
          IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      if (e.getMessage() != null && e.getMessage().startsWith("mail address ")) {
        throw e;
      }
      throw refused(text, "after the @ stands a domain such as example.com");
    }
  }

  /** The address as it is sent: {@code local@domain}. */
  @Override
  public String toString() {
    return local + "@" + domain;
  }

  private static IllegalArgumentException refused(String text, String why) {
    return new IllegalArgumentException("mail address '" + HeaderText.line(text, 80) + "': " + why);
  }
}
