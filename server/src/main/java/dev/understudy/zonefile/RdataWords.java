package dev.understudy.zonefile;

import dev.understudy.intent.DomainName;
import dev.understudy.intent.Rdata;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.presentation.RdataText;
import dev.understudy.wire.RecordType;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.TTL;

/**
 * The data of a record in the words of a master file, put into Route 53's words and back: names
 * completed, strings quoted, escapes octal. What the words mean, and whether they may, is {@link
 * RdataText}'s to say.
 */
final class RdataWords {
  private static final int RDATA_MAX_OCTETS = 65_535;

  private RdataWords() {}

  /**
   * Reads the data of a record.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Rdata parse(RecordType type, List<String> words, @Nullable DomainName origin) {
    if (!words.isEmpty() && words.getFirst().equals("\\#")) {
      return generic(type, words);
    }
    var text = new StringJoiner(joint(type));
    for (int i = 0; i < words.size(); i++) {
      text.add(word(kind(type, i), words.get(i), origin));
    }
    try {
      return RdataText.parse(type, text.toString());
    } catch (PresentationException e) {
      throw new IllegalArgumentException(e.message(), e);
    }
  }

  /** Writes data as the words of its type, or as {@code \#} where they would say something else. */
  static String format(RecordType type, Rdata rdata) {
    String text = decimal(type, RdataText.format(type, rdata));
    try {
      List<String> words = words(text);
      if (parse(type, words, null).equals(rdata)) {
        return text;
      }
    } catch (IllegalArgumentException | ZoneTextException e) {
      // such as strings longer than Route 53 takes: the octets say it too
    }
    return "\\# " + rdata.lengthOctets() + " " + HexFormat.of().formatHex(rdata.octets());
  }

  /** What kind of word stands at a place. */
  private enum Kind {
    NAME,
    STRING,
    SECONDS,
    ALGORITHM,
    PARAMETER,
    PLAIN
  }

  private static Kind kind(RecordType type, int place) {
    return switch (type) {
      case A, AAAA, SSHFP, TLSA -> Kind.PLAIN;
      case DS -> place == 1 ? Kind.ALGORITHM : Kind.PLAIN;
      case CNAME, NS, PTR -> Kind.NAME;
      case MX -> place == 1 ? Kind.NAME : Kind.PLAIN;
      case SRV -> place == 3 ? Kind.NAME : Kind.PLAIN;
      case SOA -> place < 2 ? Kind.NAME : place > 2 ? Kind.SECONDS : Kind.PLAIN;
      case NAPTR -> place == 5 ? Kind.NAME : place > 1 ? Kind.STRING : Kind.PLAIN;
      case CAA -> place == 2 ? Kind.STRING : Kind.PLAIN;
      case TXT, SPF -> Kind.STRING;
      case SVCB, HTTPS -> place == 1 ? Kind.NAME : place > 1 ? Kind.PARAMETER : Kind.PLAIN;
    };
  }

  /** Strings may follow each other without a blank; so no text grows over Route 53's limit. */
  private static String joint(RecordType type) {
    return type == RecordType.TXT || type == RecordType.SPF ? "" : " ";
  }

  private static String word(Kind kind, String word, @Nullable DomainName origin) {
    return switch (kind) {
      case NAME -> NameText.format(ZoneNames.parse(word, origin));
      case STRING -> quoted(Escaped.octets(word));
      case SECONDS -> seconds(word);
      case ALGORITHM -> algorithm(word);
      case PARAMETER -> parameter(word);
      case PLAIN -> plain(word);
    };
  }

  private static String plain(String word) {
    if (word.startsWith("\"") || word.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(word + " should have no quotation mark and no backslash");
    }
    return word;
  }

  private static String seconds(String word) {
    try {
      return Long.toString(TTL.parse(word, false));
    } catch (RuntimeException e) { // dnsjava's NumberFormatException among them
      throw new IllegalArgumentException(
          word + " is not a number of seconds such as 3600 or 1h", e);
    }
  }

  private static String algorithm(String word) {
    int number = word.matches("[0-9]+") ? -1 : DNSSEC.Algorithm.value(word);
    return number < 0 ? plain(word) : Integer.toString(number);
  }

  private static String parameter(String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      return plain(word);
    }
    byte[] value = Escaped.octets(word.substring(equals + 1));
    return plain(word.substring(0, equals)) + "=" + quoted(value);
  }

  private static String quoted(byte[] octets) {
    var text = new StringBuilder(octets.length + 2).append('"');
    for (byte octet : octets) {
      int value = octet & 0xff;
      if (value == '"' || value == '\\') {
        text.append('\\').append((char) value);
      } else if (value >= ' ' && value <= '~') {
        text.append((char) value);
      } else {
        text.append('\\')
            .append((char) ('0' + (value >> 6)))
            .append((char) ('0' + (value >> 3 & 7)))
            .append((char) ('0' + (value & 7)));
      }
    }
    return text.append('"').toString();
  }

  /** RFC 3597, section 5: a length and hexadecimal digits, blanks between them allowed. */
  private static Rdata generic(RecordType type, List<String> words) {
    String digits = String.join("", words.subList(Math.min(2, words.size()), words.size()));
    try {
      byte[] octets = HexFormat.of().parseHex(digits);
      int length = words.size() < 2 ? -1 : Integer.parseInt(words.get(1));
      if (octets.length == length && length <= RDATA_MAX_OCTETS) {
        var rdata = Rdata.of(octets);
        RdataText.format(type, rdata); // throws where the octets are none of this type
        return rdata;
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the octets after \\# are no data of type " + type, e);
    }
    throw new IllegalArgumentException("\\# is followed by a length and so many octets in hex");
  }

  private static List<String> words(String text) throws ZoneTextException {
    byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Entry entry = new Lexer("", octets).next();
    return entry == null ? List.of() : entry.words();
  }

  /** Route 53's text with the escapes of master files. */
  private static String decimal(RecordType type, String text) {
    var decimal = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        decimal.append(c);
      } else if (Character.isDigit(text.charAt(at + 1))) {
        octet(Integer.parseInt(text.substring(at + 1, at + 4), 8), type, decimal);
        at += 3;
      } else {
        decimal.append(c).append(text.charAt(++at));
      }
    }
    return decimal.toString();
  }

  /** Names are read more easily with {@code *} and {@code /} as they are; Knot reads no others. */
  private static void octet(int octet, RecordType type, StringBuilder text) {
    boolean asItIs = octet == '*' || octet == '/';
    if (asItIs && type != RecordType.SVCB && type != RecordType.HTTPS) {
      text.append((char) octet);
    } else {
      Escaped.append(octet, text);
    }
  }
}
