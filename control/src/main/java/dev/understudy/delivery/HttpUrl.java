package dev.understudy.delivery;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An http or https URL with a host, such as posts are sent to. Its path, query and user are secrets
 * (whoever knows a webhook's URL may post there) and are never shown.
 *
 * @param uri at most 2048 ASCII characters, no fragment
 */
public record HttpUrl(URI uri) {
  private static final int LENGTH_MAX = 2048;
  private static final int PORT_MAX = 65_535;

  /** Names of clouds' metadata services, wherever they resolve. */
  private static final Pattern METADATA =
      Pattern.compile("(?i)(?:metadata\\.google\\.internal|metadata\\.goog|instance-data)\\.?");

  /** Hosts that some resolvers read as an IPv4 address: decimal, octal, hexadecimal, in parts. */
  private static final Pattern NUMBER = Pattern.compile("(?i)(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?");

  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:0|[1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\\.(?!$)|$)){4}");

  public HttpUrl {
    String text = uri.toString();
    @Nullable String scheme = uri.getScheme();
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException("a URL here begins with https:// or http://");
    }
    if (uri.getHost() == null || uri.getHost().isEmpty() || isOddNumber(uri.getHost())) {
      throw new IllegalArgumentException("the URL names no host, or one that is none");
    }
    if (METADATA.matcher(uri.getHost()).matches()) {
      throw new IllegalArgumentException("its host is a cloud's metadata service");
    }
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a URL of " + text.length() + " characters is over " + LENGTH_MAX);
    }
    if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("a URL is ASCII without spaces; percent-encode the rest");
    }
    if (uri.getRawFragment() != null) {
      throw new IllegalArgumentException("a URL to send to has no #fragment");
    }
    if (uri.getPort() == 0 || uri.getPort() > PORT_MAX) {
      throw new IllegalArgumentException("the URL's port is outside 1..65535");
    }
  }

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException in one line that does not show the URL
   */
  public static HttpUrl parse(String text) {
    try {
      return new HttpUrl(new URI(text));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL such as https://example.com/hook", e);
    }
  }

  private static boolean isOddNumber(String host) {
    return NUMBER.matcher(host).matches() && !IPV4.matcher(host).matches();
  }

  /** Whether it is https. */
  public boolean secure() {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  /** Name or address, without the brackets of an IPv6 address. */
  public String host() {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, 1 to 65535. */
  public int port() {
    return uri.getPort() > 0 ? uri.getPort() : secure() ? 443 : 80;
  }

  /** The whole URL: for the wire and for its owner, not for logs. */
  public String text() {
    return uri.toString();
  }

  /** Scheme, host and port only. */
  @Override
  public String toString() {
    return uri.getScheme().toLowerCase(Locale.ROOT)
        + "://"
        + uri.getHost().toLowerCase(Locale.ROOT)
        + (uri.getPort() > 0 ? ":" + uri.getPort() : "");
  }
}
