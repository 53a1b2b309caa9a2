package dev.understudy.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * One message to one recipient, as it waits in the outbox.
 *
 * @param id names it in the log and the history; 1 to 256 printable ASCII characters, no space
 * @param thread notifications of the same thread to the same recipient arrive in the order of
 *     {@link Outbox#entries}, each only when the one before has been delivered or given up; 0 to
 *     512 characters, empty where the recipient has one thread only
 * @param expires when it is given up if it could not be delivered, at most 14 days after accepted
 * @param about what it tells, for logs; never a secret; 0 to 200 characters
 * @param concerns ids of health checks and names that it is about, by which the record finds it; at
 *     most {@link #CONCERNS_MAX}
 */
public record Notification(
    String id,
    String thread,
    Instant accepted,
    Instant expires,
    String about,
    List<String> concerns,
    Message message) {
  /** So many are kept; more are not found by. */
  public static final int CONCERNS_MAX = 50;

  /** How long mail is tried (RFC 5321, section 4.5.4.1: at least 4 to 5 days). */
  public static final Duration MAIL_LIFETIME = Duration.ofDays(4);

  /** How long a post is tried: later than a day its receiver has moved on. */
  public static final Duration POST_LIFETIME = Duration.ofHours(24);

  private static final Duration LIFETIME_MAX = Duration.ofDays(14);
  private static final int THREAD_MAX = 512;
  private static final int ABOUT_MAX = 200;

  public Notification {
    if (!id.matches("[!-~]{1,256}")) {
      throw new IllegalArgumentException(
          "id '" + HeaderText.line(id, 256) + "' is not 1 to 256 printable characters");
    }
    if (thread.length() > THREAD_MAX) {
      throw new IllegalArgumentException(
          "thread of " + thread.length() + " characters is over " + THREAD_MAX);
    }
    accepted = Instant.ofEpochMilli(accepted.toEpochMilli());
    expires = Instant.ofEpochMilli(expires.toEpochMilli());
    if (expires.isBefore(accepted) || expires.isAfter(accepted.plus(LIFETIME_MAX))) {
      throw new IllegalArgumentException(
          "expires " + expires + " is not within 14 days of " + accepted);
    }
    about = HeaderText.line(about, ABOUT_MAX);
    concerns = concerns.stream().distinct().limit(CONCERNS_MAX).toList();
  }

  /** The same, about these. */
  public Notification concerning(Collection<String> checksAndNames) {
    return new Notification(
        id, thread, accepted, expires, about, List.copyOf(checksAndNames), message);
  }

  /** One that expires as its kind does: mail after 4 days, a post after 24 hours. */
  public static Notification of(
      String id, String thread, Instant accepted, String about, Message message) {
    Duration lifetime =
        switch (message) {
          case Mail _ -> MAIL_LIFETIME;
          case Post _ -> POST_LIFETIME;
        };
    return new Notification(
        id, thread, accepted, accepted.plus(lifetime), about, List.of(), message);
  }

  /** Without what it says: recipients may be told secrets. */
  @Override
  public String toString() {
    return id + " to " + message.recipient() + (about.isEmpty() ? "" : " about " + about);
  }
}
