package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.io.IOException;

/** A request's body, not yet read. */
@FunctionalInterface
interface Body {

  /**
   * Reads all of it.
   *
   * @throws ApiException if it is larger than allowed
   * @throws IOException if the client went away or was too slow
   */
  byte[] read() throws ApiException, IOException;
}
