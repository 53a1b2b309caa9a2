package dev.understudy.probe;

import java.io.IOException;
import java.io.InputStream;

/**
 * The octets of a response body, its framing removed (RFC 7230, section 3.3.3), at most 65,536 of
 * them on the wire. A body cut short simply ends: what came is searched.
 */
final class Body extends InputStream {
  private static final int WIRE_MAX_OCTETS = 65_536;
  private static final int CHUNK_LINE_MAX_OCTETS = 1024;

  private final ResponseReader reader;
  private final boolean chunked;
  private final long deadlineNanos;
  private long left;
  private int wireOctets;
  private boolean first = true;
  private boolean ended;

  Body(ResponseReader reader, ResponseReader.Framing framing, long deadlineNanos) {
    this.reader = reader;
    this.chunked = framing.chunked();
    this.deadlineNanos = deadlineNanos;
    left = chunked ? 0 : framing.length() < 0 ? Long.MAX_VALUE : framing.length();
  }

  @Override
  public int read() throws IOException {
    if (ended || (left == 0 && !(chunked && nextChunk()))) {
      ended = true;
      return -1;
    }
    left--;
    int octet = wire();
    ended = octet < 0;
    return octet;
  }

  /** Waits for one octet and takes what has come with it. */
  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int taken = 0;
    while (taken < length && (taken == 0 || reader.buffered() > 0)) {
      int octet = read();
      if (octet < 0) {
        return taken == 0 ? -1 : taken;
      }
      target[from + taken++] = (byte) octet;
    }
    return taken;
  }

  private boolean nextChunk() throws IOException {
    if (!first && !endOfLine(wire())) {
      throw new MalformedBodyException();
    }
    first = false;
    long size = 0;
    int digits = 0;
    int octet = wire();
    for (; Character.digit(octet, 16) >= 0; octet = wire()) {
      size = size * 16 + Character.digit(octet, 16);
      if (++digits > 15) {
        throw new MalformedBodyException();
      }
    }
    if (digits == 0) {
      throw new MalformedBodyException();
    }
    for (int i = 0; octet >= 0 && octet != '\n'; i++) { // extensions are skipped
      if (i > CHUNK_LINE_MAX_OCTETS) {
        throw new MalformedBodyException();
      }
      octet = wire();
    }
    left = size;
    return size > 0;
  }

  private boolean endOfLine(int octet) throws IOException {
    return octet == '\n' || (octet == '\r' && wire() == '\n');
  }

  private int wire() throws IOException {
    return ++wireOctets > WIRE_MAX_OCTETS ? -1 : reader.read(deadlineNanos);
  }

  /** The framing is broken, so nothing after this point is body. */
  static final class MalformedBodyException extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
