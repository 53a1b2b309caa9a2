package dev.understudy.probe;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The outside as a checker needs it: names, connections, and an end to all waiting.
 *
 * <p>Every call that can wait takes the deadline by which it must have ended, in nanoseconds of the
 * checker's ticker, and throws {@link java.net.SocketTimeoutException} when it is reached. An
 * interrupt ends a waiting call with an exception too.
 */
public interface Network {
  /** The IPv4 addresses of a name, freshly asked for; empty when it has none. */
  List<InetAddress> resolve(String host, long deadlineNanos) throws IOException;

  /** Opens a TCP connection. */
  Connection connect(InetSocketAddress target, long deadlineNanos) throws IOException;

  /** One TCP connection, used by one thread. */
  interface Connection extends Closeable {
    /** Reads at least one octet, unless {@code length} is 0; returns how many, or -1 at the end. */
    int read(byte[] target, int from, int length, long deadlineNanos) throws IOException;

    /** Writes all of it. Callers write little at a time: it does not wait for the other side. */
    void write(byte[] source, int from, int length) throws IOException;

    @Override
    void close();
  }
}
