package dev.understudy.control;

import dev.understudy.store.Store;
import dev.understudy.store.Store.Condition;
import dev.understudy.store.Store.Entry;
import dev.understudy.store.Store.Mutation;

/**
 * The number last given to a zone or health check. Numbers grow by one and are never given twice,
 * whatever the clocks say.
 *
 * @param revision at which it was read
 */
record Sequence(long last, long revision) {

  static Sequence read(Store store) {
    Entry entry = store.get(Keys.sequence());
    return entry == null
        ? new Sequence(0, 0)
        : new Sequence(SmallCodecs.readNumber(entry.value().octets()), entry.revision());
  }

  long next() {
    return last + 1;
  }

  /** Holds as long as nobody else took the next number. */
  Condition unchanged() {
    return new Condition.AtRevision(Keys.sequence(), revision);
  }

  Mutation advance() {
    return new Mutation.Put(Keys.sequence(), SmallCodecs.number(next()));
  }
}
