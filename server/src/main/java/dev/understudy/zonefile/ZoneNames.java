package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/** Domain names as master files write them. */
final class ZoneNames {
  /**
   * Written as they are besides letters and digits. Of others Knot 3.2 refuses some that are not
   * escaped, and NSD 4.6 takes the dot after two backslashes for a part of the label.
   */
  private static final String PLAIN = "-_*/";

  private ZoneNames() {}

  /**
   * Reads a name.
   *
   * @param origin what a name without a last dot, or {@code @}, is completed with; null if none is
   *     known yet
   * @throws IllegalArgumentException with what is wrong with it
   */
  static DomainName parse(String word, @Nullable DomainName origin) {
    if (word.startsWith("\"")) {
      throw new IllegalArgumentException("a name is written without quotation marks");
    }
    Name name;
    try {
      name = Name.fromString(word, origin == null ? null : new Name(origin.wire()));
    } catch (TextParseException | RuntimeException e) {
      throw new IllegalArgumentException(word + " is not a domain name: " + e.getMessage(), e);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(origin + " is a name", e);
    }
    if (!name.isAbsolute()) {
      throw new IllegalArgumentException(
          word
              + " is a relative name and no origin is known; put a dot at its end, $ORIGIN before"
              + " it, or say --name or --origin");
    }
    return DomainName.ofWire(name.toWire());
  }

  /** Writes a name, with its last dot. */
  static String format(DomainName name) {
    byte[] wire = name.wire();
    if (wire.length == 1) {
      return ".";
    }
    var text = new StringBuilder(wire.length + 8);
    for (int at = 0; wire[at] != 0; at += 1 + wire[at]) {
      for (int i = at + 1; i <= at + wire[at]; i++) {
        int octet = wire[i] & 0xff;
        if (isPlain(octet)) {
          text.append((char) octet);
        } else {
          Escaped.append(octet, text);
        }
      }
      text.append('.');
    }
    return text.toString();
  }

  private static boolean isPlain(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || PLAIN.indexOf(octet) >= 0;
  }
}
