/**
 * dnstap: queries and replies as protocol buffers in Frame Streams, to a file or to a reader at the
 * other end of a socket. Never waits for a reader: what it does not take in time is lost, and
 * counted.
 *
 * <p>Door: {@link dev.understudy.dnstap.Tap}. Imports {@code tape} (what was taken down) and {@code
 * answer} (the words for transports). Imported by {@code querylog}, whose thread turns it, and by
 * {@code launch}.
 *
 * <p>Sources: dnstap.proto (dnstap.info); the Frame Streams protocol (fstrm, control.h); Protocol
 * Buffers, "Encoding".
 */
@NullMarked
package dev.understudy.dnstap;

import org.jspecify.annotations.NullMarked;
