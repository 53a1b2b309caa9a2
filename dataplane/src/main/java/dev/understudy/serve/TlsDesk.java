package dev.understudy.serve;

import java.nio.ByteBuffer;

/**
 * The room that is needed to seal or open one record; held while computing only, so that there are
 * as many as processors, however many connections.
 */
final class TlsDesk {

  /** The longest record of TLS 1.2 (RFC 5246, section 6.2.3), which is longer than one of 1.3. */
  static final int RECORD_MAX = 5 + 16_384 + 2_048;

  /** A record as it is on the wire. */
  final ByteBuffer sealed = ByteBuffer.allocate(RECORD_MAX);

  /** What was in a record. */
  final ByteBuffer plain = ByteBuffer.allocate(RECORD_MAX);
}
