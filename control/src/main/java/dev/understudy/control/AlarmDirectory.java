package dev.understudy.control;

import dev.understudy.model.AlarmIdentifier;
import dev.understudy.model.CloudWatchAlarmConfiguration;

/** The alarms that health checks may follow. */
@FunctionalInterface
public interface AlarmDirectory {
  /** Without alarms. */
  AlarmDirectory NONE =
      alarm -> {
        throw noSuchAlarm(alarm);
      };

  /**
   * The definition of an alarm as it is now.
   *
   * @throws ApiException InvalidInput if there is no such alarm, or a health check cannot follow it
   */
  CloudWatchAlarmConfiguration definition(AlarmIdentifier alarm) throws ApiException;

  /** The refusal of an alarm that does not exist. */
  static ApiException noSuchAlarm(AlarmIdentifier alarm) {
    return CheckRules.invalid(
        "The CloudWatch alarm " + alarm.name() + " does not exist in " + alarm.region() + ".");
  }

  /**
   * The refusal of an alarm that a health check cannot follow.
   *
   * @param because a clause, such as {@code its period is below 60 seconds}
   */
  static ApiException cannotFollow(AlarmIdentifier alarm, String because) {
    return CheckRules.invalid(
        "A health check cannot follow the CloudWatch alarm " + alarm.name() + ": " + because + ".");
  }
}
