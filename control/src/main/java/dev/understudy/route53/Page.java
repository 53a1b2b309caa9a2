package dev.understudy.route53;

import java.nio.charset.StandardCharsets;

/** Something besides the APIs that the port serves to GET, unsigned: metrics, the console. */
@FunctionalInterface
public interface Page {

  /** The page now. Called on many threads at once; may block for a moment. */
  Reply get();

  /** A status, a type and octets. */
  final class Reply {
    private final int status;
    private final String contentType;
    private final byte[] body;

    /**
     * Keeps the array.
     *
     * @param status 200 to 599
     */
    public Reply(int status, String contentType, byte[] body) {
      this.status = status;
      this.contentType = contentType;
      this.body = body;
    }

    /** Plain text, UTF-8. */
    public static Reply text(int status, String text) {
      return new Reply(status, "text/plain;charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
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
  }
}
