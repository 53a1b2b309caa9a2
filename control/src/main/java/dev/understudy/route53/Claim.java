package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of its own signature: read, not yet believed.
 *
 * @param scopeDate eight digits
 * @param time when it says it was signed
 * @param lifetimeSeconds how long a presigned address holds, or -1 for a signed header
 * @param signedHeaders lower-case names, in the order given
 */
record Claim(
    String keyId,
    String scopeDate,
    String region,
    String service,
    Instant time,
    long lifetimeSeconds,
    List<String> signedHeaders,
    String signature) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";

  /** {@code 20261121T034424Z}. */
  static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final String TERMINATOR = "aws4_request";
  private static final long LIFETIME_MAX_SECONDS = 604_800;
  private static final int SIGNED_HEADERS_MAX = 100;

  boolean presigned() {
    return lifetimeSeconds >= 0;
  }

  static Claim read(HttpHead head, Query query) throws ApiException {
    String authorization = head.header("Authorization");
    if (!authorization.isEmpty()) {
      return fromHeader(authorization, head);
    }
    if (query.value("X-Amz-Algorithm") != null) {
      return fromQuery(query);
    }
    throw Refusals.missingAuthenticationToken();
  }

  private static Claim fromHeader(String authorization, HttpHead head) throws ApiException {
    int blank = authorization.indexOf(' ');
    String algorithm = blank < 0 ? authorization : authorization.substring(0, blank);
    if (!algorithm.equals(ALGORITHM)) {
      throw Refusals.incompleteSignature("Unsupported AWS 'algorithm': '" + algorithm + "'.");
    }
    Map<String, String> parameters = parameters(authorization.substring(algorithm.length()));
    var problems = new ArrayList<String>();
    for (String name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!parameters.containsKey(name)) {
        problems.add("Authorization header requires '" + name + "' parameter.");
      }
    }
    String basic = head.header("X-Amz-Date");
    String date = basic.isEmpty() ? head.header("Date") : basic;
    if (date.isEmpty()) {
      problems.add(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    if (!problems.isEmpty()) {
      throw Refusals.incompleteSignature(String.join(" ", problems));
    }
    Instant time = basic.isEmpty() ? httpDate(date) : basicDate(date);
    return of(
        parameters.getOrDefault("Credential", ""),
        time,
        -1,
        parameters.getOrDefault("SignedHeaders", ""),
        parameters.getOrDefault("Signature", ""));
  }

  private static Claim fromQuery(Query query) throws ApiException {
    String algorithm = query.value("X-Amz-Algorithm");
    if (!ALGORITHM.equals(algorithm)) {
      throw Refusals.incompleteSignature("Unsupported AWS 'algorithm': '" + algorithm + "'.");
    }
    long lifetime = lifetime(need(query, "X-Amz-Expires"));
    return of(
        need(query, "X-Amz-Credential"),
        basicDate(need(query, "X-Amz-Date")),
        lifetime,
        need(query, "X-Amz-SignedHeaders"),
        need(query, "X-Amz-Signature"));
  }

  private static Claim of(
      String credential, Instant time, long lifetime, String signedHeaders, String signature)
      throws ApiException {
    String[] parts = credential.split("/", -1);
    if (parts.length != 5) {
      throw Refusals.incompleteSignature(
          "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '"
              + credential
              + "'");
    }
    if (!parts[4].equals(TERMINATOR)) {
      throw Refusals.signatureDoesNotMatch(
          "Credential should be scoped with a valid terminator: 'aws4_request', not '"
              + parts[4]
              + "'.");
    }
    List<String> headers = List.of(signedHeaders.split(";", SIGNED_HEADERS_MAX));
    if (!headers.contains("host")) {
      throw Refusals.signatureDoesNotMatch(
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    return new Claim(parts[0], parts[1], parts[2], parts[3], time, lifetime, headers, signature);
  }

  private static Map<String, String> parameters(String text) {
    var parameters = new HashMap<String, String>();
    for (String part : text.split(",", 16)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(
            part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
    }
    return parameters;
  }

  private static String need(Query query, String name) throws ApiException {
    @Nullable String value = query.value(name);
    if (value == null) {
      throw Refusals.incompleteSignature(
          "AWS query-string parameters must include '" + name + "'.");
    }
    return value;
  }

  private static long lifetime(String text) throws ApiException {
    try {
      long seconds = Long.parseLong(text);
      if (seconds >= 0 && seconds <= LIFETIME_MAX_SECONDS) {
        return seconds;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw Refusals.incompleteSignature(
        "X-Amz-Expires must be a number of seconds from 0 to " + LIFETIME_MAX_SECONDS + ".");
  }

  private static Instant basicDate(String text) throws ApiException {
    try {
      return LocalDateTime.parse(text, BASIC).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw notADate(text);
    }
  }

  private static Instant httpDate(String text) throws ApiException {
    try {
      return ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException _) {
      throw notADate(text);
    }
  }

  private static ApiException notADate(String text) {
    return Refusals.incompleteSignature(
        "Date must be in ISO-8601 'basic format'. Got '"
            + text
            + "'. See http://en.wikipedia.org/wiki/ISO_8601");
  }
}
