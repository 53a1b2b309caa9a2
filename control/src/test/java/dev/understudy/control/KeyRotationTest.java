package dev.understudy.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.control.ZoneKeys.Role;
import dev.understudy.control.ZoneKeys.ZoneSigningKey;
import dev.understudy.dnssec.NewKey;
import dev.understudy.intent.SigningKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route 53: pre-publish, every 7 to 30 days; RFC 6781, section 4.1.1.1. */
class KeyRotationTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  private static SigningKey key() {
    return NewKey.make(SigningKey.ZONE_SIGNING, RANDOM);
  }

  private static List<ZoneSigningKey> first() {
    return List.of(new ZoneSigningKey(Role.SIGNING, key(), START));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # day | keys of the set, the first signs
          0     | 1
          11    | 1
          12    | 1 2
          13    | 1 2
          14    | 2 1
          21    | 2 1
          22    | 2
          26    | 2 3
          28    | 3 2
          36    | 3
          """)
  void aKeyIsPublishedBeforeItSignsAndStaysAfter(int day, String set) {
    List<ZoneSigningKey> keys = first();
    var numbers = new HashMap<SigningKey, Integer>(Map.of(keys.getFirst().key(), 1));
    for (int hour = 0; hour <= 24 * day; hour++) {
      keys = KeyRotation.next(keys, START.plus(Duration.ofHours(hour)), KeyRotationTest::key);
      keys.forEach(each -> numbers.putIfAbsent(each.key(), numbers.size() + 1));
    }
    assertThat(
            keys.stream()
                .map(each -> String.valueOf(numbers.get(each.key())))
                .collect(Collectors.joining(" ")))
        .isEqualTo(set);
  }

  /** Whatever the pauses, no key signs that was not shown for two days, nor goes in a week. */
  @Test
  void aServerThatWasOffHurriesNothing() {
    long seed = new SecureRandom().nextLong();
    var random = new SplittableRandom(seed);
    List<ZoneSigningKey> keys = first();
    Instant now = START;
    var shown = new HashMap<SigningKey, Instant>(Map.of(keys.getFirst().key(), Instant.MIN));
    var stopped = new HashMap<SigningKey, Instant>();
    for (int i = 0; i < 500; i++) {
      now = now.plus(Duration.ofHours(random.nextInt(random.nextInt(10) == 0 ? 2_000 : 60)));
      Instant at = now;
      List<ZoneSigningKey> next = KeyRotation.next(keys, now, KeyRotationTest::key);
      SigningKey before = keys.getFirst().key();
      next.forEach(each -> shown.putIfAbsent(each.key(), at));
      if (!next.getFirst().key().equals(before)) {
        assertThat(shown.get(next.getFirst().key()))
            .as("seed " + seed)
            .isBeforeOrEqualTo(now.minus(KeyRotation.PUBLISHED));
        stopped.put(before, now);
      }
      var gone = new ArrayList<>(keys.stream().map(ZoneSigningKey::key).toList());
      gone.removeAll(next.stream().map(ZoneSigningKey::key).toList());
      for (SigningKey key : gone) {
        assertThat(stopped.get(key))
            .as("seed " + seed)
            .isBeforeOrEqualTo(now.minus(KeyRotation.RETIRED));
      }
      assertThat(next).hasSizeLessThanOrEqualTo(2);
      keys = next;
    }
  }
}
