package dev.understudy.store;

/** The store holds octets that this version cannot read; the message says which, in one line. */
public final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreadableStateException(String message) {
    super(message);
  }
}
