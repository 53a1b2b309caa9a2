package dev.understudy.presentation;

/**
 * A name or a value that Route 53 would not take. Its message is Route 53's sentence, such as
 * {@code FATAL problem: DomainLabelTooLong (Domain label is too long) encountered with 'x'}; for
 * record data the API puts {@code Invalid Resource Record: } before it.
 */
public final class PresentationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  PresentationException(String code, String text, String value) {
    super("FATAL problem: " + code + " (" + text + ") encountered with '" + value + "'");
    this.code = code;
  }

  /** Route 53's word for the problem, such as {@code ARRDATAIllegalIPv4Address}. */
  public String code() {
    return code;
  }

  /** The whole sentence. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
