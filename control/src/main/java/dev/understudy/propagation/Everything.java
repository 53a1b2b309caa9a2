package dev.understudy.propagation;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredIntent.Nothing;
import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.intent.Mutation;
import dev.understudy.store.Store.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What few there is first, then the record sets one by one as they are asked for. */
final class Everything implements Iterator<Mutation> {
  private final Iterator<Mutation> heads;
  private final Iterator<Entry> rest;
  private final EntryReader reader;
  private final Predicate<OfRecordSet> answered;
  private @Nullable OfRecordSet next;

  /**
   * Reads on where others stopped.
   *
   * @param first the first record set; null if there is none
   * @param rest what comes after it in the store
   * @param answered which record sets are told of
   */
  Everything(
      Iterator<Mutation> heads,
      @Nullable OfRecordSet first,
      Iterator<Entry> rest,
      EntryReader reader,
      Predicate<OfRecordSet> answered) {
    this.heads = heads;
    this.rest = rest;
    this.reader = reader;
    this.answered = answered;
    this.next = first == null || answered.test(first) ? first : advance();
  }

  @Override
  public boolean hasNext() {
    return heads.hasNext() || next != null;
  }

  @Override
  public Mutation next() {
    if (heads.hasNext()) {
      return heads.next();
    }
    OfRecordSet set = next;
    if (set == null) {
      throw new NoSuchElementException();
    }
    next = advance();
    return Propagation.mutation(set);
  }

  private @Nullable OfRecordSet advance() {
    while (rest.hasNext()) {
      Entry entry = rest.next();
      StoredIntent read = reader.read(entry.key(), entry.value());
      if (read instanceof OfRecordSet set && answered.test(set)) {
        return set;
      }
      if (read instanceof Nothing nothing && nothing.afterRecordSets()) {
        return null;
      }
    }
    return null;
  }
}
