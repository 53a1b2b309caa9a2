package dev.understudy.cloudwatch;

import dev.understudy.control.ApiException;
import java.util.Map;

/** Refusals in the words of CloudWatch. */
final class CloudWatchErrors {
  /** Codes of the query protocol, and the shapes that newer protocols name. */
  private static final Map<String, String> SHAPES =
      Map.of(
          "InvalidParameterValue", "InvalidParameterValueException",
          "InvalidParameterCombination", "InvalidParameterCombinationException",
          "MissingParameter", "MissingRequiredParameterException",
          "InvalidFormat", "InvalidFormatFault",
          "LimitExceeded", "LimitExceededFault",
          "InternalServiceError", "InternalServiceFault");

  private CloudWatchErrors() {}

  static String shape(String code) {
    return SHAPES.getOrDefault(code, code);
  }

  static ApiException invalidValue(String message) {
    return new ApiException(400, "InvalidParameterValue", message);
  }

  static ApiException invalidCombination(String message) {
    return new ApiException(400, "InvalidParameterCombination", message);
  }

  /** What a constraint of the model refuses. */
  static ApiException invalid(String message) {
    return new ApiException(400, "ValidationError", message);
  }

  static ApiException notOneOf(String value, String member, String allowed) {
    return invalid(
        "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must satisfy enum value set: [%s]"
            .formatted(value, member, allowed));
  }

  static ApiException noAlarm() {
    return new ApiException(404, "ResourceNotFound", "There is no alarm of that name.");
  }

  static ApiException invalidToken() {
    return new ApiException(400, "InvalidNextToken", "The next token specified is invalid.");
  }
}
