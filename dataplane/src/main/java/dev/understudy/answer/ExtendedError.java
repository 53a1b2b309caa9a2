package dev.understudy.answer;

import dev.understudy.wire.Reply;
import java.nio.charset.StandardCharsets;

/**
 * Why there is no better answer, for whoever debugs (RFC 8914; IANA, Extended DNS Error Codes).
 * Only what RCODE alone would leave open; nothing is told that an answer would keep to itself.
 */
final class ExtendedError {
  /** SERVFAIL: an alias leads to an alias, and so on. */
  static final ExtendedError TOO_DEEP = new ExtendedError(0, "too many aliases in a row");

  /** SERVFAIL: an RRset fits no message, not over a connection either. */
  static final ExtendedError TOO_LONG = new ExtendedError(0, "answer is longer than a DNS message");

  /** REFUSED: no zone of ours is above the name. */
  static final ExtendedError NOT_AUTHORITATIVE = new ExtendedError(20, "");

  /** REFUSED and NOTIMP: a class, a transfer or an opcode that we do not serve at all. */
  static final ExtendedError NOT_SUPPORTED = new ExtendedError(21, "");

  /** SERVFAIL: an alias target outside our zones has not been resolved yet. */
  static final ExtendedError UNRESOLVED = new ExtendedError(22, "alias target not resolved yet");

  /** FORMERR: a type that only ever stands in a list (RFC 9824). */
  static final ExtendedError INVALID_QUERY_TYPE = new ExtendedError(30, "");

  private final int code;
  private final byte[] text;

  private ExtendedError(int code, String text) {
    this.code = code;
    this.text = text.getBytes(StandardCharsets.UTF_8);
  }

  void tell(Reply reply) {
    reply.extendedError(code, text);
  }
}
