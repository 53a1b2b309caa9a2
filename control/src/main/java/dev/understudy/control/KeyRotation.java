package dev.understudy.control;

import dev.understudy.control.ZoneKeys.Role;
import dev.understudy.control.ZoneKeys.ZoneSigningKey;
import dev.understudy.intent.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/**
 * When a zone-signing key gives way to the next: by publishing first (RFC 6781, section 4.1.1.1),
 * every fourteen days (Route 53: every 7 to 30).
 *
 * <pre>
 *  day   0          12            14                  22          26
 *  key 1 signs -----------------> retired ----------> gone
 *  key 2            published --> signs --------------------------- ...
 *  key 3                                                          published
 * </pre>
 *
 * <p>A key is published for two days before it signs: the key set lives one hour in caches. It
 * stays for eight days after: what it signed lives at most a week. One step at a time, each timed
 * from when the last was taken, so that a server which was off for a month hurries nothing.
 *
 * <p>A pure function of the keys and the time.
 */
final class KeyRotation {
  static final Duration SIGNS_ALONE = Duration.ofDays(12);
  static final Duration PUBLISHED = Duration.ofDays(2);
  static final Duration RETIRED = Duration.ofDays(8);

  private KeyRotation() {}

  /** The same list if nothing is due. */
  static List<ZoneSigningKey> next(
      List<ZoneSigningKey> keys, Instant now, Supplier<SigningKey> newKey) {
    ZoneSigningKey first = keys.getFirst();
    if (keys.size() == 1) {
      return due(first, SIGNS_ALONE, now)
          ? List.of(first, new ZoneSigningKey(Role.PUBLISHED, newKey.get(), now))
          : keys;
    }
    ZoneSigningKey other = keys.get(1);
    return switch (other.role()) {
      case PUBLISHED ->
          due(other, PUBLISHED, now)
              ? List.of(
                  new ZoneSigningKey(Role.SIGNING, other.key(), now),
                  new ZoneSigningKey(Role.RETIRED, first.key(), now))
              : keys;
      case RETIRED, SIGNING -> due(other, RETIRED, now) ? List.of(first) : keys;
    };
  }

  private static boolean due(ZoneSigningKey key, Duration after, Instant now) {
    return !now.isBefore(key.since().plus(after));
  }
}
