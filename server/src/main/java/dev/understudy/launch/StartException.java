package dev.understudy.launch;

/**
 * Why Understudy cannot start: one line that says what to do. The process ends with exit code 2.
 */
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
