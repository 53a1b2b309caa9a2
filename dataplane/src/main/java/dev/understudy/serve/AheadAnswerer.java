package dev.understudy.serve;

import dev.understudy.answer.ReadAhead;
import dev.understudy.answer.Transport;

/** An answerer that reads ahead in a batch. */
record AheadAnswerer(Answerer answerer, ReadAhead ahead) implements Answerer {

  @Override
  public int respond(
      byte[] query,
      int length,
      Transport transport,
      byte[] client,
      int clientLength,
      byte[] reply) {
    return answerer.respond(query, length, transport, client, clientLength, reply);
  }

  @Override
  public boolean wantsPort() {
    return answerer.wantsPort();
  }

  @Override
  public boolean readsAhead() {
    return ahead.helps();
  }

  @Override
  public void expect(byte[] query, int length) {
    ahead.expect(query, length);
  }

  @Override
  public void prepare() {
    ahead.touch();
  }
}
