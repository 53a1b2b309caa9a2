package dev.understudy.transfer;

import dev.understudy.control.ApiException;
import dev.understudy.model.Request;
import dev.understudy.model.Response;
import java.io.IOException;

/** A server, asked by its API. */
@FunctionalInterface
public interface Caller {

  /**
   * Asks for an operation.
   *
   * @return the response of the request's own operation
   * @throws ApiException if the server refuses; nothing was changed
   * @throws IOException if it does not answer; what was asked may have been done
   */
  Response call(Request request) throws ApiException, IOException, InterruptedException;
}
