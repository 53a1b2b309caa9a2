package dev.understudy.serve;

import dev.understudy.metrics.QueryCount;
import java.io.IOException;

/** The line ended for a reason that is counted. */
final class LineException extends IOException {

  private static final long serialVersionUID = 1;

  private final QueryCount reason;

  LineException(QueryCount reason, String message) {
    super(message);
    this.reason = reason;
  }

  LineException(QueryCount reason, IOException cause) {
    super(cause.getMessage(), cause);
    this.reason = reason;
  }

  QueryCount reason() {
    return reason;
  }
}
