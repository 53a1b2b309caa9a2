package dev.understudy.delivery;

import java.time.Duration;
import java.time.Instant;

/** What became of a notification, for the record. */
public sealed interface Outcome {
  /** When it was known. */
  Instant at();

  Notification notification();

  /** How often it was tried since this process started, 0 or more. */
  int attempts();

  /** In one line, the other side's words or the reason. */
  String detail();

  /** Taken over by the recipient's server; the last outcome. */
  record Delivered(Instant at, Notification notification, int attempts, String detail)
      implements Outcome {}

  /**
   * Failed, will be tried again.
   *
   * @param next after how long
   */
  record Delayed(Instant at, Notification notification, int attempts, String detail, Duration next)
      implements Outcome {}

  /** Refused for good, expired, or dropped because too much was waiting; the last outcome. */
  record GivenUp(Instant at, Notification notification, int attempts, String detail)
      implements Outcome {}
}
