package dev.understudy.explain;

/** A question that cannot be asked. The message says what to do. */
public final class BadQuestionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what to do, on one line. */
  public BadQuestionException(String message) {
    super(message);
  }
}
