package dev.understudy.product;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.http.HttpRequest;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests by hand, by Signature Version 4 over host and time alone. */
record Signed(String service, Instant time, String secret) {
  private static final DateTimeFormatter BASIC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * The request, to be sent as it is.
   *
   * @param path as it stands in the request line, without a query
   */
  HttpRequest.Builder request(URI endpoint, String method, String path, String body)
      throws GeneralSecurityException {
    String at = BASIC.format(time);
    String canonical =
        String.join(
            "\n",
            method,
            path.replace("%", "%25"),
            "",
            "host:" + endpoint.getHost() + ":" + endpoint.getPort(),
            "x-amz-date:" + at,
            "",
            "host;x-amz-date",
            sha256(body));
    String scope = at.substring(0, 8) + "/eu-west-9/" + service + "/aws4_request";
    byte[] key = ("AWS4" + secret).getBytes(UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    String toSign = String.join("\n", "AWS4-HMAC-SHA256", at, scope, sha256(canonical));
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofString(body))
        .header("X-Amz-Date", at)
        .header(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=host;x-amz-date, Signature=%s"
                .formatted(Product.KEY_ID, scope, HexFormat.of().formatHex(hmac(key, toSign))));
  }

  private static String sha256(String text) throws GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(UTF_8));
  }
}
