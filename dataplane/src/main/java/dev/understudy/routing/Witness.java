package dev.understudy.routing;

/**
 * Told of every step of a decision, in order, for explanation. Where nobody watches, the router has
 * none and pays one comparison for each candidate.
 */
public interface Witness {

  /**
   * A candidate was looked at.
   *
   * @param level 0 for the group asked for, 1 for the target of its alias, and so on
   * @param checkHealthy what its own health check said; true without one
   * @param healthy that, and its target's health if it is an alias that evaluates it
   */
  void considered(int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy);

  /** No candidate of the group was healthy: the first pick answers nevertheless. */
  void failedOpen(int level, Candidates group);
}
