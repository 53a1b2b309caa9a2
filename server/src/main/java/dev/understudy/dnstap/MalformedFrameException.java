package dev.understudy.dnstap;

import java.io.IOException;

/** What a reader sent is no frame that may come there. */
final class MalformedFrameException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedFrameException(String message) {
    super(message);
  }
}
