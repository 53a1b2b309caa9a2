package dev.understudy.store;

/** The store cannot do its work now; the message says why and fits one line. */
public final class StoreUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean fateUnknown;

  public StoreUnavailableException(String message) {
    super(message);
    this.fateUnknown = false;
  }

  public StoreUnavailableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /**
   * As the others.
   *
   * @param fateUnknown whether what was to be committed may have been kept nonetheless
   */
  public StoreUnavailableException(String message, Throwable cause, boolean fateUnknown) {
    super(message, cause);
    this.fateUnknown = fateUnknown;
  }

  /** Whether what was to be committed may have been kept nonetheless; the message says so too. */
  public boolean fateUnknown() {
    return fateUnknown;
  }
}
