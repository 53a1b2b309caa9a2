package dev.understudy.route53;

import dev.understudy.control.ApiException;

/** A service of AWS's query protocol: an action and parameters in a form, XML back. */
interface QueryService {

  /** XML namespace of its answers and errors. */
  String namespace();

  /**
   * The body of the answer.
   *
   * @throws ApiException if it is refused; InvalidAction where there is no such action
   */
  byte[] answer(String action, Query parameters, String requestId) throws ApiException;
}
