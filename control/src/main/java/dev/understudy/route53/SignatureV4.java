package dev.understudy.route53;

import dev.understudy.control.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks AWS Signature Version 4, in the Authorization header or in the query string. Any region is
 * accepted: with a custom endpoint, clients sign for the region they are configured with. A
 * security token is allowed and means nothing.
 *
 * <p>Also signs what {@link ApiClient} sends.
 *
 * <p>Two steps, so that a stranger's body is never read: {@link #admit} looks at the head only,
 * {@link #verify} at everything.
 *
 * <p>Source: AWS, "Create a signed AWS API request" and "Authenticating requests: using query
 * parameters".
 */
final class SignatureV4 {
  /** How far a client's clock may be off, either way. */
  static final Duration SKEW_MAX = Duration.ofMinutes(5);

  private static final String SERVICE = "route53";

  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your"
          + " AWS Secret Access Key and signing method. Consult the service documentation for"
          + " details.";

  private final Credentials credentials;
  private final InstantSource clock;

  SignatureV4(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /**
   * Reads the claim and checks key, scope and time.
   *
   * @param services the signing names this request may have
   */
  Claim admit(HttpHead head, Query query, Set<String> services) throws ApiException {
    Claim claim = Claim.read(head, query);
    if (!same(claim.keyId(), credentials.accessKeyId())) {
      throw Refusals.invalidClientTokenId();
    }
    if (!services.contains(claim.service())) {
      throw Refusals.signatureDoesNotMatch(
          "Credential should be scoped to correct service: '"
              + String.join("' or '", services.stream().sorted().toList())
              + "'.");
    }
    String day = Claim.BASIC.format(claim.time()).substring(0, 8);
    if (!claim.scopeDate().equals(day)) {
      throw Refusals.signatureDoesNotMatch(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '%s' != '%s', from '%s'."
              .formatted(claim.scopeDate(), day, Claim.BASIC.format(claim.time())));
    }
    checkTime(claim);
    return claim;
  }

  /** Checks the signature over head and body. */
  void verify(Claim claim, HttpHead head, Query query, byte[] body) throws ApiException {
    String payload = CanonicalRequest.payload(claim, head, query, body);
    var paths = new LinkedHashSet<String>();
    paths.add(CanonicalRequest.normalisedPath(head.path()));
    paths.add(Query.encode(head.path(), "/")); // as signed by clients that do not normalise
    boolean matches = false;
    for (String path : paths) {
      String canonical = CanonicalRequest.of(claim, head, query, path, payload);
      matches |= same(signature(claim, canonical), claim.signature());
    }
    if (!matches) {
      throw Refusals.signatureDoesNotMatch(MISMATCH);
    }
  }

  /**
   * The Authorization header of a request of our own, over its {@code host} and {@code x-amz-date}.
   *
   * @param head with those two headers; the time in the second is the time of signing
   */
  String sign(HttpHead head, Query query, byte[] body, String region, Instant time) {
    String date = Claim.BASIC.format(time).substring(0, 8);
    var claim =
        new Claim(
            credentials.accessKeyId(),
            date,
            region,
            SERVICE,
            time,
            -1,
            List.of("host", "x-amz-date"),
            "");
    String path = CanonicalRequest.normalisedPath(head.path());
    String canonical = CanonicalRequest.of(claim, head, query, path, CanonicalRequest.sha256(body));
    return "%s Credential=%s/%s/%s/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=%s"
        .formatted(
            Claim.ALGORITHM,
            credentials.accessKeyId(),
            date,
            region,
            SERVICE,
            signature(claim, canonical));
  }

  private void checkTime(Claim claim) throws ApiException {
    Instant now = clock.instant();
    Instant earliest = now.minus(SKEW_MAX);
    Instant latest = now.plus(SKEW_MAX);
    if (claim.presigned()) {
      Instant end = claim.time().plusSeconds(claim.lifetimeSeconds());
      if (now.isAfter(end)) {
        throw Refusals.signatureDoesNotMatch(
            "Signature expired: %s is now earlier than %s"
                .formatted(Claim.BASIC.format(end), Claim.BASIC.format(now)));
      }
    } else if (claim.time().isBefore(earliest)) {
      throw Refusals.signatureDoesNotMatch(
          skewed(
              "Signature expired: %s is now earlier than %s (%s - %d min.)", claim, earliest, now));
    }
    if (claim.time().isAfter(latest)) {
      throw Refusals.signatureDoesNotMatch(
          skewed(
              "Signature not yet current: %s is still later than %s (%s + %d min.)",
              claim, latest, now));
    }
  }

  private static String skewed(String text, Claim claim, Instant bound, Instant now) {
    return String.format(
        text,
        Claim.BASIC.format(claim.time()),
        Claim.BASIC.format(bound),
        Claim.BASIC.format(now),
        SKEW_MAX.toMinutes());
  }

  private String signature(Claim claim, String canonicalRequest) {
    String scope =
        String.join("/", claim.scopeDate(), claim.region(), claim.service(), "aws4_request");
    String toSign =
        String.join(
            "\n",
            Claim.ALGORITHM,
            Claim.BASIC.format(claim.time()),
            scope,
            CanonicalRequest.sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8)));
    byte[] key = ("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /** Takes the same time wherever the texts differ. */
  private static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
