package dev.understudy.delivery;

/** What is sent, and to whom. */
public sealed interface Message permits Mail, Post {
  /**
   * Most octets of all texts of one message: an SNS message of 256 KiB still fits when JSON has
   * escaped each of its octets.
   */
  int LENGTH_MAX_OCTETS = 2 << 20;

  /** To whom, fit for logs: a mail address, or a URL without its path and query. */
  String recipient();

  /** To whom, exactly; may hold a secret, so never shown. */
  String destination();
}
