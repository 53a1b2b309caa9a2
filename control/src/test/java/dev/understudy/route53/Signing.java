package dev.understudy.route53;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs raw requests, apart from the code under test as far as the agreed spelling goes. */
final class Signing {
  private static final String KEY = "AKIDEXAMPLE";
  private static final String SECRET = "secret";
  private static final String HOST = "api.example";

  private Signing() {}

  /** A whole HTTP request that ends its connection. */
  static String request(
      String method, String path, String moreHeaders, String service, String body) {
    return head(method, path, moreHeaders, service, body.getBytes(StandardCharsets.UTF_8)) + body;
  }

  /** The same with a body of any octets. */
  static byte[] request(
      String method, String path, String moreHeaders, String service, byte[] body) {
    byte[] head =
        head(method, path, moreHeaders, service, body).getBytes(StandardCharsets.ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private static String head(
      String method, String path, String moreHeaders, String service, byte[] body) {
    String time = Claim.BASIC.format(Instant.now());
    String headers = "host:" + HOST + "\nx-amz-date:" + time + "\n";
    String signature =
        signature(time, service, canonical(method, path, "", headers, "host;x-amz-date", body));
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: "
        + HOST
        + "\r\nX-Amz-Date: "
        + time
        + "\r\n"
        + "Authorization: AWS4-HMAC-SHA256 Credential="
        + scope(time, service)
        + ", SignedHeaders=host;x-amz-date, Signature="
        + signature
        + "\r\n"
        + moreHeaders
        + "Connection: close\r\nContent-Length: "
        + body.length
        + "\r\n\r\n";
  }

  /** A path with a signed query. */
  static String presigned(String path, String service, long seconds) {
    String time = Claim.BASIC.format(Instant.now());
    var parameters = new TreeMap<String, String>();
    parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
    parameters.put(
        "X-Amz-Credential", KEY + "/" + scope(time, service).substring(KEY.length() + 1));
    parameters.put("X-Amz-Date", time);
    parameters.put("X-Amz-Expires", Long.toString(seconds));
    parameters.put("X-Amz-SignedHeaders", "host");
    List<String> pairs =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue().replace("/", "%2F"))
            .toList();
    String query = String.join("&", pairs);
    String canonical = canonical("GET", path, query, "host:" + HOST + "\n", "host", new byte[0]);
    return path + "?" + query + "&X-Amz-Signature=" + signature(time, service, canonical);
  }

  private static String canonical(
      String method, String path, String query, String headers, String names, byte[] body) {
    String hash = CanonicalRequest.sha256(body);
    return String.join("\n", method, path.replace("%", "%25"), query, headers, names, hash);
  }

  private static String scope(String time, String service) {
    return KEY + "/" + time.substring(0, 8) + "/eu-north-7/" + service + "/aws4_request";
  }

  private static String signature(String time, String service, String canonical) {
    String scope = scope(time, service).substring(KEY.length() + 1);
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + time
            + "\n"
            + scope
            + "\n"
            + CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8));
    byte[] key = ("AWS4" + SECRET).getBytes(StandardCharsets.UTF_8);
    for (String part : List.of(scope.split("/", -1))) {
      key = hmac(key, part);
    }
    return HexFormat.of().formatHex(hmac(key, toSign));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
