package dev.understudy.routing;

/**
 * Told of every step of a decision, in order, for explanation. Where nobody watches, the router has
 * none and pays one comparison for each step.
 *
 * <p>Levels nest: what is told of level {@code n + 1} belongs to the alias that was opened last at
 * level {@code n}. Groups and choices stand only during the call; whoever wants to remember copies.
 */
public interface Witness {

  /**
   * A group is looked at.
   *
   * @param level 0 for the group asked for, 1 for the target of its alias, and so on
   */
  default void entered(int level, Candidates group) {}

  /** What the policy makes of a candidate; told of all, before any is offered. */
  default void scored(int level, Candidates group, int ordinal, Score score) {}

  /**
   * Chance picks the candidate that is offered next.
   *
   * @param point what was drawn, from 0 to below {@code sum}
   * @param sum the weights still in play; where all of them are 0, how many there are
   */
  default void drawn(int level, Candidates group, int ordinal, int point, int sum) {}

  /** The policy offers a candidate; if it is an alias, its target is looked at next. */
  default void opened(int level, Candidates group, int ordinal) {}

  /**
   * A candidate was looked at.
   *
   * @param checkHealthy what its own health check said; true without one
   * @param healthy that, and its target's health if it is an alias that evaluates it
   */
  void considered(int level, Candidates group, int ordinal, boolean checkHealthy, boolean healthy);

  /** No candidate of the group was healthy: the first pick answers nevertheless. */
  void failedOpen(int level, Candidates group);

  /**
   * The group has come to an end.
   *
   * @param choice the way from this level down; {@link Choice#isPicked} tells which candidates of
   *     this group are on it
   */
  default void settled(int level, Candidates group, Choice choice) {}
}
