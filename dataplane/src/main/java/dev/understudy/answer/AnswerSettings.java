package dev.understudy.answer;

import dev.understudy.routing.NetworkTable;

/**
 * What the operator may choose about replies.
 *
 * @param udpLimitOctets the longest reply over UDP and the size we tell in EDNS, 512 to 4096; 1232
 *     avoids fragments (DNS Flag Day 2020)
 * @param fullAnswers whether positive answers carry the zone's NS set, as Route 53's do
 * @param clientSubnetsFrom resolvers whose word on the client's network is taken (RFC 7871); that
 *     of others is ignored
 * @param edns what OPT says
 */
public record AnswerSettings(
    int udpLimitOctets, boolean fullAnswers, NetworkTable clientSubnetsFrom, EdnsSettings edns) {

  /** Small answers that are never fragmented. */
  public static final AnswerSettings DEFAULTS = new AnswerSettings(1232, false);

  /** Settings that take client subnets from everywhere. */
  public AnswerSettings(int udpLimitOctets, boolean fullAnswers) {
    this(udpLimitOctets, fullAnswers, NetworkTable.EVERYWHERE);
  }

  /** Settings without options of ours in OPT. */
  public AnswerSettings(int udpLimitOctets, boolean fullAnswers, NetworkTable clientSubnetsFrom) {
    this(udpLimitOctets, fullAnswers, clientSubnetsFrom, EdnsSettings.NONE);
  }

  public AnswerSettings {
    if (udpLimitOctets < 512 || udpLimitOctets > 4096) {
      throw new IllegalArgumentException(
          "UDP limit of " + udpLimitOctets + " octets is outside 512..4096");
    }
  }

  /** These settings with another word on EDNS. */
  public AnswerSettings with(EdnsSettings choices) {
    return new AnswerSettings(udpLimitOctets, fullAnswers, clientSubnetsFrom, choices);
  }
}
