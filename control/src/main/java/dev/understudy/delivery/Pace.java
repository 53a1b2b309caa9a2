package dev.understudy.delivery;

import java.time.Duration;

/** The outbox's sense of time, and who does its work. */
interface Pace {
  /** A ticker in nanoseconds with any origin; never goes back. */
  long nanoTime();

  /** Runs the work soon, not on the caller's thread. It may block. */
  void soon(Runnable work);

  /** Runs the work after the delay, not on the caller's thread. It may block. */
  void after(Duration delay, Runnable work);

  /** Nothing is run any more that has not begun. */
  void stop();
}
