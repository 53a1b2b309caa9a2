package dev.understudy.resolution;

import dev.understudy.intent.Rdata;
import java.util.List;

/** How the asking for one target ended. */
sealed interface Outcome {

  /** The most records taken of one answer; which ones does not depend on their order in it. */
  int RECORDS_MAX = 64;

  /**
   * There are records.
   *
   * @param ttlSeconds how long they may be kept, 0 to 2147483647: the least of the chain
   * @param records at least one, in a stable order
   */
  record Found(int ttlSeconds, List<Rdata> records) implements Outcome {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty() || records.size() > RECORDS_MAX) {
        throw new IllegalArgumentException(
            records.size() + " records are outside 1.." + RECORDS_MAX);
      }
    }
  }

  /** The name has no records of the type, or does not exist (RFC 2308). */
  record Nothing(int ttlSeconds) implements Outcome {}

  /** Nobody could say. */
  record Failed(Failure failure) implements Outcome {}

  /** Why nobody could say. */
  enum Failure {
    /** No resolver answered in time, or none could be reached. */
    UNANSWERED,
    /** A resolver said SERVFAIL, or a code that is no answer. */
    SERVFAIL,
    /** A resolver does not resolve for us. */
    REFUSED,
    /** What came was no answer to the question: malformed, cut short, or a referral. */
    GARBAGE,
    /** A chain of CNAME records without end. */
    CHAIN
  }
}
