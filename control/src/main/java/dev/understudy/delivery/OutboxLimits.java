package dev.understudy.delivery;

import java.time.Duration;

/**
 * What the outbox may hold and do at once.
 *
 * @param waitingMax notifications in all
 * @param waitingOctetsMax octets of them in the store
 * @param waitingPerRecipientMax notifications to one recipient
 * @param attemptsMax tries under way at once
 * @param attemptsPerServerMax tries under way at once to one server
 * @param delayFirst before the second try
 * @param delayMax between two tries
 * @param retryAfterMax longest wish of a server that is followed
 * @param orderMax how long, from its acceptance, a notification waits for an older one of its
 *     thread that cannot be delivered
 */
record OutboxLimits(
    int waitingMax,
    long waitingOctetsMax,
    int waitingPerRecipientMax,
    int attemptsMax,
    int attemptsPerServerMax,
    Duration delayFirst,
    Duration delayMax,
    Duration retryAfterMax,
    Duration orderMax) {
  static final OutboxLimits DEFAULT =
      new OutboxLimits(
          100_000,
          256L << 20,
          1_000,
          512,
          16,
          Duration.ofSeconds(1),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofMinutes(15));

  OutboxLimits {
    if (waitingMax < 1
        || waitingOctetsMax < 1
        || waitingPerRecipientMax < 1
        || attemptsMax < 1
        || attemptsPerServerMax < 1) {
      throw new IllegalArgumentException("limits of the outbox are not all positive");
    }
  }

  /**
   * How long to wait after a failure: doubling, and shifted by up to a fifth either way, so that
   * what failed together does not return together.
   *
   * @param attempts made so far, 1 or more
   * @param chance 0 inclusive to 1 exclusive
   */
  Duration delayAfter(int attempts, double chance) {
    long doubled = delayFirst.toMillis() << Math.min(attempts - 1, 30);
    long millis = Math.min(doubled, delayMax.toMillis());
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * chance)));
  }
}
