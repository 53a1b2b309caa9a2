package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Bodies that clients compress, as SDKs do with more than 10 KiB of metric data. */
final class Compressed {
  private static final int PLAIN_MAX_OCTETS = 4 << 20;

  private Compressed() {}

  /**
   * The body as it was before the client compressed it; at most 4 MiB.
   *
   * @throws ApiException if it is damaged, too large or compressed otherwise than by gzip
   */
  static byte[] plain(HttpHead head, byte[] body) throws ApiException {
    String encoding = head.header("Content-Encoding");
    if (encoding.isEmpty() || encoding.equals("identity")) {
      return body;
    }
    if (!encoding.equals("gzip")) {
      throw new ApiException(
          415, "UnsupportedMediaType", "A body may be compressed by gzip, not " + encoding + ".");
    }
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(PLAIN_MAX_OCTETS + 1);
      if (plain.length <= PLAIN_MAX_OCTETS) {
        return plain;
      }
    } catch (IOException e) {
      throw new ApiException(400, "SerializationException", "The compressed body is damaged.");
    }
    throw new ApiException(
        413, "RequestEntityTooLarge", "The body is larger than 4 MiB when it is expanded.");
  }
}
