package dev.understudy.health;

import dev.understudy.intent.HealthCheck;
import java.util.List;

/**
 * The status of one check and what it rests on: for people and explanations, never for decisions.
 *
 * @param verdict what the checkers, the children or a rule say, before disabling and inversion
 * @param status what answers go by, and since when
 * @param evidence what each checker last said
 */
public record Standing(
    HealthCheck check, boolean verdict, Verdict status, List<Evidence> evidence) {
  public Standing {
    evidence = List.copyOf(evidence);
  }
}
