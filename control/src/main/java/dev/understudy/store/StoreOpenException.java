package dev.understudy.store;

/**
 * The store cannot be opened and somebody has to do something about it: the directory is locked by
 * another process, unreadable, of a newer format or corrupt. The message fits one line and says
 * which. No file was changed.
 */
public final class StoreOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  public StoreOpenException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreOpenException(String message) {
    super(message);
  }
}
