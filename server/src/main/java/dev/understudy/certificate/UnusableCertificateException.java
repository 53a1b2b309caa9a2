package dev.understudy.certificate;

/** Why a pair of files cannot be used, in one line that names the file and says what to do. */
public final class UnusableCertificateException extends Exception {

  private static final long serialVersionUID = 1;

  UnusableCertificateException(String message) {
    super(message);
  }

  UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
