package dev.understudy.route53;

import java.nio.charset.StandardCharsets;

/** What goes back over HTTP. */
final class Reply {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final String location;

  /**
   * Keeps the array.
   *
   * @param location a path, or empty
   */
  Reply(int status, String contentType, byte[] body, String location) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.location = location;
  }

  static Reply xml(int status, byte[] body) {
    return new Reply(status, "text/xml", body, "");
  }

  static Reply html(int status, String page) {
    return new Reply(status, "text/html;charset=utf-8", page.getBytes(StandardCharsets.UTF_8), "");
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

  String location() {
    return location;
  }
}
