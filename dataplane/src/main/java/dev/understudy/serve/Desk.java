package dev.understudy.serve;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.metrics.QueryCount;
import dev.understudy.metrics.QueryCounts;
import java.util.function.Consumer;

/** All that one thread needs to answer a query; one thread's at a time. */
final class Desk {

  /** The query is put here, the client's address there, and the reply is found there. */
  final byte[] query;

  /** The client's port follows where its address may end, if anybody wants to know it. */
  private static final int PORT_AT = 16;

  final byte[] client = new byte[PORT_AT + 2];
  final byte[] reply;

  final QueryCounts counts;

  /** What the time is while a batch of queries is answered. */
  final BatchClock clock;

  /** How long the connection may idle whose queries are answered; for connections only. */
  final ToldIdle idle;

  /** Whether somebody wants to know the client's port. */
  final boolean wantsPort;

  private final Answerer answerer;
  private final Consumer<Throwable> onBug;

  Desk(
      Answerer answerer,
      QueryCounts counts,
      BatchClock clock,
      ToldIdle idle,
      int queryMax,
      int replyMax,
      Consumer<Throwable> onBug) {
    this.answerer = answerer;
    this.wantsPort = answerer.wantsPort();
    this.counts = counts;
    this.clock = clock;
    this.idle = idle;
    this.onBug = onBug;
    query = new byte[queryMax];
    reply = new byte[replyMax];
  }

  /**
   * Answers the query of {@code length} octets from the client whose address is {@code
   * clientLength} octets long.
   *
   * @return the length of the reply, or {@link Responder#DROP}
   */
  int answer(int length, Transport transport, int clientLength) {
    return answer(query, length, transport, clientLength);
  }

  /** Answers a query that stands elsewhere. */
  int answer(byte[] query, int length, Transport transport, int clientLength) {
    try {
      return answerer.respond(query, length, transport, client, clientLength, reply);
    } catch (RuntimeException | Error e) {
      bug(e);
      return Responder.DROP;
    }
  }

  /** Whether it is of any use to tell of queries before they are to be answered. */
  boolean readsAhead() {
    return answerer.readsAhead();
  }

  /** Tells of a query that is to be answered soon. */
  void expect(byte[] query, int length) {
    answerer.expect(query, length);
  }

  /** All queries of a batch have been told of. */
  void prepare() {
    answerer.prepare();
  }

  /** Notes the port of the client, 0 to 65535. */
  void port(int port) {
    client[PORT_AT] = (byte) (port >> 8);
    client[PORT_AT + 1] = (byte) port;
  }

  /** The port that was noted with an address. */
  static int port(byte[] client) {
    return (client[PORT_AT] & 0xff) << 8 | (client[PORT_AT + 1] & 0xff);
  }

  /** Counts a bug and tells the owner; never throws. */
  void bug(Throwable e) {
    counts.add(QueryCount.DROPPED_BUG);
    tell(onBug, e);
  }

  /** Tells the owner of a bug; one in the telling itself must not stop a listener either. */
  static void tell(Consumer<Throwable> onBug, Throwable e) {
    try {
      onBug.accept(e);
    } catch (RuntimeException | Error ignored) {
      // The bug has been counted; nothing else can be done with it here.
    }
  }
}
