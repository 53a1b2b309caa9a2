package dev.understudy.route53;

import dev.understudy.control.ApiException;
import dev.understudy.query.Call;
import dev.understudy.query.QueryService;
import dev.understudy.query.ResultXml;

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
  public byte[] answer(Call call) throws ApiException {
    if (!call.action().equals("GetCallerIdentity")) {
      throw QueryService.unknownAction(call);
    }
    String account = credentials.accountId();
    return new ResultXml(call.action(), NAMESPACE)
        .element("Arn", "arn:aws:iam::" + account + ":root")
        .element("UserId", account)
        .element("Account", account)
        .end(call.requestId());
  }
}
