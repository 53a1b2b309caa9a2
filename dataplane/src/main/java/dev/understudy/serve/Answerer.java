package dev.understudy.serve;

import dev.understudy.answer.Transport;

/**
 * {@link dev.understudy.answer.Responder#respond}, as the listeners see it, so that they can be
 * tried with one that misbehaves.
 */
interface Answerer {

  int respond(
      byte[] query, int length, Transport transport, byte[] client, int clientLength, byte[] reply);

  /** Whether anything is gained now if it is told of queries beforehand. */
  default boolean readsAhead() {
    return false;
  }

  /** Told of each query of a batch before the first of them is to be answered. */
  default void expect(byte[] query, int length) {}

  /** Whether the client's port is to be noted behind its address. */
  default boolean wantsPort() {
    return false;
  }

  /** The batch is complete. */
  default void prepare() {}
}
