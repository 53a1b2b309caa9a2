package dev.understudy.delivery;

import dev.understudy.store.Key;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keys of waiting notifications, in the order in which they were accepted.
 *
 * <pre>
 *  octet 0    1                            9
 *        +----+----------------------------+
 *        | 40 | microseconds since 1970    |
 *        +----+----------------------------+
 * </pre>
 *
 * <p>No two keys of a process are alike: the time is moved on where it did not move itself.
 */
final class OutboxKeys {
  /** Spaces below belong to {@code control}, see its {@code Space}. */
  private static final byte SPACE = 0x40;

  static final Key PREFIX = Key.of(SPACE);

  private final AtomicLong last = new AtomicLong();

  /** A key above all given before. */
  Key next(Instant now) {
    long micros = Math.multiplyExact(now.toEpochMilli(), 1000L);
    return key(last.updateAndGet(before -> Math.max(before + 1, micros)));
  }

  /** Keys given from now on are above this one. */
  void seen(Key key) {
    long micros = micros(key);
    last.updateAndGet(before -> Math.max(before, micros));
  }

  /** About when the notification was accepted. */
  static Instant accepted(Key key) {
    return Instant.ofEpochMilli(micros(key) / 1000);
  }

  private static long micros(Key key) {
    return ByteBuffer.wrap(key.octets()).getLong(1);
  }

  private static Key key(long micros) {
    return Key.of(ByteBuffer.allocate(1 + Long.BYTES).put(SPACE).putLong(micros).array());
  }
}
