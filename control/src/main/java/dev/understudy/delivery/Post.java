package dev.understudy.delivery;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A request POSTed to a URL. Each is signed when it is sent: {@link Signature}.
 *
 * @param contentType a media type, printable ASCII, at most 200 characters
 * @param body sent as UTF-8
 * @param headers further ones, at most 32; those that frame the request are refused
 */
public record Post(HttpUrl url, String contentType, String body, Map<String, String> headers)
    implements Message {
  private static final int HEADERS_MAX = 32;
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "transfer-encoding",
          "connection",
          "expect",
          "upgrade",
          "te",
          "trailer",
          "user-agent",
          "authorization",
          "understudy-signature");

  public Post {
    var sorted = new TreeMap<>(headers);
    if (sorted.size() > HEADERS_MAX) {
      throw new IllegalArgumentException(sorted.size() + " headers are over 32");
    }
    checkValue("content-type", contentType, 200);
    sorted.forEach((name, value) -> {
      if (!name.matches("[A-Za-z0-9-]{1,64}") || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "header '" + HeaderText.line(name, 64) + "' may not be set");
      }
      checkValue(name, value, 1024);
    });
    headers = Collections.unmodifiableMap(sorted);
    int octets = HeaderText.octets(body);
    if (octets > LENGTH_MAX_OCTETS) {
      throw new IllegalArgumentException(
          "a post of " + octets + " octets is over " + LENGTH_MAX_OCTETS);
    }
  }

  @Override
  public String recipient() {
    return url.toString();
  }

  @Override
  public String destination() {
    return url.text();
  }

  /** Without body and path, which may be secrets. */
  @Override
  public String toString() {
    return "Post[" + url + "]";
  }

  private static void checkValue(String name, String value, int max) {
    if (value.length() > max || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "header " + name + " is not at most " + max + " printable ASCII characters");
    }
  }
}
