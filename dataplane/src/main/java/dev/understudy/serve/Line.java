package dev.understudy.serve;

import dev.understudy.answer.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;

/**
 * What carries one connection's octets: TCP, or TLS over it. One thread opens, reads, writes and
 * finishes; any thread may end the input or close.
 */
interface Line {

  InetAddress client();

  /** The client's port, 0 if unknown. */
  default int port() {
    return 0;
  }

  Transport transport();

  /** Gets ready for the first message; may wait for the client, and is to be cut off if it does. */
  void open() throws IOException;

  /** How long {@link #open} may take. */
  Duration openingMax();

  /**
   * Waits for octets, and takes what has come.
   *
   * @return how many were put at {@code at}, 1 to {@code room}; -1 if no more will come
   */
  int read(byte[] into, int at, int room) throws IOException;

  /** Whether something has come that was not read. The reading thread only. */
  boolean holdsMore() throws IOException;

  /** Whether something has come that the system still keeps. Any thread. */
  boolean arrived() throws IOException;

  /** Sends the first {@code length} octets; waits until the system has taken them. */
  void write(byte[] from, int length) throws IOException;

  /** Takes leave of the client as the transport wants it, then closes. */
  void finish() throws IOException;

  /** Makes the reading thread find the end, so that it can take its leave. */
  void endInput();

  /** Closes, whatever is going on. */
  void close();
}
