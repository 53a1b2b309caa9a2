package dev.understudy.history;

import dev.understudy.intent.DomainName;
import dev.understudy.store.Key;
import dev.understudy.store.Value;
import dev.understudy.wire.RecordType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happened. Texts are for people and never hold a secret. */
public sealed interface Event {
  /** When it happened, to the millisecond. */
  Instant at();

  /** What events can be asked for by. */
  enum Kind {
    /** A {@link HealthTransition}. */
    HEALTH,
    /** An {@link AnswerChange}. */
    ANSWER,
    /** A {@link ConfigurationChange}. */
    CHANGE,
    /** A {@link NotificationOutcome}. */
    NOTIFICATION,
    /** A {@link Gap}. */
    GAP
  }

  /** Which kind it is. */
  default Kind kind() {
    return switch (this) {
      case HealthTransition _ -> Kind.HEALTH;
      case AnswerChange _ -> Kind.ANSWER;
      case ConfigurationChange _ -> Kind.CHANGE;
      case NotificationOutcome _ -> Kind.NOTIFICATION;
      case Gap _ -> Kind.GAP;
    };
  }

  /**
   * A health check turned.
   *
   * @param target what is checked, in short: {@code http://192.0.2.1:80/}; empty if unknown
   * @param from the status recorded before, true for healthy, inversion and disabling applied
   * @param to the status from then on
   * @param merged how many turns before this one were not recorded by themselves, because too many
   *     came at once
   * @param found whether it was found so when the process started, and turned at an unknown time
   *     before
   * @param evidence what each checker last said, when it turned
   */
  record HealthTransition(
      Instant at,
      String checkId,
      String target,
      boolean from,
      boolean to,
      int merged,
      boolean found,
      List<Testimony> evidence)
      implements Event {
    public HealthTransition {
      at = millis(at);
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * What one checker said.
   *
   * @param counted whether it counted for the verdict
   * @param last text of its newest observation, with the raw error; null before the first
   * @param lastFailure text of the newest that failed; null if none did
   * @param alikeSince when the first of its newest observations was made that all passed or all
   *     failed; null before the first
   */
  record Testimony(
      String checker,
      String region,
      boolean healthy,
      boolean counted,
      @Nullable String last,
      @Nullable Instant lastTime,
      @Nullable String lastFailure,
      @Nullable Instant lastFailureTime,
      @Nullable Instant alikeSince) {}

  /**
   * The answer to a question changed.
   *
   * @param clients whose: {@code any client}, or a class of them, such as {@code in DE}
   * @param checks ids of the checks whose turn changed it; empty if a configuration change did
   * @param changeId of the configuration change that changed it, or null
   * @param revision of the configuration that the new answer is from
   */
  record AnswerChange(
      Instant at,
      DomainName name,
      RecordType type,
      String clients,
      Answer from,
      Answer to,
      List<String> checks,
      @Nullable String changeId,
      long revision)
      implements Event {
    public AnswerChange {
      at = millis(at);
      checks = List.copyOf(checks);
    }
  }

  /**
   * What those who ask get.
   *
   * @param text {@code 192.0.2.1}; where chance decides, {@code 192.0.2.1 (25 %) or 192.0.2.2 (75
   *     %)}; {@code no such name (NXDOMAIN)}
   * @param ttlSeconds for how long resolvers may keep it, the longest of them; 0 where there is
   *     nothing to keep
   * @param healthy false where nothing is healthy, so that everything counts as healthy
   */
  record Answer(String text, int ttlSeconds, boolean healthy) {}

  /**
   * Zones, record sets, health checks, tags or CIDR collections were changed, all in one commit.
   *
   * @param changeId as GetChange knows it; null where the API gives none
   * @param comment the caller's, or null
   * @param items what was written, with what stood there before
   */
  record ConfigurationChange(
      Instant at, @Nullable String changeId, @Nullable String comment, List<Item> items)
      implements Event {
    public ConfigurationChange {
      at = millis(at);
      items = List.copyOf(items);
    }
  }

  /**
   * One entry of the store that was changed.
   *
   * @param before null where there was none
   * @param after null where it was deleted
   */
  record Item(Key key, @Nullable Value before, @Nullable Value after) {}

  /** What became of a notification. */
  enum Fate {
    /** Taken over by the recipient's server. */
    SENT,
    /** Failed at first, and is tried again. */
    DELAYED,
    /** Refused for good, expired or dropped. */
    GIVEN_UP
  }

  /**
   * A notification was sent or not.
   *
   * @param notificationId its id in the outbox
   * @param recipient a mail address, or a URL without its path and query
   * @param about what it told
   * @param attempts how often it was tried since the process started
   * @param detail the other side's words or the reason
   * @param checks ids of the health checks that it was about
   * @param names whose answers it was about
   */
  record NotificationOutcome(
      Instant at,
      String notificationId,
      String recipient,
      String about,
      Fate fate,
      int attempts,
      String detail,
      List<String> checks,
      List<DomainName> names)
      implements Event {
    public NotificationOutcome {
      at = millis(at);
      checks = List.copyOf(checks);
      names = List.copyOf(names);
    }
  }

  /**
   * Something is not in the record.
   *
   * @param reason what is missing and why, one line
   * @param count how many events, as far as known; 0 if unknown
   */
  record Gap(Instant at, String reason, int count) implements Event {
    public Gap {
      at = millis(at);
    }
  }

  private static Instant millis(Instant at) {
    return Instant.ofEpochMilli(at.toEpochMilli());
  }
}
