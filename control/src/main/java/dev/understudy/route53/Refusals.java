package dev.understudy.route53;

import dev.understudy.control.ApiException;

/** Refusals that this room makes itself, in AWS's words. */
final class Refusals {

  private Refusals() {}

  /** The XML is not what the schema wants; the wording is that of a schema validator. */
  static ApiException invalidXml(String problem) {
    return invalidInput("Invalid XML ; " + problem);
  }

  static ApiException invalidInput(String message) {
    return new ApiException(400, "InvalidInput", message);
  }

  static ApiException unknownOperation() {
    return new ApiException(
        404, "UnknownOperationException", "There is no operation at this path.");
  }

  static ApiException tooLarge(long limitOctets) {
    return new ApiException(
        413, "RequestEntityTooLarge", "The request is larger than " + limitOctets + " octets.");
  }

  static ApiException missingAuthenticationToken() {
    return new ApiException(403, "MissingAuthenticationToken", "Missing Authentication Token");
  }

  static ApiException incompleteSignature(String message) {
    return new ApiException(403, "IncompleteSignature", message);
  }

  static ApiException invalidClientTokenId() {
    return new ApiException(
        403, "InvalidClientTokenId", "The security token included in the request is invalid.");
  }

  static ApiException signatureDoesNotMatch(String message) {
    return new ApiException(403, "SignatureDoesNotMatch", message);
  }
}
