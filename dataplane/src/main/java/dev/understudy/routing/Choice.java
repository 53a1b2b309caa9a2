package dev.understudy.routing;

import dev.understudy.health.HealthView;

/**
 * What was decided: the way from the group asked for, through aliases, to the record sets that
 * answer. One object for each serving thread, written by {@link Router} only.
 */
public final class Choice {
  /** The most values a multivalue answer has (Route 53 Developer Guide, multivalue answer). */
  public static final int MULTIVALUE_MAX = 8;

  /** What kind of end the way has. */
  public enum Kind {
    /** The record sets {@link #pick} of the last group answer. */
    ANSWER,
    /** The way ends at a target that has no records here. */
    NOTHING,
    /** The way ends at an alias whose target outside has nothing to give. */
    NOTHING_OUTSIDE,
    /** More groups in a row than {@link Router#GROUPS_MAX}: a loop, most likely. */
    TOO_DEEP
  }

  final int[] path = new int[Router.GROUPS_MAX];
  final int[] picks = new int[MULTIVALUE_MAX];
  Kind kind = Kind.NOTHING;
  int groups;
  int pickCount;
  boolean healthy;

  /** Starts as nothing. */
  public Choice() {}

  public Kind kind() {
    return kind;
  }

  /** How many aliases were followed to reach the group that answers. */
  public int aliases() {
    return groups - 1;
  }

  /** The ordinal of the alias followed from the group at {@code level}, from 0. */
  public int alias(int level) {
    return path[level];
  }

  /** How many record sets answer: 1, or up to {@link #MULTIVALUE_MAX}. */
  public int pickCount() {
    return pickCount;
  }

  /** Ordinals, in the last group, of the record sets that answer. */
  public int pick(int index) {
    return picks[index];
  }

  /** Whether a candidate of the group at {@code level} is on the way, or answers. */
  public boolean isPicked(int level, int ordinal) {
    if (level < groups - 1 || kind == Kind.NOTHING_OUTSIDE || kind == Kind.TOO_DEEP) {
      return level < groups && path[level] == ordinal;
    }
    for (int i = 0; kind == Kind.ANSWER && level == groups - 1 && i < pickCount; i++) {
      if (picks[i] == ordinal) {
        return true;
      }
    }
    return false;
  }

  /** Whether it was chosen as healthy by the {@link HealthView}; false for a last resort. */
  public boolean healthy() {
    return healthy;
  }

  void copyFrom(Choice other) {
    System.arraycopy(other.path, 0, path, 0, path.length);
    System.arraycopy(other.picks, 0, picks, 0, picks.length);
    kind = other.kind;
    groups = other.groups;
    pickCount = other.pickCount;
    healthy = other.healthy;
  }
}
