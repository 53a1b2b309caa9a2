package dev.understudy.cloudwatch;

import dev.understudy.store.Key;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Where metrics lie in the store: after everything that nameservers and checkers read. A metric is
 * named by 16 octets of the SHA-256 of its octets. Hours come first, so that what is written at one
 * time lies together and what is too old is one stretch.
 *
 * <pre>
 *  statistics of an hour  58 | hour since 1970, 4 octets | metric
 *  directory              59 | metric
 * </pre>
 */
final class MetricKeys {
  private static final byte CHUNK = 0x58;
  private static final byte DIRECTORY = 0x59;
  private static final int NAME_OCTETS = 16;

  private MetricKeys() {}

  static Key chunks() {
    return Key.of(CHUNK);
  }

  static Key chunk(Metric metric, int hour) {
    return Key.of(
        ByteBuffer.allocate(1 + Integer.BYTES + NAME_OCTETS)
            .put(CHUNK)
            .putInt(hour)
            .put(name(metric))
            .array());
  }

  static int hour(Key chunk) {
    return ByteBuffer.wrap(chunk.octets()).getInt(1);
  }

  static Key directory() {
    return Key.of(DIRECTORY);
  }

  static Key listed(Metric metric) {
    return Key.of(ByteBuffer.allocate(1 + NAME_OCTETS).put(DIRECTORY).put(name(metric)).array());
  }

  /** The first key that can come after one. */
  static Key following(Key key) {
    byte[] octets = key.octets();
    return Key.of(Arrays.copyOf(octets, octets.length + 1));
  }

  private static byte[] name(Metric metric) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(metric.octets());
      return Arrays.copyOf(hash, NAME_OCTETS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
