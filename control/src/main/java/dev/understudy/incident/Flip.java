package dev.understudy.incident;

import dev.understudy.recipient.Recipient;
import java.time.Instant;
import java.util.List;

/**
 * A check turned.
 *
 * @param healthy what it is from then on
 * @param recipients who is to hear of it
 */
record Flip(
    String checkId, boolean healthy, Instant at, CheckFacts facts, List<Recipient> recipients) {
  Flip {
    at = Instant.ofEpochMilli(at.toEpochMilli());
    recipients = List.copyOf(recipients);
  }
}
