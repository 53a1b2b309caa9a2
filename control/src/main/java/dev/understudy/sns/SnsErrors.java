package dev.understudy.sns;

import dev.understudy.control.ApiException;

/** Refusals in the words of SNS (API Reference, errors of each action). */
final class SnsErrors {
  private SnsErrors() {}

  /** What stands after "Invalid parameter: ". */
  static ApiException invalid(String problem) {
    return new ApiException(400, "InvalidParameter", "Invalid parameter: " + problem);
  }

  static ApiException noTopic() {
    return new ApiException(404, "NotFound", "Topic does not exist");
  }

  static ApiException noSubscription() {
    return new ApiException(404, "NotFound", "Subscription does not exist");
  }

  static ApiException noResource() {
    return new ApiException(404, "ResourceNotFound", "Resource does not exist");
  }

  static ApiException invalidToken() {
    return new ApiException(400, "InvalidParameter", "Invalid token");
  }

  static ApiException tooManyTags(int most) {
    return new ApiException(
        400,
        "TagLimitExceeded",
        "Could not complete request: tag quota of per resource exceeded: " + most);
  }

  /** Others changed the same thing too often in between. */
  static ApiException tooBusy() {
    return new ApiException(
        400, "ConcurrentAccess", "Another operation changes this at the moment. Try again.");
  }

  static ApiException signatureRequired() {
    return new ApiException(
        403, "AuthorizationError", "This subscription can only be ended by a signed request.");
  }
}
