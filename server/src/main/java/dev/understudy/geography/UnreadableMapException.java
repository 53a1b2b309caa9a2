package dev.understudy.geography;

import org.jspecify.annotations.Nullable;

/** A file that tells nothing of the world; the message says what is wrong with it, in one line. */
public final class UnreadableMapException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableMapException(String message) {
    super(message);
  }

  UnreadableMapException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Never null, unlike other exceptions' messages. */
  @Override
  public String getMessage() {
    @Nullable String message = super.getMessage();
    return message == null ? "unreadable" : message;
  }
}
