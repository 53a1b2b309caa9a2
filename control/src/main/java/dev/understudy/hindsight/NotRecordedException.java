package dev.understudy.hindsight;

/** The record does not reach a time. */
public final class NotRecordedException extends Exception {
  private static final long serialVersionUID = 1L;

  NotRecordedException(String message) {
    super(message);
  }
}
