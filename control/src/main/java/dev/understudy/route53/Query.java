package dev.understudy.route53;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query string or form, in order.
 *
 * <p>In a form, and in the meaning of a query, a plus sign is a blank; in a signature it is itself
 * (RFC 3986), so values are kept as they came and decoded when asked for.
 */
final class Query {
  /** One parameter as on the wire. */
  record Parameter(String rawName, String rawValue) {}

  private final List<Parameter> parameters;

  private Query(List<Parameter> parameters) {
    this.parameters = parameters;
  }

  static Query parse(String raw) {
    var parameters = new ArrayList<Parameter>();
    int start = 0;
    while (start < raw.length()) {
      int end = raw.indexOf('&', start);
      end = end < 0 ? raw.length() : end;
      if (end > start) {
        int equals = raw.indexOf('=', start);
        boolean named = equals >= 0 && equals < end;
        parameters.add(
            named
                ? new Parameter(raw.substring(start, equals), raw.substring(equals + 1, end))
                : new Parameter(raw.substring(start, end), ""));
      }
      start = end + 1;
    }
    return new Query(parameters);
  }

  List<Parameter> parameters() {
    return parameters;
  }

  /** The decoded value of the first parameter of that name, or null; an empty value is null too. */
  @Nullable String value(String name) {
    for (Parameter parameter : parameters) {
      if (decode(parameter.rawName().replace('+', ' ')).equals(name)) {
        String value = decode(parameter.rawValue().replace('+', ' '));
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  /** Undoes percent-encoding; a percent sign without two hex digits stands for itself. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    byte[] out = new byte[in.length];
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      boolean escape =
          in[i] == '%'
              && i + 2 < in.length
              && HexFormat.isHexDigit(in[i + 1])
              && HexFormat.isHexDigit(in[i + 2]);
      if (escape) {
        out[length++] =
            (byte) (HexFormat.fromHexDigit(in[i + 1]) << 4 | HexFormat.fromHexDigit(in[i + 2]));
        i += 2;
      } else {
        out[length++] = in[i];
      }
    }
    return new String(out, 0, length, StandardCharsets.UTF_8);
  }

  /** Percent-encodes all but the unreserved characters of RFC 3986 and those in {@code safe}. */
  static String encode(String text, String safe) {
    var encoded = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean unreserved =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-_.~".indexOf(c) >= 0;
      if (unreserved || safe.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      }
    }
    return encoded.toString();
  }
}
