package dev.understudy.sns;

import dev.understudy.store.Key;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where topics and subscriptions lie in the store: after everything that nameservers and checkers
 * read.
 *
 * <pre>
 *  topic         50 | name
 *  subscription  51 | topic | 0 | id
 *  endpoint      52 | topic | 0 | protocol | 0 | SHA-256 of the endpoint, hex
 * </pre>
 */
final class SnsKeys {
  private static final int TOPIC = 0x50;
  private static final int SUBSCRIPTION = 0x51;
  private static final int ENDPOINT = 0x52;

  private SnsKeys() {}

  static Key topics() {
    return Key.of((byte) TOPIC);
  }

  static Key topic(String name) {
    return key(TOPIC, name);
  }

  static Key subscriptions() {
    return Key.of((byte) SUBSCRIPTION);
  }

  static Key subscriptions(String topic) {
    return key(SUBSCRIPTION, topic, "");
  }

  static Key subscription(String topic, String id) {
    return key(SUBSCRIPTION, topic, id);
  }

  /** Holds the id of the subscription that an endpoint has already. */
  static Key endpoint(String topic, Protocol protocol, String endpoint) {
    byte[] hash = TokenHash.of(endpoint).octets();
    return key(ENDPOINT, topic, protocol.text(), HexFormat.of().formatHex(hash));
  }

  static String topicName(Key key) {
    byte[] octets = key.octets();
    return new String(octets, 1, octets.length - 1, StandardCharsets.UTF_8);
  }

  /** The topic and the id that a subscription's key names. */
  static String[] topicAndId(Key key) {
    return topicName(key).split("\0", 2);
  }

  private static Key key(int space, String... parts) {
    var octets = new ByteArrayOutputStream();
    octets.write(space);
    octets.writeBytes(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
    return Key.of(octets.toByteArray());
  }
}
