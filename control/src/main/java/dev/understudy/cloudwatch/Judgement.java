package dev.understudy.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an alarm's criteria say of the newest periods (CloudWatch User Guide, "Using Amazon
 * CloudWatch alarms", on evaluation and on missing data). Pure.
 *
 * <p>CloudWatch looks back farther than the evaluation periods. Where there are as many datapoints
 * as evaluation periods in that range, the newest of them decide and missing ones do not matter.
 * Otherwise the newest periods decide, those without data counting as the alarm says.
 *
 * @param state null: it stays as it is
 * @param evaluated the datapoints that decided, newest first
 */
public record Judgement(@Nullable StateValue state, List<Datapoint> evaluated) {
  /** How many more periods are looked at than the alarm evaluates. */
  static final int FURTHER_PERIODS = 2;

  /**
   * The figure of one period.
   *
   * @param startSeconds of the period, since 1970
   */
  public record Datapoint(long startSeconds, double value) {}

  /** Keeps a copy. */
  public Judgement {
    evaluated = List.copyOf(evaluated);
  }

  /**
   * Judges.
   *
   * @param periods newest first, null where there is no data; as many as are evaluated and {@link
   *     #FURTHER_PERIODS} more
   */
  static Judgement of(Criteria criteria, List<@Nullable Datapoint> periods) {
    int wanted = criteria.evaluationPeriods();
    List<Datapoint> present = new ArrayList<>();
    for (@Nullable Datapoint each : periods) {
      if (each != null && present.size() < wanted) {
        present.add(each);
      }
    }
    if (present.size() == wanted) {
      return decided(criteria, present, 0);
    }
    if (present.isEmpty()) {
      return switch (criteria.missingData()) {
        case MISSING -> new Judgement(StateValue.INSUFFICIENT_DATA, present);
        case IGNORE -> new Judgement(null, present);
        case BREACHING -> new Judgement(StateValue.ALARM, present);
        case NOT_BREACHING -> new Judgement(StateValue.OK, present);
      };
    }
    return switch (criteria.missingData()) {
      case BREACHING -> decided(criteria, present, wanted - present.size());
      case NOT_BREACHING -> decided(criteria, present, 0);
      case MISSING, IGNORE -> partial(criteria, present, age(periods));
    };
  }

  /** Gaps that count as breaching, and the datapoints that do breach, make an alarm or not. */
  private static Judgement decided(Criteria criteria, List<Datapoint> present, int gaps) {
    int breaches = gaps;
    for (Datapoint each : present) {
      breaches += criteria.breaches(each.value()) ? 1 : 0;
    }
    return new Judgement(
        breaches >= criteria.datapointsToAlarm() ? StateValue.ALARM : StateValue.OK, present);
  }

  /** How many periods back the oldest datapoint is, the newest period counting as 1. */
  private static int age(List<@Nullable Datapoint> periods) {
    int age = 0;
    for (int i = 0; i < periods.size(); i++) {
      age = periods.get(i) == null ? age : i + 1;
    }
    return age;
  }

  /**
   * Fewer datapoints than periods. Where all of them breach, but not often enough, missing data
   * makes it an alarm as soon as the oldest is so old that the gaps must have filled by now; until
   * then the state stays, so that no alarm is premature.
   */
  private static Judgement partial(Criteria criteria, List<Datapoint> present, int age) {
    long breaches = present.stream().filter(each -> criteria.breaches(each.value())).count();
    if (breaches >= criteria.datapointsToAlarm()) {
      return new Judgement(StateValue.ALARM, present);
    }
    if (breaches < present.size()) {
      return new Judgement(StateValue.OK, present);
    }
    boolean alarm =
        criteria.missingData() == MissingData.MISSING && age >= criteria.datapointsToAlarm();
    return new Judgement(alarm ? StateValue.ALARM : null, present);
  }
}
