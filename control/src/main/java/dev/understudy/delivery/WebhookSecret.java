package dev.understudy.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs posts, so that their receiver knows that they come from here and are fresh.
 *
 * <pre>
 *   Understudy-Signature: t=1795240914,v1=5257a869e7…
 * </pre>
 *
 * <p>{@code t} is the time of sending in seconds since 1970; {@code v1} the HMAC-SHA256, in
 * lower-case hex, of {@code t}, a full stop and the body as sent, keyed by the secret's octets. A
 * receiver computes it anew, compares in constant time and refuses a {@code t} more than 5 minutes
 * off. Each try is signed anew.
 */
public final class WebhookSecret {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int LENGTH_MIN = 16;
  private static final int LENGTH_MAX = 4096;

  private final SecretKeySpec key;

  private WebhookSecret(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * A secret of 16 to 4096 characters; white space around it does not count.
   *
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public static WebhookSecret of(String text) {
    byte[] octets = text.strip().getBytes(StandardCharsets.UTF_8);
    if (octets.length < LENGTH_MIN || octets.length > LENGTH_MAX) {
      throw new IllegalArgumentException("a webhook secret has 16 to 4096 characters");
    }
    return new WebhookSecret(new SecretKeySpec(octets, ALGORITHM));
  }

  /** The value of the header {@code Understudy-Signature}. */
  String signature(Instant now, byte[] body) {
    long seconds = now.getEpochSecond();
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((seconds + ".").getBytes(StandardCharsets.US_ASCII));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  @Override
  public String toString() {
    return "WebhookSecret";
  }
}
