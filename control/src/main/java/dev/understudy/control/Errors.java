package dev.understudy.control;

import dev.understudy.model.ErrorCode;

/** The refusals that more than one operation gives, in Route 53's words. */
final class Errors {
  private Errors() {}

  static ApiException noSuchHostedZone(String id) {
    return new ApiException(ErrorCode.NO_SUCH_HOSTED_ZONE, "No hosted zone found with ID: " + id);
  }

  static ApiException noSuchHealthCheck(String id) {
    return new ApiException(
        ErrorCode.NO_SUCH_HEALTH_CHECK, "A health check with id " + id + " does not exist.");
  }

  static ApiException invalidInput(String message) {
    return new ApiException(ErrorCode.INVALID_INPUT, message);
  }

  /** A writer elsewhere was faster each time. */
  static ApiException tooBusy() {
    return new ApiException(
        ErrorCode.PRIOR_REQUEST_NOT_COMPLETE,
        "The request was rejected because Route 53 was still processing a prior request.");
  }
}
