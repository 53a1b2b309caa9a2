package dev.understudy.lint;

import java.util.List;

/**
 * What stands against the record sets, as far as was looked.
 *
 * @param revision of the store up to which every commit has been looked at
 * @param complete whether everything was looked at: false while a start is still being worked off,
 *     and where more groups name checks or deserve warnings than are remembered
 * @param count how many warnings stand
 * @param warnings the first of them, by zone, name, type and code; at most {@link #LISTED_MAX}
 */
public record Findings(long revision, boolean complete, int count, List<Warning> warnings) {
  /** So many warnings are listed. */
  public static final int LISTED_MAX = 1_000;

  public Findings {
    warnings = List.copyOf(warnings);
  }
}
