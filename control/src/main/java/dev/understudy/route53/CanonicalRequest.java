package dev.understudy.route53;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The text that is signed: method, path, query, headers, payload, each in one agreed spelling.
 *
 * <p>Source: AWS, "Create a signed AWS API request", step 1.
 */
final class CanonicalRequest {
  private static final String UNSIGNED = "UNSIGNED-PAYLOAD";
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private CanonicalRequest() {}

  static String of(Claim claim, HttpHead head, Query query, String path, String payload) {
    var headers = new StringBuilder();
    for (String name : claim.signedHeaders()) {
      headers.append(name.toLowerCase(Locale.ROOT)).append(':');
      headers.append(
          String.join(
              ",",
              head.headers().apply(name).stream()
                  .map(value -> BLANKS.matcher(value.strip()).replaceAll(" "))
                  .toList()));
      headers.append('\n');
    }
    return String.join(
        "\n",
        head.method(),
        path,
        query(claim, query),
        headers,
        String.join(";", claim.signedHeaders()),
        payload);
  }

  /**
   * The hash of the body, or what the client signed in its place.
   *
   * <p>A signed {@code x-amz-content-sha256} may say that the body is not signed; any other value
   * must be the body's hash, so the hash is used.
   */
  static String payload(Claim claim, HttpHead head, Query query, byte[] body) {
    boolean signed = claim.signedHeaders().contains("x-amz-content-sha256");
    boolean unsigned =
        (signed && head.header("x-amz-content-sha256").equals(UNSIGNED))
            || (claim.presigned() && UNSIGNED.equals(query.value("X-Amz-Content-Sha256")));
    return unsigned ? UNSIGNED : sha256(body);
  }

  /** Dot segments and doubled slashes resolved, then encoded once more than on the wire. */
  static String normalisedPath(String path) {
    var segments = new ArrayDeque<String>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        segments.pollLast();
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.addLast(segment);
      }
    }
    boolean slashed = path.endsWith("/") && !segments.isEmpty();
    return Query.encode("/" + String.join("/", segments) + (slashed ? "/" : ""), "/");
  }

  private static String query(Claim claim, Query query) {
    List<String> pairs = new ArrayList<>();
    for (Query.Parameter parameter : query.parameters()) {
      String name = Query.decode(parameter.rawName());
      if (!claim.presigned() || !name.equals("X-Amz-Signature")) {
        pairs.add(
            Query.encode(name, "") + "=" + Query.encode(Query.decode(parameter.rawValue()), ""));
      }
    }
    // '=' sorts after some of a name's characters, so names are compared before values.
    pairs.sort((a, b) -> a.replace('=', '\0').compareTo(b.replace('=', '\0')));
    return String.join("&", pairs);
  }

  static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
