package dev.understudy.sns;

import dev.understudy.control.ApiException;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint that wants a topic's messages.
 *
 * @param topic the topic's name
 * @param id the last part of its ARN
 * @param endpoint a mail address or URL
 * @param attributes what was set, by SNS's names
 * @param confirmation how far its owner has agreed
 */
record Subscription(
    String topic,
    String id,
    Protocol protocol,
    String endpoint,
    Map<String, String> attributes,
    Confirmation confirmation) {
  static final String RAW = "RawMessageDelivery";
  private static final int FORMAT = 1;

  /** How long a token is good for; then a subscription that nobody confirmed is gone. */
  static final Duration TOKEN_LIFETIME = Duration.ofDays(3);

  /**
   * Whether and how the endpoint's owner agreed.
   *
   * @param tokenHash by which a token is recognised; the token itself is not kept
   * @param asked when the token was sent
   * @param signed whether the confirmation was signed with the account's key
   * @param signedEnd whether only a signed request may end the subscription
   */
  record Confirmation(
      boolean given, TokenHash tokenHash, Instant asked, boolean signed, boolean signedEnd) {}

  boolean isConfirmed() {
    return confirmation.given();
  }

  /** Whether nobody confirmed it in time: then it is as if it had never been. */
  boolean isLapsed(Instant now) {
    return !isConfirmed() && now.isAfter(confirmation.asked().plus(TOKEN_LIFETIME));
  }

  boolean isRaw() {
    return "true".equals(attributes.get(RAW));
  }

  /** Which messages it wants, or null for all; one that cannot be read any more wants all. */
  @Nullable FilterPolicy filter() {
    try {
      return FilterPolicy.of(attributes, "");
    } catch (ApiException e) {
      return null;
    }
  }

  Subscription with(Confirmation now) {
    return new Subscription(topic, id, protocol, endpoint, attributes, now);
  }

  Subscription withAttributes(Map<String, String> now) {
    return new Subscription(topic, id, protocol, endpoint, now, confirmation);
  }

  Value value() {
    var out = new ValueWriter(FORMAT).text(protocol.name()).text(endpoint);
    Maps.write(out, attributes);
    return out.flag(confirmation.given())
        .bytes(confirmation.tokenHash().octets())
        .instant(confirmation.asked())
        .flag(confirmation.signed())
        .flag(confirmation.signedEnd())
        .value();
  }

  static Subscription read(String topic, String id, byte[] octets) {
    var in = new ValueReader("subscription", octets, FORMAT);
    var subscription =
        new Subscription(
            topic,
            id,
            Protocol.valueOf(in.text()),
            in.text(),
            Maps.read(in),
            new Confirmation(
                in.flag(), new TokenHash(in.bytes()), in.instant(), in.flag(), in.flag()));
    in.end();
    return subscription;
  }

  /** Says nothing of the endpoint: the path of a URL may be a secret. */
  @Override
  public String toString() {
    return "subscription " + id + " of " + topic + " by " + protocol.text();
  }
}
