package dev.understudy.history;

import dev.understudy.delivery.Notification;
import dev.understudy.delivery.Outcome;
import dev.understudy.delivery.OutcomeListener;
import dev.understudy.history.Event.Fate;
import dev.understudy.history.Event.NotificationOutcome;
import dev.understudy.intent.DomainName;
import dev.understudy.presentation.NameText;
import dev.understudy.presentation.PresentationException;
import dev.understudy.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Records what became of notifications: that they were sent or given up, in the commit that takes
 * them out of the outbox, and the first time that one is delayed.
 */
public final class NotificationRecord implements OutcomeListener {
  private static final int DETAIL_MAX = 300;
  private static final Pattern CHECK_ID =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
    var checks = new ArrayList<String>();
    var names = new ArrayList<DomainName>();
    for (String each : notification.concerns()) {
      if (CHECK_ID.matcher(each).matches()) {
        checks.add(each);
      } else {
        name(each).ifPresent(names::add);
      }
    }
    return log.entries(
        new NotificationOutcome(
            outcome.at(),
            notification.id(),
            notification.message().recipient(),
            notification.about(),
            fate,
            outcome.attempts(),
            detail.length() <= DETAIL_MAX ? detail : detail.substring(0, DETAIL_MAX),
            checks,
            names));
  }

  private static Optional<DomainName> name(String text) {
    try {
      return Optional.of(NameText.parse(text));
    } catch (PresentationException _) {
      return Optional.empty(); // then it is not found by name
    }
  }
}
