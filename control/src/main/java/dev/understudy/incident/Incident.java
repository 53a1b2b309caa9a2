package dev.understudy.incident;

import dev.understudy.recipient.Recipient;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A thread with one recipient about checks that went down together.
 *
 * @param id letters and digits, unique
 * @param messages sent so far
 * @param lastMessage when the last was sent
 * @param news when the first turn happened that was not told yet; null if all is told
 * @param newest when the last such turn happened
 * @param reminder when to remind if nothing else is told
 */
record Incident(
    String id,
    Recipient recipient,
    Instant opened,
    int messages,
    Instant lastMessage,
    @Nullable Instant news,
    Instant newest,
    Instant reminder) {
  /** What else turns within so long is told along. */
  static final Duration QUIET = Duration.ofMillis(400);

  /** Nothing new waits longer than that to be told, but for {@link #PACE}. */
  static final Duration GATHERED_MAX = Duration.ofMillis(1_200);

  /** Checks that go down within so long after the first belong to its incident. */
  static final Duration JOINABLE = Duration.ofMinutes(2);

  /** Between two messages that neither open nor close. */
  static final Duration PACE = Duration.ofSeconds(30);

  static final Duration FIRST_REMINDER = Duration.ofHours(1);
  static final Duration LATER_REMINDERS = Duration.ofDays(1);

  static Incident open(String id, Recipient recipient, Instant at) {
    return new Incident(id, recipient, at, 0, Instant.EPOCH, null, at, at.plus(FIRST_REMINDER));
  }

  Incident heard(Instant at) {
    return new Incident(
        id, recipient, opened, messages, lastMessage, news == null ? at : news, at, reminder);
  }

  Incident told(Instant now, boolean reminded) {
    return new Incident(
        id,
        recipient,
        opened,
        messages + 1,
        now,
        null,
        newest,
        reminded ? now.plus(LATER_REMINDERS) : reminder);
  }

  Incident nothingNew() {
    return new Incident(id, recipient, opened, messages, lastMessage, null, newest, reminder);
  }

  boolean joinableAt(Instant at) {
    return !at.isAfter(opened.plus(JOINABLE));
  }

  /**
   * When something is to be told.
   *
   * @param over whether all its checks are up
   */
  Instant due(boolean over) {
    if (news == null) {
      return reminder;
    }
    Instant soon = earlier(news.plus(GATHERED_MAX), newest.plus(QUIET));
    if (messages == 0 || over) {
      return soon;
    }
    Instant paced = lastMessage.plus(PACE);
    return soon.isAfter(paced) ? soon : paced;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
