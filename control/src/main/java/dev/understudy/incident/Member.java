package dev.understudy.incident;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one recipient's desk knows of one check.
 *
 * @param desk id of the recipient
 * @param incident that it belongs to; empty for none, then only its turns are remembered
 * @param told what the recipient was told last in this incident
 * @param turns times of its last turns, oldest first, at most {@link #FLAPS_FROM}
 * @param downSince when it turned unhealthy first in this incident
 * @param wentDown what was known then, with the answers that changed
 * @param cameBack what was known when it last turned healthy
 */
record Member(
    String desk,
    String checkId,
    String incident,
    boolean healthy,
    boolean flapping,
    Condition told,
    List<Instant> turns,
    Instant downSince,
    CheckFacts wentDown,
    CheckFacts cameBack) {
  /** From so many turns within {@link #MEMORY} on, a check flaps. */
  static final int FLAPS_FROM = 6;

  /** A check that has not turned for so long is calm. */
  static final Duration MEMORY = Duration.ofMinutes(10);

  Member {
    turns = List.copyOf(turns);
  }

  /** One that is healthy and of which nothing is known. */
  static Member unknown(String desk, String checkId) {
    return new Member(
        desk,
        checkId,
        "",
        true,
        false,
        Condition.UNTOLD,
        List.of(),
        Instant.EPOCH,
        CheckFacts.NONE,
        CheckFacts.NONE);
  }

  Member turned(Flip flip) {
    var times = new ArrayList<Instant>();
    turns.stream().filter(time -> time.plus(MEMORY).isAfter(flip.at())).forEach(times::add);
    times.add(flip.at());
    if (times.size() > FLAPS_FROM) {
      times.removeFirst();
    }
    boolean flaps = flapping || times.size() >= FLAPS_FROM;
    return new Member(
        desk,
        checkId,
        incident,
        flip.healthy(),
        flaps,
        told,
        times,
        downSince,
        flip.healthy() ? wentDown : flip.facts(),
        flip.healthy() ? flip.facts() : cameBack);
  }

  Member in(String joined, Instant since) {
    return new Member(
        desk,
        checkId,
        joined,
        healthy,
        flapping,
        Condition.UNTOLD,
        turns,
        since,
        wentDown,
        cameBack);
  }

  Member told(Condition what) {
    return new Member(
        desk, checkId, incident, healthy, flapping, what, turns, downSince, wentDown, cameBack);
  }

  Member calmed() {
    return new Member(
        desk, checkId, incident, healthy, false, told, turns, downSince, wentDown, cameBack);
  }

  /** Its incident is over; only its turns are remembered. */
  Member released() {
    return new Member(
        desk,
        checkId,
        "",
        healthy,
        false,
        Condition.UNTOLD,
        turns,
        Instant.EPOCH,
        CheckFacts.NONE,
        CheckFacts.NONE);
  }

  Condition condition() {
    return flapping ? Condition.FLAPPING : healthy ? Condition.UP : Condition.DOWN;
  }

  /** When it turned last; long ago if it never did. */
  Instant lastTurn() {
    return turns.isEmpty() ? Instant.EPOCH : turns.getLast();
  }

  /** When it is calm again if it does not turn. */
  Instant calmAt() {
    return lastTurn().plus(MEMORY);
  }
}
