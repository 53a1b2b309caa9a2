package dev.understudy.control;

import dev.understudy.model.CreateKeySigningKeyRequest;
import dev.understudy.model.ErrorCode;
import java.util.regex.Pattern;

/** What Route 53 refuses about keys, in its words (API Reference, DNSSEC operations). */
final class KeyRules {
  static final String ACTIVE = "ACTIVE";
  static final String INACTIVE = "INACTIVE";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]{3,128}");

  /** Any key of any KMS: it is not asked for. */
  private static final Pattern KMS_ARN =
      Pattern.compile("arn:[A-Za-z0-9-]+:kms:[A-Za-z0-9-]*:[0-9]*:[ -~]{1,256}");

  private KeyRules() {}

  /** What can be said of a request without looking at the zone. */
  static void check(CreateKeySigningKeyRequest request) throws ApiException {
    if (!NAME.matcher(request.name()).matches()) {
      throw new ApiException(
          ErrorCode.INVALID_KEY_SIGNING_KEY_NAME,
          "The key-signing key (KSK) name that you specified isn't a valid name.");
    }
    if (!request.status().equals(ACTIVE) && !request.status().equals(INACTIVE)) {
      throw new ApiException(
          ErrorCode.INVALID_KEY_SIGNING_KEY_STATUS,
          "The key-signing key (KSK) status isn't valid or another KSK has the status"
              + " INTERNAL_FAILURE.");
    }
    if (!KMS_ARN.matcher(request.keyManagementServiceArn()).matches()) {
      throw new ApiException(
          ErrorCode.INVALID_KMS_ARN,
          "The KeyManagementServiceArn that you specified isn't valid to use with DNSSEC"
              + " signing.");
    }
  }

  static void checkRoom(ZoneKeys keys, CreateKeySigningKeyRequest request) throws ApiException {
    for (KeySigningKey key : keys.keySigningKeys()) {
      if (key.name().equals(request.name())
          || key.arn().equals(request.keyManagementServiceArn())) {
        throw new ApiException(
            ErrorCode.KEY_SIGNING_KEY_ALREADY_EXISTS,
            "You've already created a key-signing key (KSK) with this name or with the same"
                + " customer managed key ARN.");
      }
    }
    if (keys.keySigningKeys().size() >= ZoneKeys.KEY_SIGNING_MAX) {
      throw new ApiException(
          ErrorCode.TOO_MANY_KEY_SIGNING_KEYS,
          "You've reached the limit for the number of key-signing keys (KSKs). Remove at least one"
              + " KSK, and then try again.");
    }
  }

  static void checkActive(Zone zone, ZoneKeys keys) throws ApiException {
    if (keys.active() == 0) {
      throw new ApiException(
          ErrorCode.KEY_SIGNING_KEY_WITH_ACTIVE_STATUS_NOT_FOUND,
          "Hosted zone with ID '"
              + zone.id()
              + "' does not have a Key Signing Key in ACTIVE status.");
    }
  }

  static void checkNotLast(ZoneKeys keys) throws ApiException {
    if (keys.active() == 1) {
      throw new ApiException(
          ErrorCode.KEY_SIGNING_KEY_IN_USE,
          "The key-signing key (KSK) that you specified can't be deactivated because it's the only"
              + " KSK for a currently-enabled DNSSEC. Disable DNSSEC signing, or add or enable"
              + " another KSK.");
    }
  }

  static void checkInactive(KeySigningKey key) throws ApiException {
    if (key.active()) {
      throw new ApiException(
          ErrorCode.INVALID_KEY_SIGNING_KEY_STATUS,
          "Key Signing Key with name "
              + key.name()
              + " cannot be deleted because current status is not INACTIVE.");
    }
  }

  static ApiException noSuchKey() {
    return new ApiException(
        ErrorCode.NO_SUCH_KEY_SIGNING_KEY, "The specified key-signing key (KSK) doesn't exist.");
  }
}
