package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.nio.charset.StandardCharsets;

/**
 * As much of STS, 2011-06-15, as clients ask for when they start: who am I. Everyone is the
 * account's root: there is one key pair.
 */
final class SecurityTokenService implements QueryService {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

  private final Credentials credentials;

  SecurityTokenService(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public String namespace() {
    return NAMESPACE;
  }

  @Override
  public byte[] answer(String action, Query parameters, String requestId) throws ApiException {
    if (!action.equals("GetCallerIdentity")) {
      throw QueryServices.invalidAction(action, parameters);
    }
    String account = credentials.accountId();
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <GetCallerIdentityResponse xmlns="%s"><GetCallerIdentityResult>\
    <Arn>arn:aws:iam::%s:root</Arn><UserId>%s</UserId><Account>%s</Account>\
    </GetCallerIdentityResult><ResponseMetadata><RequestId>%s</RequestId></ResponseMetadata>\
    </GetCallerIdentityResponse>\
    """
        .formatted(NAMESPACE, account, account, account, requestId)
        .getBytes(StandardCharsets.UTF_8);
  }
}
