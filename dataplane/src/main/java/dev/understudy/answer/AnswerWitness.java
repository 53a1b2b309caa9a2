package dev.understudy.answer;

import dev.understudy.routing.Client;
import dev.understudy.routing.Witness;
import dev.understudy.zone.Lookup;
import dev.understudy.zone.Outcome;

/**
 * Told of every step from a query to its reply, in order, for explanation; of each decision of
 * routing between {@link #found} and the next of these calls. What is passed stands only during the
 * call. Never told of the addresses in the additional section.
 */
public interface AnswerWitness extends Witness {

  /**
   * A well-formed question is to be answered.
   *
   * @param fromSubnet whether the client is the subnet that the query names, not its source
   */
  void asked(Edition edition, Client client, boolean fromSubnet);

  /** A name was looked up: the one asked for, then each that a CNAME led to. */
  void found(Outcome outcome, Lookup lookup);

  /**
   * The reply is complete.
   *
   * @param rcode an RCODE of {@link dev.understudy.wire.Rcode}
   * @param scope leading bits of the client's network that the answer depended on, of a subnet no
   *     more than the reply says; 0 if it would be the same for all
   */
  void ended(int rcode, int scope);
}
