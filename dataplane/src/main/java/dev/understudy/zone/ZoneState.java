package dev.understudy.zone;

import dev.understudy.intent.HostedZone;

/** What the compiler knows of a hosted zone. Writer thread only. */
final class ZoneState {
  final HostedZone zone;

  /** Its number in nodes and in {@link AnswerTree#zone}; free again after the zone is deleted. */
  final int ordinal;

  /** Zone cuts among the names it answers for. */
  int cuts;

  /** Nodes kept aside, because another zone answers for their names. */
  int asideCount;

  ZoneState(HostedZone zone, int ordinal) {
    this.zone = zone;
    this.ordinal = ordinal;
  }
}
