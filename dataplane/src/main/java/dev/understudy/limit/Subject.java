package dev.understudy.limit;

/** What a reply says, as far as limits tell replies apart; with it goes a name, or none. */
public enum Subject {
  /** Records of the name that was asked for. */
  ANSWER,
  /** Records made from a wildcard: names without end, so the zone's name. */
  WILDCARD,
  /** No records of this type: the name that was asked for. */
  NODATA,
  /** No such name: names without end, so the zone's name. */
  NXDOMAIN,
  /** Somebody else's: names without end, so the name of the cut. */
  REFERRAL,
  /** Anything else, such as REFUSED: all one, without a name. */
  ERROR
}
