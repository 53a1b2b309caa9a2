package dev.understudy.query;

/** Text as XML or HTML character data; not for values of attributes. */
public final class XmlText {
  private XmlText() {}

  /** Appends a text with its markup escaped; characters that XML 1.0 cannot write are replaced. */
  public static void append(StringBuilder out, String text) {
    text.codePoints().forEach(c -> append(out, c));
  }

  /** The same as a text of its own. */
  public static String escape(String text) {
    var out = new StringBuilder(text.length() + 16);
    append(out, text);
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    switch (c) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '\r' -> out.append("&#13;");
      case '\t', '\n' -> out.append((char) c);
      default -> {
        boolean allowed = (c >= 0x20 && c < 0xD800) || (c > 0xDFFF && c < 0xFFFE) || c > 0xFFFF;
        out.appendCodePoint(allowed ? c : 0xFFFD);
      }
    }
  }
}
