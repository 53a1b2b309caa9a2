package dev.understudy.resolution;

import dev.understudy.resolution.Outcome.Failed;
import dev.understudy.resolution.Outcome.Found;
import dev.understudy.resolution.Outcome.Nothing;

/** How askings for targets outside ended. */
public enum ResolutionCount {
  /** With records. */
  FOUND,
  /** With the word that there are none. */
  NOTHING,
  /** No resolver answered. */
  UNANSWERED,
  /** A resolver failed. */
  SERVFAIL,
  /** A resolver does not resolve for us. */
  REFUSED,
  /** What came was no answer. */
  GARBAGE,
  /** A chain of CNAME records without end. */
  CHAIN;

  static ResolutionCount of(Outcome outcome) {
    return switch (outcome) {
      case Found _ -> FOUND;
      case Nothing _ -> NOTHING;
      case Failed(var failure) ->
          switch (failure) {
            case UNANSWERED -> UNANSWERED;
            case SERVFAIL -> SERVFAIL;
            case REFUSED -> REFUSED;
            case GARBAGE -> GARBAGE;
            case CHAIN -> CHAIN;
          };
    };
  }
}
