package dev.understudy.probe;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the head of one HTTP/1.x response from a hostile endpoint (RFC 7230, sections 3.1.2 and
 * 3.2), then hands over its body.
 *
 * <p>Bounded in octets (16,384 for everything before the body, interim responses included) and in
 * time (a deadline per part). Our own, because a client library decides other things than a probe
 * does: see docs/adr/0030.
 */
final class ResponseReader {
  private static final int HEAD_MAX_OCTETS = 16_384;
  private static final int REASON_MAX_CHARACTERS = 120;
  private static final int CONTINUE = 100;
  private static final int SWITCHING_PROTOCOLS = 101;

  private static final Pattern STATUS_LINE =
      Pattern.compile("HTTP/1\\.[0-9] [1-9][0-9]{2}( .*)?", Pattern.DOTALL);

  private final Network.Connection connection;
  private final byte[] buffer = new byte[2048];
  private int position;
  private int limit;
  private int headOctets;

  /** The line last read, each octet one character. */
  private final StringBuilder line = new StringBuilder();

  ResponseReader(Network.Connection connection) {
    this.connection = connection;
  }

  /**
   * A status line.
   *
   * @param code 100 to 999
   * @param reason printable ASCII, at most 120 characters; may be empty
   */
  record Status(int code, String reason) {
    boolean healthy() {
      return code >= 200 && code <= 399;
    }

    /** Whether another response follows this one; a switch of protocols is final. */
    boolean interim() {
      return code >= CONTINUE && code < 200 && code != SWITCHING_PROTOCOLS;
    }

    @Override
    public String toString() {
      return "HTTP Status Code " + code + (reason.isEmpty() ? "" : ", " + reason);
    }
  }

  /**
   * What the headers say of the body.
   *
   * @param length octets, or -1 where the connection's end ends it
   * @param encoding Content-Encoding in lower case, or empty
   */
  record Framing(long length, boolean chunked, String encoding) {
    static final Framing UNSAID = new Framing(-1, false, "");
  }

  /** The first octet of the response has arrived; it may be anything. */
  void awaitFirstOctet(long deadlineNanos) throws IOException, ProbeFailure {
    try {
      if (position == limit && !fill(deadlineNanos)) {
        throw new ProbeFailure(ProbeFailure.CLOSED);
      }
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.STATUS_TIMEOUT);
    }
  }

  /** The status line of the final response; interim ones before it are skipped. */
  Status status(long deadlineNanos) throws IOException, ProbeFailure {
    try {
      Status status = statusLine(deadlineNanos);
      while (status.interim()) {
        headers(deadlineNanos);
        status = statusLine(deadlineNanos);
      }
      return status;
    } catch (SocketTimeoutException e) {
      throw new ProbeFailure(ProbeFailure.STATUS_TIMEOUT);
    }
  }

  private Status statusLine(long deadlineNanos) throws IOException, ProbeFailure {
    readLine(deadlineNanos);
    if (!STATUS_LINE.matcher(line).matches()) {
      throw new ProbeFailure(ProbeFailure.MALFORMED_STATUS);
    }
    int code = Integer.parseInt(line, 9, 12, 10);
    String reason = line.length() > 13 ? Printable.of(line.substring(13)) : "";
    return new Status(
        code, reason.substring(0, Math.min(reason.length(), REASON_MAX_CHARACTERS)).strip());
  }

  /** Reads headers to the empty line that ends them. */
  Framing headers(long deadlineNanos) throws IOException, ProbeFailure {
    Framing framing = Framing.UNSAID;
    @Nullable String name = null;
    while (true) {
      readLine(deadlineNanos);
      if (line.isEmpty()) {
        return framing;
      }
      boolean folded = line.charAt(0) == ' ' || line.charAt(0) == '\t';
      if (folded && name == null) {
        throw new ProbeFailure(ProbeFailure.MALFORMED_HEADERS);
      }
      int valueAt = 0;
      if (!folded) {
        int colon = fieldNameLength();
        name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        valueAt = colon + 1;
      }
      checkFieldValue(valueAt);
      if (!folded) {
        framing = framed(framing, name, line.substring(valueAt).strip());
      }
    }
  }

  private static Framing framed(Framing framing, @Nullable String name, String value)
      throws ProbeFailure {
    return switch (name) {
      case "content-length" -> {
        if (!value.matches("[0-9]{1,18}")) {
          throw new ProbeFailure(ProbeFailure.MALFORMED_HEADERS);
        }
        yield new Framing(Long.parseLong(value), framing.chunked, framing.encoding);
      }
      case "transfer-encoding" ->
          new Framing(
              framing.length, value.toLowerCase(Locale.ROOT).endsWith("chunked"), framing.encoding);
      case "content-encoding" ->
          new Framing(framing.length, framing.chunked, value.toLowerCase(Locale.ROOT));
      case null, default -> framing;
    };
  }

  /** The length of the field name: a token, directly followed by a colon. */
  private int fieldNameLength() throws ProbeFailure {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == ':' && i > 0) {
        return i;
      }
      boolean token =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!token) {
        break;
      }
    }
    throw new ProbeFailure(ProbeFailure.MALFORMED_HEADERS);
  }

  private void checkFieldValue(int from) throws ProbeFailure {
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f) {
        throw new ProbeFailure(ProbeFailure.MALFORMED_HEADERS);
      }
    }
  }

  /**
   * Reads one line into {@link #line}, each octet one character, without its CRLF or bare LF (RFC
   * 7230, section 3.5).
   */
  private void readLine(long deadlineNanos) throws IOException, ProbeFailure {
    line.setLength(0);
    while (true) {
      int octet = read(deadlineNanos);
      if (octet < 0) {
        throw new ProbeFailure(ProbeFailure.CLOSED);
      }
      if (++headOctets > HEAD_MAX_OCTETS) {
        throw new ProbeFailure(ProbeFailure.HEADERS_TOO_LARGE);
      }
      if (octet == '\n') {
        int end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
          line.setLength(end);
        }
        return;
      }
      line.append((char) octet);
      if (headOctets == 5 && !line.toString().equals("HTTP/")) {
        throw new ProbeFailure(ProbeFailure.MALFORMED_STATUS);
      }
    }
  }

  /** One octet, 0 to 255, or -1 at the end. */
  int read(long deadlineNanos) throws IOException {
    return position < limit || fill(deadlineNanos) ? buffer[position++] & 0xff : -1;
  }

  /** How many octets can be read without waiting. */
  int buffered() {
    return limit - position;
  }

  private boolean fill(long deadlineNanos) throws IOException {
    int length = connection.read(buffer, 0, buffer.length, deadlineNanos);
    position = 0;
    limit = Math.max(length, 0);
    return length > 0;
  }
}
