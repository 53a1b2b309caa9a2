package dev.understudy.dnstap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * The framing of Frame Streams (fstrm, control.h). All numbers have four octets, the highest first.
 *
 * <pre>
 *  data      | length, not 0 | octets |
 *  control   | 0 | length | type | fields: | 1, content type | length | text |
 * </pre>
 */
final class Frames {
  static final int ACCEPT = 1;
  static final int START = 2;
  static final int STOP = 3;
  static final int READY = 4;
  static final int FINISH = 5;

  /** Octets of the longest control frame that is read (fstrm's own limit), its length included. */
  static final int CONTROL_MAX_OCTETS = 512;

  private static final int CONTENT_TYPE_FIELD = 1;
  private static final byte[] CONTENT_TYPE = "protobuf:dnstap.Dnstap".getBytes(US_ASCII);

  private Frames() {}

  /** A control frame, those that tell a content type with that of dnstap. */
  static ByteBuffer control(int type) {
    boolean told = type == ACCEPT || type == START || type == READY;
    int length = 4 + (told ? 8 + CONTENT_TYPE.length : 0);
    ByteBuffer frame = ByteBuffer.allocate(8 + length);
    frame.putInt(0).putInt(length).putInt(type);
    if (told) {
      frame.putInt(CONTENT_TYPE_FIELD).putInt(CONTENT_TYPE.length).put(CONTENT_TYPE);
    }
    return frame.flip();
  }

  /**
   * Reads a control frame from the start of what has arrived, and takes it away.
   *
   * @param arrived ready to be read; compacted by the caller
   * @return its type, or 0 if it has not arrived whole
   * @throws MalformedFrameException if no control frame starts so
   */
  static int readControl(ByteBuffer arrived) throws MalformedFrameException {
    if (arrived.remaining() < 8) {
      return 0;
    }
    int start = arrived.position();
    int length = arrived.getInt(start + 4);
    if (arrived.getInt(start) != 0 || length < 4 || length > CONTROL_MAX_OCTETS - 8) {
      throw new MalformedFrameException("the reader does not speak Frame Streams");
    }
    if (arrived.remaining() < 8 + length) {
      return 0;
    }
    arrived.position(start + 8 + length);
    return arrived.getInt(start + 8);
  }
}
