package dev.understudy.probe;

/**
 * Why a probe failed, in words for GetHealthCheckStatus. Carries no stack trace: it says something
 * of the endpoint, not of us.
 */
final class ProbeFailure extends Exception {
  private static final long serialVersionUID = 1L;

  static final String CONNECT_TIMEOUT =
      "Connection timed out. The endpoint or the internet connection is down, or requests are being"
          + " blocked by your firewall. See"
          + " https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-router-firewall-rules.html";
  static final String REFUSED =
      "Connection refused. The endpoint does not accept connections on this port.";
  static final String CLOSED = "The connection was closed by the endpoint.";
  static final String STATUS_TIMEOUT =
      "The endpoint did not respond with an HTTP status code within the timeout limit.";
  static final String HEADERS_TIMEOUT =
      "The endpoint did not send its response headers within the timeout limit.";
  static final String BODY_TIMEOUT =
      "The endpoint did not send the response body within the timeout limit.";
  static final String TLS_TIMEOUT =
      "The endpoint did not complete the SSL handshake within the timeout limit.";
  static final String MALFORMED_STATUS = "The endpoint did not respond with an HTTP status line.";
  static final String MALFORMED_HEADERS =
      "The response headers do not comply with RFC 7230, section 3.2.";
  static final String HEADERS_TOO_LARGE = "The response headers exceed 16384 bytes.";
  static final String MALFORMED_BODY = "The response body is not framed or encoded as it claims.";
  static final String RESTRICTED =
      "The IP address is restricted or private and may not be probed by this health checker.";

  ProbeFailure(String reason) {
    super(reason, null, false, false);
  }

  /** The reason, a sentence without prefix. */
  String reason() {
    String reason = getMessage();
    return reason == null ? "" : reason;
  }
}
