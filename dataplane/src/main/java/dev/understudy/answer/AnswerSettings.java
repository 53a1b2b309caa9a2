package dev.understudy.answer;

/**
 * What the operator may choose about replies.
 *
 * @param udpLimitOctets the longest reply over UDP and the size we tell in EDNS, 512 to 4096; 1232
 *     avoids fragments (DNS Flag Day 2020)
 * @param fullAnswers whether positive answers carry the zone's NS set, as Route 53's do
 */
public record AnswerSettings(int udpLimitOctets, boolean fullAnswers) {

  /** Small answers that are never fragmented. */
  public static final AnswerSettings DEFAULTS = new AnswerSettings(1232, false);

  public AnswerSettings {
    if (udpLimitOctets < 512 || udpLimitOctets > 4096) {
      throw new IllegalArgumentException(
          "UDP limit of " + udpLimitOctets + " octets is outside 512..4096");
    }
  }
}
