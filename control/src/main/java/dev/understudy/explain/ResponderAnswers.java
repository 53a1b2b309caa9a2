package dev.understudy.explain;

import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.control.TestAnswers;

/**
 * Asks a responder of its own, over UDP as a resolver would, and over TCP where the reply does not
 * fit. Calls wait for each other; the responder's counters are not those of real queries.
 */
public final class ResponderAnswers implements TestAnswers {
  private static final int REPLY_MAX_OCTETS = 65_535;

  private final Responder responder;
  private final byte[] reply = new byte[REPLY_MAX_OCTETS];

  /**
   * Wraps a responder that nobody else uses.
   *
   * @param responder reads the same edition as those that serve
   */
  public ResponderAnswers(Responder responder) {
    this.responder = responder;
  }

  @Override
  public synchronized Answer ask(Question question) {
    byte[] query = WireQuestion.write(question);
    var udp = respond(query, question, Transport.UDP);
    return udp.truncated()
        ? respond(query, question, Transport.TCP).answer(question.type(), "TCP")
        : udp.answer(question.type(), "UDP");
  }

  private WireReply respond(byte[] query, Question question, Transport transport) {
    byte[] client = question.resolver().getAddress();
    int length = responder.respond(query, query.length, transport, client, client.length, reply);
    if (length == Responder.DROP) {
      throw new IllegalStateException("a well-formed question was dropped: " + question);
    }
    return new WireReply(reply, length);
  }
}
