package dev.understudy.answer;

import dev.understudy.health.HealthView;
import dev.understudy.routing.Choice;
import dev.understudy.routing.Client;
import dev.understudy.routing.Draw;
import dev.understudy.routing.Pair;
import dev.understudy.routing.Router;
import dev.understudy.routing.Witness;
import dev.understudy.wire.Octets;
import dev.understudy.wire.Reply;
import dev.understudy.zone.Group;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Writes the RRset that a group's policy chooses. One object for each serving thread.
 *
 * <p>An RRset is written whole or not at all.
 */
final class AnswerWriter {
  /** What became of an RRset. */
  enum Written {
    WHOLE,
    /** It does not fit; nothing of it was written. */
    NO_ROOM,
    /** Nothing to write: an alias without a target here, or no match for this client. */
    NOTHING,
    /** Nothing to write for now: the target outside has no such records. */
    NOTHING_OUTSIDE,
    /** More aliases in a row than are followed. */
    TOO_DEEP,
    /** An alias whose target outside has not been resolved yet. */
    UNRESOLVED
  }

  /** As many values as a record set may have (Route 53 quotas), and some more. */
  private static final int SHUFFLED_MAX = 512;

  private final Router router = new Router();
  private final Choice choice = new Choice();
  private final int[] order = new int[SHUFFLED_MAX];
  private final RandomGenerator random;

  private boolean alias;
  private boolean failedOpen;
  private int firstData;

  AnswerWriter(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Chooses and writes; all records get the owner that stands at {@code ownerAt}.
   *
   * @param witness told of each step, or null; then groups that need no router go the shortest way
   */
  Written write(
      Reply reply,
      int ownerAt,
      Group group,
      HealthView health,
      Client client,
      @Nullable Witness witness) {
    alias = false;
    failedOpen = false;
    firstData = -1;
    if (witness == null && group.isPlain()) {
      int chosen = group.count() == 1 ? 0 : Pair.choose(group, health);
      failedOpen = chosen == Pair.PRIMARY_AS_LAST_RESORT;
      return writeValues(reply, ownerAt, group, Math.max(0, chosen));
    }
    return writeRouted(reply, ownerAt, group, health, client, witness);
  }

  private Written writeRouted(
      Reply reply,
      int ownerAt,
      Group group,
      HealthView health,
      Client client,
      @Nullable Witness witness) {
    router.choose(group, health, client, random, witness, choice);
    switch (choice.kind()) {
      case NOTHING -> {
        return Written.NOTHING;
      }
      case TOO_DEEP -> {
        return Written.TOO_DEEP;
      }
      case NOTHING_OUTSIDE -> {
        return writeNothing(group);
      }
      case ANSWER -> {}
    }
    failedOpen = !choice.healthy();
    alias = choice.aliases() > 0;
    Group last = group;
    for (int level = 0; level < choice.aliases(); level++) {
      last = Objects.requireNonNull(last.target(choice.alias(level)));
    }
    return writeChosen(reply, ownerAt, last);
  }

  /** That the target outside has no records is an answer; that nobody knows is none. */
  private Written writeNothing(Group group) {
    Group last = group;
    int level = 0;
    while (level < choice.aliases()) {
      last = Objects.requireNonNull(last.target(choice.alias(level++)));
    }
    return switch (last.whereabouts(choice.alias(level))) {
      case OUTSIDE_UNRESOLVED -> Written.UNRESOLVED;
      case OUTSIDE_WITHOUT_RECORDS -> Written.NOTHING_OUTSIDE;
      case HERE, OUTSIDE -> Written.NOTHING;
    };
  }

  /** Whether the last RRset came through an alias. */
  boolean wentThroughAlias() {
    return alias;
  }

  /** Whether the last RRset is a last resort. */
  boolean failedOpen() {
    return failedOpen;
  }

  /** Where the data of the first record of the last RRset stands in the reply. */
  int firstDataAt() {
    return firstData;
  }

  /** The values of the one record set of its group: health does not matter. */
  Written writeSimple(Reply reply, int ownerAt, Group group) {
    return writeValues(reply, ownerAt, group, 0);
  }

  /** The values of one record set, under its own TTL. */
  private Written writeValues(Reply reply, int ownerAt, Group group, int ordinal) {
    int ttl = group.ttl(ordinal);
    if (group.valueCount(ordinal) > 1) {
      return writeShuffled(reply, ownerAt, group, ordinal, ttl);
    }
    byte[] octets = group.octets();
    int value = group.firstValue(ordinal);
    int length = Octets.get16(octets, value);
    firstData = reply.record(ownerAt, group.type(), ttl, octets, value + 2, length);
    return firstData < 0 ? Written.NO_ROOM : Written.WHOLE;
  }

  private Written writeChosen(Reply reply, int ownerAt, Group group) {
    int picks = choice.pickCount();
    if (picks == 1) {
      return writeValues(reply, ownerAt, group, choice.pick(0));
    }
    int ttl = Integer.MAX_VALUE;
    for (int i = 0; i < picks; i++) {
      ttl = Math.min(ttl, group.ttl(choice.pick(i)));
    }
    int position = reply.position();
    int count = reply.count();
    for (int i = 0; i < picks; i++) {
      if (writeShuffled(reply, ownerAt, group, choice.pick(i), ttl) != Written.WHOLE) {
        reply.rollBack(position, count);
        return Written.NO_ROOM;
      }
    }
    return Written.WHOLE;
  }

  /** Every value of one record set, in random order. */
  private Written writeShuffled(Reply reply, int ownerAt, Group group, int ordinal, int ttl) {
    int type = group.type();
    byte[] octets = group.octets();
    int values = group.valueCount(ordinal);
    int shuffled = Math.min(values, SHUFFLED_MAX);
    int value = group.firstValue(ordinal);
    for (int i = 0; i < shuffled; i++) {
      int j = Draw.below(random, i + 1);
      order[i] = order[j];
      order[j] = value;
      value = group.nextValue(value);
    }
    int position = reply.position();
    int count = reply.count();
    for (int i = 0; i < values; i++) {
      int here = i < shuffled ? order[i] : value;
      int length = Octets.get16(octets, here);
      int data = reply.record(ownerAt, type, ttl, octets, here + 2, length);
      if (data < 0) {
        reply.rollBack(position, count);
        return Written.NO_ROOM;
      }
      if (firstData < 0) {
        firstData = data;
      }
      if (i >= shuffled) {
        value = group.nextValue(value);
      }
    }
    return Written.WHOLE;
  }
}
