package dev.understudy.route53;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What goes back over HTTP. */
final class Reply {
  static final String LOCATION = "Location";

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  /**
   * Keeps the array.
   *
   * @param headers further ones; a {@link #LOCATION} may be a path
   */
  Reply(int status, String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = Map.copyOf(headers);
  }

  static Reply xml(int status, byte[] body) {
    return new Reply(status, "text/xml", body, Map.of());
  }

  static Reply html(int status, String page) {
    return new Reply(
        status, "text/html;charset=utf-8", page.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
