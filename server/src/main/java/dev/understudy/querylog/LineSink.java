package dev.understudy.querylog;

/** Where lines go. */
interface LineSink extends AutoCloseable {

  /**
   * Writes lines as soon as it can.
   *
   * @param lines whole lines, in UTF-8
   * @param length octets of them
   * @return false if they could not be written, and are lost
   */
  boolean write(byte[] lines, int length);

  /** Looks after what it writes to; called about once a second. */
  void look();

  @Override
  void close();
}
