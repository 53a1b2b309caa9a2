package dev.understudy.incident;

import dev.understudy.history.AnswerChanges.Turn;
import dev.understudy.history.Event.HealthTransition;
import dev.understudy.store.Key;
import dev.understudy.store.Store.Mutation;
import dev.understudy.store.Value;
import dev.understudy.store.ValueReader;
import dev.understudy.store.ValueWriter;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * What happened since the last heartbeat, kept under {@code 72}.
 *
 * @param since when that was
 * @param fell how often a check turned unhealthy
 * @param rose how often one turned healthy
 * @param answers how many answers changed with them or with the configuration
 */
record Tally(Instant since, long fell, long rose, long answers) {
  static final Key KEY = Key.of((byte) 0x72);
  private static final int FORMAT = 1;

  Tally {
    since = Instant.ofEpochMilli(since.toEpochMilli());
  }

  /** Nothing happened since then. */
  static Tally none(Instant since) {
    return new Tally(since, 0, 0, 0);
  }

  Tally and(Turn turn) {
    long risen = turn.flips().stream().filter(HealthTransition::to).count();
    return new Tally(
        since, fell + turn.flips().size() - risen, rose + risen, answers + turn.answers().size());
  }

  /** The next time of that time of day, UTC. */
  Instant due(LocalTime daily) {
    ZonedDateTime last = since.atZone(ZoneOffset.UTC);
    ZonedDateTime today = last.with(daily);
    return (today.isAfter(last) ? today : today.plusDays(1)).toInstant();
  }

  Mutation write() {
    Value value =
        new ValueWriter(FORMAT).instant(since).number(fell).number(rose).number(answers).value();
    return new Mutation.Put(KEY, value);
  }

  static Tally read(Value value) {
    var in = new ValueReader("heartbeat's tally", value.octets(), FORMAT);
    var tally = new Tally(in.instant(), in.number(), in.number(), in.number());
    in.end();
    return tally;
  }
}
