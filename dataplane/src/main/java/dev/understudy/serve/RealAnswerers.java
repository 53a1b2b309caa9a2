package dev.understudy.serve;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Outline;
import dev.understudy.answer.ReadAhead;
import dev.understudy.answer.Responder;
import dev.understudy.limit.RateLimit;
import dev.understudy.limit.RateLimiter;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.tape.Tapes;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes responders, and puts around them what the settings ask for; nothing else costs nothing. */
final class RealAnswerers implements Answerers {
  private final CurrentEdition current;
  private final AnswerSettings answers;
  private final RateLimit limit;
  private final @Nullable Tapes tapes;
  private final int udpThreads;
  private final int batchMax;
  private final long seed = new SecureRandom().nextLong();

  /**
   * @param udpThreads that share a UDP address, and its limit
   */
  RealAnswerers(ServeSettings settings, CurrentEdition current, int udpThreads) {
    this.current = current;
    this.answers = settings.answers();
    this.limit = settings.limit();
    this.tapes = settings.tapes();
    this.udpThreads = udpThreads;
    this.batchMax = settings.udpBatch();
  }

  @Override
  public Answerer make(
      QueryCounts counts,
      LongSupplier epochSeconds,
      IntSupplier idleTenths,
      @Nullable InetSocketAddress udp) {
    AnswerSettings told = answers.with(answers.edns().withIdle(idleTenths));
    boolean limited = udp != null && limit.concerns(udp.getAddress());
    Answerer one =
        limited || tapes != null
            ? watched(told, counts, epochSeconds, limited, udp)
            : responder(told, counts, epochSeconds, null)::respond;
    return udp == null ? one : new AheadAnswerer(one, new ReadAhead(current, batchMax));
  }

  /** One whose replies are limited, or taken down, or both. */
  private Answerer watched(
      AnswerSettings told,
      QueryCounts counts,
      LongSupplier epochSeconds,
      boolean limited,
      @Nullable InetSocketAddress udp) {
    var outline = new Outline();
    Responder responder = responder(told, counts, epochSeconds, outline);
    Answerer answerer =
        limited
            ? new LimitedAnswerer(
                responder, outline, new RateLimiter(limit, udpThreads, seed), counts, epochSeconds)
            : responder::respond;
    return tapes == null
        ? answerer
        : new RecordingAnswerer(answerer, outline, tapes.newSample(), tapes.newTape(udp), counts);
  }

  private Responder responder(
      AnswerSettings told,
      QueryCounts counts,
      LongSupplier epochSeconds,
      @Nullable Outline outline) {
    return new Responder(
        current, counts, new SplittableRandom(), told, null, epochSeconds, outline);
  }
}
