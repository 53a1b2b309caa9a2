package dev.understudy.explain;

import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Publisher;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.control.TestAnswers;
import dev.understudy.intent.Mutation;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks a responder of its own, over UDP as a resolver would, and over TCP where the reply does not
 * fit. Calls wait for each other; the responder's counters are not those of real queries.
 */
public final class ResponderAnswers implements TestAnswers {
  private static final int REPLY_MAX_OCTETS = 65_535;

  private final Function<CurrentEdition, Responder> responders;
  private final CurrentEdition current;
  private final Function<String, Optional<Boolean>> statuses;
  private final Responder ofNow;
  private final byte[] reply = new byte[REPLY_MAX_OCTETS];

  /**
   * Asks about what is served.
   *
   * @param responders makes responders that nobody else uses
   * @param current what those read that serve
   * @param statuses the verdict on a health check, where there is one
   */
  public ResponderAnswers(
      Function<CurrentEdition, Responder> responders,
      CurrentEdition current,
      Function<String, Optional<Boolean>> statuses) {
    this.responders = responders;
    this.current = current;
    this.statuses = statuses;
    this.ofNow = responders.apply(current);
  }

  @Override
  public synchronized Answer ask(Question question) {
    List<Mutation> alone = question.alone();
    Responder responder = alone == null ? ofNow : responders.apply(edition(alone));
    byte[] query = WireQuestion.write(question);
    var udp = respond(responder, query, question, Transport.UDP);
    return udp.truncated()
        ? respond(responder, query, question, Transport.TCP).answer(question.type(), "TCP")
        : udp.answer(question.type(), "UDP");
  }

  private CurrentEdition edition(List<Mutation> mutations) {
    var alone = new CurrentEdition();
    var publisher = new Publisher(alone);
    publisher.outside(current.get().tree().outsideKnown());
    publisher.reset(1, mutations);
    var known = new HashMap<String, Boolean>();
    for (Mutation mutation : mutations) {
      if (mutation instanceof Mutation.PutCheck(var check)) {
        statuses.apply(check.id()).ifPresent(healthy -> known.put(check.id(), healthy));
      }
    }
    publisher.statuses(known);
    return alone;
  }

  private WireReply respond(
      Responder responder, byte[] query, Question question, Transport transport) {
    byte[] client = question.resolver().getAddress();
    int length = responder.respond(query, query.length, transport, client, client.length, reply);
    if (length == Responder.DROP) {
      throw new IllegalStateException("a well-formed question was dropped: " + question);
    }
    return new WireReply(reply, length);
  }
}
