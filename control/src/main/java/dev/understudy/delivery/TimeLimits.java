package dev.understudy.delivery;

import java.time.Duration;

/**
 * How long another server may take. Each is a hard limit: octets that trickle in do not extend it.
 *
 * @param lookup of its name
 * @param connect to one address
 * @param handshake of TLS
 * @param reply from the end of a request or command to the end of what answers it
 * @param dataReply the same for the end of a mail; RFC 5321, section 4.5.3.2.6, wants patience, as
 *     giving up here may deliver the mail twice
 * @param whole of one try
 */
record TimeLimits(
    Duration lookup,
    Duration connect,
    Duration handshake,
    Duration reply,
    Duration dataReply,
    Duration whole) {
  static final TimeLimits MAIL =
      new TimeLimits(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofMinutes(5),
          Duration.ofMinutes(8));

  static final TimeLimits POST =
      new TimeLimits(
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(15),
          Duration.ofSeconds(45));
}
