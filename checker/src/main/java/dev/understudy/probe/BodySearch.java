package dev.understudy.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * Looks for a string in the first 5120 octets of a body, after gzip or deflate decoding
 * (health-checks.md, section 3, step 8). The string must lie in them whole. Stops reading as soon
 * as it is found. Any other encoding is searched as it is.
 */
final class BodySearch {
  private static final int SEARCHED_OCTETS = 5120;

  private BodySearch() {}

  /** Whether the string is there; a body that ends early or turns to rubbish is searched so far. */
  static boolean find(Body body, String encoding, String searched)
      throws IOException, ProbeFailure {
    byte[] needle = searched.getBytes(StandardCharsets.UTF_8);
    try (InputStream decoded = decoded(body, encoding)) {
      return find(decoded, needle);
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.BODY_TIMEOUT);
    } catch (EOFException e) {
      return false;
    } catch (ZipException | Body.MalformedBodyException e) {
      throw new ProbeFailure(ProbeFailure.MALFORMED_BODY);
    }
  }

  private static InputStream decoded(Body body, String encoding) throws IOException {
    return switch (encoding) {
      case "gzip", "x-gzip" -> new GZIPInputStream(body);
      case "deflate" -> inflated(body);
      default -> body;
    };
  }

  /** Servers send deflate with its zlib wrapping (RFC 1950), as they should, or without. */
  private static InputStream inflated(Body body) throws IOException {
    var peeked = new PushbackInputStream(body, 2);
    int first = peeked.read();
    int second = peeked.read();
    if (second >= 0) {
      peeked.unread(second);
    }
    if (first >= 0) {
      peeked.unread(first);
    }
    boolean zlib = (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
    return zlib ? new InflaterInputStream(peeked) : new RawInflaterInputStream(peeked);
  }

  /** Deflate without wrapping; frees its native memory when closed. */
  private static final class RawInflaterInputStream extends InflaterInputStream {
    RawInflaterInputStream(InputStream in) {
      super(in, new Inflater(true));
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }

  private static boolean find(InputStream decoded, byte[] needle) throws IOException {
    byte[] window = new byte[SEARCHED_OCTETS];
    int length = 0;
    while (length < window.length) {
      int read = decoded.read(window, length, window.length - length);
      if (read < 0) {
        return needle.length == 0;
      }
      length += read;
      for (int at = Math.max(0, length - read - needle.length + 1);
          at + needle.length <= length;
          at++) {
        if (matches(window, at, needle)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean matches(byte[] window, int at, byte[] needle) {
    for (int i = 0; i < needle.length; i++) {
      if (window[at + i] != needle[i]) {
        return false;
      }
    }
    return true;
  }
}
