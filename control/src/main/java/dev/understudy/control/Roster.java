package dev.understudy.control;

import java.time.Duration;

/** Which nameservers live, and how far each has come. */
public interface Roster {

  /**
   * Whether every living nameserver answers from {@code revision} of the store or a later one.
   * False while none lives: then nobody answers from it.
   *
   * @param patience how long to wait for it to become true; zero only looks
   */
  boolean applied(long revision, Duration patience);
}
