package dev.understudy.explain;

/** Something was assumed of a health check that does not exist. The message names it. */
public final class UnknownCheckException extends Exception {
  private static final long serialVersionUID = 1L;

  UnknownCheckException(String checkId) {
    super("There is no health check " + checkId + ".");
  }
}
