package dev.understudy.explain;

import dev.understudy.answer.AnswerSettings;
import dev.understudy.answer.CurrentEdition;
import dev.understudy.answer.Edition;
import dev.understudy.answer.Responder;
import dev.understudy.answer.Transport;
import dev.understudy.health.HealthView;
import dev.understudy.metrics.QueryLedger;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Answers questions and says why, by asking a {@link Responder} that has a witness: over UDP as a
 * resolver would, and over TCP where the reply does not fit. It decides nothing itself, so what it
 * says cannot differ from what a resolver hears, but for chance, which is drawn anew.
 *
 * <p>What is assumed of health is laid over the edition in force for this one question; nothing is
 * published. Any thread may call; calls do not wait for each other, and nothing asked here is
 * counted as served.
 */
public final class Explainer {
  private static final int REPLY_MAX_OCTETS = 65_535;

  private final CurrentEdition current;
  private final HealthKnowledge checks;
  private final AnswerSettings settings;
  private final Supplier<? extends RandomGenerator> chance;
  private final InstantSource clock;

  /**
   * Explains what is served.
   *
   * @param current what those read that serve
   * @param settings theirs
   * @param chance a source of draws for each question
   */
  public Explainer(
      CurrentEdition current,
      HealthKnowledge checks,
      AnswerSettings settings,
      Supplier<? extends RandomGenerator> chance,
      InstantSource clock) {
    this.current = current;
    this.checks = checks;
    this.settings = settings;
    this.chance = chance;
    this.clock = clock;
  }

  /**
   * The answer to one question, and why.
   *
   * @throws UnknownCheckException if something is assumed of a check that does not exist
   */
  public Explanation explain(Question question) throws UnknownCheckException {
    for (String id : question.assumed().keySet()) {
      if (checks.standing(id).isEmpty()) {
        throw new UnknownCheckException(id);
      }
    }
    Edition edition = current.get();
    Map<String, Boolean> supposed =
        question.assumed().isEmpty() ? Map.of() : checks.suppose(question.assumed());
    return explain(
        question,
        suppose(edition, supposed),
        new CheckTracer(checks, question.assumed(), supposed, clock));
  }

  /** What another edition than the one in force would answer, and why; nothing is assumed. */
  Explanation explain(Question question, Edition edition) {
    return explain(question, edition, checks, clock);
  }

  /**
   * What an edition of another time would answer, and why; nothing is assumed.
   *
   * @param then what was known of health
   * @param time the time
   */
  public Explanation explain(
      Question question, Edition edition, HealthKnowledge then, InstantSource time) {
    return explain(question, edition, new CheckTracer(then, Map.of(), Map.of(), time));
  }

  private Explanation explain(Question question, Edition edition, CheckTracer tracer) {
    var recorder = new Recorder(tracer);
    var responder =
        new Responder(
            new CurrentEdition(edition),
            new QueryLedger().newRow(),
            chance.get(),
            settings,
            recorder);
    byte[] query = WireQuestion.write(question);
    WireReply udp = ask(responder, query, question, Transport.UDP);
    return udp.truncated()
        ? recorder.explanation(question, ask(responder, query, question, Transport.TCP), "TCP")
        : recorder.explanation(question, udp, "UDP");
  }

  private WireReply ask(Responder responder, byte[] query, Question question, Transport transport) {
    byte[] client = question.resolver().getAddress();
    byte[] reply = new byte[REPLY_MAX_OCTETS];
    int length = responder.respond(query, query.length, transport, client, client.length, reply);
    if (length == Responder.DROP) {
      throw new IllegalStateException("a well-formed question was dropped: " + question);
    }
    return new WireReply(reply, length);
  }

  private static Edition suppose(Edition edition, Map<String, Boolean> supposed) {
    HealthView health = edition.health();
    for (Map.Entry<String, Boolean> status : supposed.entrySet()) {
      int slot = edition.tree().slot(status.getKey());
      if (slot >= 0) {
        health = health.with(slot, status.getValue());
      }
    }
    return new Edition(edition.revision(), edition.tree(), health, edition.geography());
  }
}
