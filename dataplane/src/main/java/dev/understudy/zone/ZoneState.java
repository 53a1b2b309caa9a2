package dev.understudy.zone;

import dev.understudy.dnssec.SigningKeys;
import dev.understudy.intent.HostedZone;
import org.jspecify.annotations.Nullable;

/** What the compiler knows of a hosted zone. Writer thread only. */
final class ZoneState {
  final HostedZone zone;

  /** Its number in nodes and in {@link AnswerTree#zone}; free again after the zone is deleted. */
  final int ordinal;

  /** Zone cuts among the names it answers for. */
  int cuts;

  /** With what its answers are signed; null where they are not. */
  @Nullable SigningKeys keys;

  /** Nodes kept aside, because another zone answers for their names. */
  int asideCount;

  ZoneState(HostedZone zone, int ordinal) {
    this.zone = zone;
    this.ordinal = ordinal;
  }
}
