package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.model.Request;
import dev.understudy.model.Response;

/** What the operations mean. Called on many threads at once; may block. */
@FunctionalInterface
public interface Api {

  /**
   * Does what is asked.
   *
   * @param request checked against the model: required members present, all bounds held
   * @return the response of the request's own operation
   * @throws ApiException if it is refused; nothing was changed
   */
  Response handle(Request request) throws ApiException;
}
