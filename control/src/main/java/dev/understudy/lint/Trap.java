package dev.understudy.lint;

/**
 * What can be wrong with a group of record sets. The names are a promise: they are the {@code code}
 * of a warning in the log and in {@code /status}.
 */
public enum Trap {
  /** A leaf without a health check keeps traffic: nothing that comes after it is ever tried. */
  UNCHECKED_LEAF(
      "Attach a health check to each of them: one without a check always counts as healthy."),

  /** An alias with EvaluateTargetHealth false keeps traffic in its branch. */
  TARGET_HEALTH_IGNORED(
      "Set EvaluateTargetHealth to true, or attach a health check to the alias itself."),

  /** Primary and secondary go down together. */
  SAME_CHECK("Give the secondary a check of its own endpoint, or none if it is the last resort."),

  /** A standby of weight 0 whose turn never comes. */
  ZERO_WEIGHT_NEVER_ANSWERS(
      "Attach a health check to every record set of the group whose weight is not 0."),

  /** Weight 0 everywhere means equal shares, not none. */
  ALL_WEIGHTS_ZERO("Give a weight above 0 to those that shall answer, or delete the others."),

  /** Resolvers go on with the dead endpoint for longer than a minute. */
  TTL_OVER_60("Set the TTL to 60 seconds or less."),

  /** A disabled check decides nothing. */
  DISABLED_CHECK("Enable the check again when its endpoint is to be watched."),

  /** A check that was deleted decides nothing. */
  DELETED_CHECK("Create a check anew and name that one, or take the id out of the record set."),

  /** A check that follows the failover it is there to decide. */
  CHECK_FAILS_OVER(
      "Let the check probe one endpoint: by its IPAddress, or by a name that does not fail over.");

  private final String remedy;

  Trap(String remedy) {
    this.remedy = remedy;
  }

  /** What to do about it, one sentence. */
  public String remedy() {
    return remedy;
  }
}
