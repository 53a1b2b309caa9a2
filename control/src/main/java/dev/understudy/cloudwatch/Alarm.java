package dev.understudy.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An alarm (API Reference, MetricAlarm).
 *
 * @param name 1 to 255 characters
 * @param description empty if there is none
 * @param actionsEnabled whether a change of state does anything
 * @param actions ARNs of topics by the state whose coming runs them
 * @param datapointsGiven whether DatapointsToAlarm was given; it is shown only then
 * @param unit empty if none was given; kept, and counts for nothing
 * @param configured when its settings last changed
 */
record Alarm(
    String name,
    String description,
    boolean actionsEnabled,
    Map<StateValue, List<String>> actions,
    Criteria criteria,
    boolean datapointsGiven,
    String unit,
    Map<String, String> tags,
    Instant configured,
    State state) {

  /**
   * How it stands.
   *
   * @param data JSON, empty if there is none
   * @param updated when the state or its reason last changed
   * @param since when the state last changed
   */
  record State(StateValue value, String reason, String data, Instant updated, Instant since) {}

  static final State FIRST =
      new State(
          StateValue.INSUFFICIENT_DATA,
          "Unchecked: Initial alarm creation",
          "",
          Instant.EPOCH,
          Instant.EPOCH);

  List<String> actions(StateValue of) {
    return actions.getOrDefault(of, List.of());
  }

  Alarm with(State now) {
    return new Alarm(
        name,
        description,
        actionsEnabled,
        actions,
        criteria,
        datapointsGiven,
        unit,
        tags,
        configured,
        now);
  }

  Alarm withActionsEnabled(boolean enabled, Instant when) {
    return new Alarm(
        name, description, enabled, actions, criteria, datapointsGiven, unit, tags, when, state);
  }

  Alarm withTags(Map<String, String> now) {
    return new Alarm(
        name,
        description,
        actionsEnabled,
        actions,
        criteria,
        datapointsGiven,
        unit,
        now,
        configured,
        state);
  }

  String arn(String account) {
    return "arn:aws:cloudwatch:us-east-1:" + account + ":alarm:" + name;
  }
}
