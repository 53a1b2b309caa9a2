package dev.understudy.route53;

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
