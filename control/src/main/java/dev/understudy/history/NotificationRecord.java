package dev.understudy.history;

import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outcome;
import dev.understudy.delivery.OutcomeListener;
import dev.understudy.history.Event.Fate;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.store.Store;
import java.util.List;

/**
 * Records what became of notifications: that they were sent or given up, in the commit that takes
 * them out of the outbox, and the first time that one is delayed.
 */
public final class NotificationRecord implements OutcomeListener {
  private static final int DETAIL_MAX = 300;

  private final EventLog log;

  public NotificationRecord(EventLog log) {
    this.log = log;
  }

  @Override
  public List<Store.Mutation> mutations(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> entries(outcome, Fate.SENT);
      case Outcome.Delayed delayed ->
          delayed.attempts() == 1 ? entries(outcome, Fate.DELAYED) : List.of();
      case Outcome.GivenUp _ -> entries(outcome, Fate.GIVEN_UP);
    };
  }

  private List<Store.Mutation> entries(Outcome outcome, Fate fate) {
    Notification notification = outcome.notification();
    String detail = outcome.detail();
    return log.entries(
        new NotificationOutcome(
            outcome.at(),
            notification.id(),
            notification.message().recipient(),
            notification.about(),
            fate,
            outcome.attempts(),
            detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX)));
  }
}
