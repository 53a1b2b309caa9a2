package dev.understudy.control;

import dev.understudy.model.ErrorCode;

/** A request refused, in Route 53's words (API Reference, Common Errors and each operation's). */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * Says why.
   *
   * @param status of the HTTP response, 400 to 599
   * @param code text of the Code element
   * @param message one line
   */
  public ApiException(int status, String code, String message) {
    super(message);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status " + status + " is outside 400..599");
    }
    this.status = status;
    this.code = code;
  }

  /** One of the errors that the API's model names, with its status. */
  public ApiException(ErrorCode code, String message) {
    this(code.status(), code.code(), message);
  }

  /** HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** Text of the Code element, such as {@code NoSuchHostedZone}. */
  public String code() {
    return code;
  }

  /** Text of the Message element. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
