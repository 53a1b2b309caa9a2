package dev.understudy.cloudwatch;

/** The state of an alarm, by the API's names. */
public enum StateValue {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
