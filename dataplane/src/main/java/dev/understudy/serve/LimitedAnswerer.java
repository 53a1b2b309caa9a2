package dev.understudy.serve;

import dev.understudy.answer.Outline;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.limit.RateLimiter;
import dev.understudy.limit.Subject;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Query;
import dev.understudy.wire.Rcode;
import dev.understudy.zone.Outcome;
import java.util.function.LongSupplier;

/**
 * A responder whose replies are limited in their rate, for clients that may not be who they seem to
 * be: those with a connection or a cookie of ours are left alone.
 */
final class LimitedAnswerer implements Answerer {
  private final Responder responder;
  private final Outline outline;
  private final RateLimiter limiter;
  private final QueryCounts counts;
  private final LongSupplier epochSeconds;

  /**
   * @param outline that the responder fills
   */
  LimitedAnswerer(
      Responder responder,
      Outline outline,
      RateLimiter limiter,
      QueryCounts counts,
      LongSupplier epochSeconds) {
    this.responder = responder;
    this.outline = outline;
    this.limiter = limiter;
    this.counts = counts;
    this.epochSeconds = epochSeconds;
  }

  @Override
  public int respond(
      byte[] query,
      int length,
      Transport transport,
      byte[] client,
      int clientLength,
      byte[] reply) {
    outline.clear();
    int replyLength = responder.respond(query, length, transport, client, clientLength, reply);
    if (replyLength == Responder.DROP || responder.clientProven()) {
      return replyLength;
    }
    Subject subject = subject(reply);
    int nameEnd = Query.NAME_AT;
    int nameAt = nameEnd;
    if (subject != Subject.ERROR) {
      nameEnd += outline.nameLengthOctets();
      nameAt += outline.subjectAt();
    }
    return switch (limiter.judge(
        subject, client, clientLength, query, nameAt, nameEnd, epochSeconds.getAsLong())) {
      case SEND -> replyLength;
      case SLIP -> slip(subject);
      case DROP -> drop();
    };
  }

  /** What is wrong with a query it is over TCP too: an error is not worth asking again. */
  private int slip(Subject subject) {
    if (subject == Subject.ERROR) {
      return drop();
    }
    counts.add(QueryCount.RATE_SLIPPED);
    return responder.truncate();
  }

  private int drop() {
    counts.add(QueryCount.RATE_DROPPED);
    return Responder.DROP;
  }

  private Subject subject(byte[] reply) {
    int rcode = Octets.get8(reply, 3) & 0xf;
    Outcome outcome = outline.outcome();
    if (outcome == null || (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN)) {
      return Subject.ERROR;
    }
    return switch (outcome) {
      case RRSET, ALIAS, CNAME -> outline.wildcard() ? Subject.WILDCARD : Subject.ANSWER;
      case NODATA -> outline.wildcard() ? Subject.WILDCARD : Subject.NODATA;
      case NXDOMAIN -> Subject.NXDOMAIN;
      case REFERRAL -> Subject.REFERRAL;
      case NOT_OURS -> Subject.ERROR;
    };
  }
}
