package dev.understudy.cloudwatch;

import dev.understudy.store.Key;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Where alarms lie in the store.
 *
 * <pre>
 *  alarm            5A | name
 *  what happened    5B | milliseconds since 1970, 8 octets | number, 4 octets
 * </pre>
 */
final class AlarmKeys {
  private static final byte ALARM = 0x5A;
  private static final byte HISTORY = 0x5B;

  private AlarmKeys() {}

  static Key alarms() {
    return Key.of(ALARM);
  }

  /** The alarm of that name; or, as a prefix, all whose names begin so. */
  static Key alarm(String name) {
    var octets = new ByteArrayOutputStream();
    octets.write(ALARM);
    octets.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    return Key.of(octets.toByteArray());
  }

  static String name(Key alarm) {
    byte[] octets = alarm.octets();
    return new String(octets, 1, octets.length - 1, StandardCharsets.UTF_8);
  }

  static Key histories() {
    return Key.of(HISTORY);
  }

  /**
   * Something that happened.
   *
   * @param number tells apart what happened in one millisecond
   */
  static Key history(Instant at, int number) {
    return Key.of(
        ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
            .put(HISTORY)
            .putLong(at.toEpochMilli())
            .putInt(number)
            .array());
  }

  static Instant historyTime(Key history) {
    return Instant.ofEpochMilli(ByteBuffer.wrap(history.octets()).getLong(1));
  }
}
