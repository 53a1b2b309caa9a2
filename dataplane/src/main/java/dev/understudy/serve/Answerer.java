package dev.understudy.serve;

import dev.understudy.answer.Transport;

/**
 * {@link dev.understudy.answer.Responder#respond}, as the listeners see it, so that they can be
 * tried with one that misbehaves.
 */
@FunctionalInterface
interface Answerer {

  int respond(
      byte[] query, int length, Transport transport, byte[] client, int clientLength, byte[] reply);
}
