package dev.understudy.answer;

import dev.understudy.wire.Names;
import dev.understudy.wire.Query;
import dev.understudy.zone.Lookahead;

/**
 * Gets ready what a batch of queries will be answered from: told of all of them before the first is
 * answered, it waits for memory once and not for each. One for each serving thread; allocates
 * nothing, throws nothing.
 */
public final class ReadAhead {
  private final CurrentEdition current;
  private final Lookahead lookahead;

  /**
   * For one thread.
   *
   * @param batchMax queries expected at a time, at most
   */
  public ReadAhead(CurrentEdition current, int batchMax) {
    this.current = current;
    this.lookahead = new Lookahead(batchMax);
  }

  /** Whether there is so much to look in that memory would be waited for. */
  public boolean helps() {
    return lookahead.helps(current.get().tree());
  }

  /** Takes note of the query in {@code message[0..length)}, if it is one. */
  public void expect(byte[] message, int length) {
    int end = Names.end(message, Query.NAME_AT, length);
    if (end >= 0) {
      lookahead.expect(message, Query.NAME_AT, end - Query.NAME_AT);
    }
  }

  /** Touches what the answers to the queries expected will be made from, and forgets them. */
  public void touch() {
    lookahead.touch(current.get().tree());
  }
}
