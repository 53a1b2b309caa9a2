package dev.understudy.answer;

import dev.understudy.metrics.QueryCount;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an answer was about, in a few words, for those who limit or record replies. One object for
 * each responder; who reads it clears it before each query.
 */
public final class Outline {
  private @Nullable QueryCount count;
  private @Nullable Outcome outcome;
  private boolean wildcard;
  private int nameLength;
  private int above;

  /** Starts with nothing found. */
  public Outline() {}

  /** Another query comes. */
  public void clear() {
    count = null;
    outcome = null;
  }

  /** The name asked for has been looked up; what its CNAME leads to is not told. */
  void found(QueryCount count, Outcome outcome, Lookup lookup, int nameLength) {
    this.count = count;
    this.outcome = outcome;
    this.wildcard = lookup.wildcard();
    this.nameLength = nameLength;
    this.above =
        switch (outcome) {
          case RRSET, ALIAS, CNAME, NODATA ->
              wildcard ? nameLength - lookup.zoneNameLengthOctets() : 0;
          case NXDOMAIN -> nameLength - lookup.zoneNameLengthOctets();
          case REFERRAL -> lookup.cutAt();
          case NOT_OURS -> nameLength;
        };
  }

  /** What the query was counted as: an outcome, or an answer by its policy; null if refused. */
  public @Nullable QueryCount count() {
    return count;
  }

  /** What was found; null if no zone was asked. */
  public @Nullable Outcome outcome() {
    return outcome;
  }

  /** Whether that comes from a wildcard. */
  public boolean wildcard() {
    return wildcard;
  }

  /** Length of the name asked for, in octets; only with an outcome. */
  public int nameLengthOctets() {
    return nameLength;
  }

  /**
   * Octets of the name asked for that come before the part which the reply is about: the whole name
   * where it was found, the zone's where it was not or a wildcard stood in, else that of the cut.
   */
  public int subjectAt() {
    return above;
  }
}
