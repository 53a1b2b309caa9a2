package dev.understudy.serve;

import dev.understudy.answer.Outline;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import dev.understudy.tape.Sample;
import dev.understudy.tape.Tape;

/** An answerer whose queries and replies are taken down, all or some of them. */
final class RecordingAnswerer implements Answerer {
  private final Answerer answerer;
  private final Outline outline;
  private final Sample sample;
  private final Tape tape;
  private final QueryCounts counts;

  /**
   * @param outline that the answerer fills
   */
  RecordingAnswerer(
      Answerer answerer, Outline outline, Sample sample, Tape tape, QueryCounts counts) {
    this.answerer = answerer;
    this.outline = outline;
    this.sample = sample;
    this.tape = tape;
    this.counts = counts;
  }

  @Override
  public boolean wantsPort() {
    return true;
  }

  @Override
  public int respond(
      byte[] query,
      int length,
      Transport transport,
      byte[] client,
      int clientLength,
      byte[] reply) {
    int wanted = sample.next();
    if (wanted == 0) {
      return answerer.respond(query, length, transport, client, clientLength, reply);
    }
    outline.clear();
    long start = System.nanoTime();
    int replyLength = answerer.respond(query, length, transport, client, clientLength, reply);
    int took = (int) Math.min(System.nanoTime() - start, Integer.MAX_VALUE);
    boolean taken =
        tape.write(
            wanted,
            carrier(transport),
            outline.count(),
            start,
            took,
            client,
            clientLength,
            Desk.port(client),
            query,
            length,
            reply,
            replyLength);
    counts.add(taken ? QueryCount.RECORDED_TAKEN : QueryCount.RECORDED_LOST);
    return replyLength;
  }

  // Tapes live and die with the process, so nothing outlives a reordering of the enum.
  @SuppressWarnings("EnumOrdinal")
  private static int carrier(Transport transport) {
    return transport.ordinal();
  }
}
