package dev.understudy.incident;

/** How a check stands in an incident, as a recipient is told. */
enum Condition {
  /** Nothing was told yet. */
  UNTOLD,
  /** It is unhealthy. */
  DOWN,
  /** It was unhealthy and is healthy again. */
  UP,
  /** It turns so often that single turns are not told. */
  FLAPPING
}
