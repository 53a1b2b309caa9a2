package dev.understudy.dnstap;

/** Where frames go. Called by one thread. */
sealed interface TapOutput extends AutoCloseable permits TapFile, TapSocket {

  /**
   * Takes a frame, or loses it; waits for nobody.
   *
   * @return false if it is lost
   */
  boolean frame(byte[] octets, int length);

  /** Gets on with what it has taken. */
  void turn();

  /** Ends the stream, as far as that takes no time worth mentioning. */
  @Override
  void close();
}
