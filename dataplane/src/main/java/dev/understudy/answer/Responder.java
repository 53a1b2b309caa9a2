package dev.understudy.answer;

import dev.understudy.metrics.QueryCounts;
import java.util.random.RandomGenerator;

/**
 * Answers queries. One for each serving thread: it holds that thread's scratch space, and {@link
 * #respond} allocates nothing, locks nothing and throws nothing.
 */
public final class Responder {
  /** Returned by {@link #respond} when nothing must be sent. */
  public static final int DROP = 0;

  private final CurrentEdition current;

  public Responder(
      CurrentEdition current, QueryCounts counts, RandomGenerator random, AnswerSettings settings) {
    this.current = current;
  }

  /**
   * Reads the query in {@code request[0..length)} and writes the reply to {@code response}.
   *
   * @param clientAddress the source address, 4 or 16 octets from index 0
   * @param response at least 512 octets; at least 65535 for TCP
   * @return the reply's length in octets, or {@link #DROP}
   */
  public int respond(
      byte[] request,
      int length,
      Transport transport,
      byte[] clientAddress,
      int clientAddressLength,
      byte[] response) {
    return current.get().revision() < 0 ? length : DROP;
  }
}
