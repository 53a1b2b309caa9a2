package dev.understudy.propagation;

import dev.understudy.control.StoredIntent;
import dev.understudy.control.StoredIntent.Nothing;
import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.store.Store.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The record sets of a snapshot of the store, read one by one as they are asked for. */
final class StoredRecordSets implements Iterator<OfRecordSet> {
  private final Iterator<Entry> rest;
  private final EntryReader reader;
  private final Predicate<OfRecordSet> answered;
  private @Nullable OfRecordSet next;

  /** Nothing after this is a record set. */
  private boolean done;

  /**
   * Reads on where others stopped.
   *
   * @param first the first record set; null if there is none
   * @param rest what comes after it in the store
   * @param answered which record sets are told of
   */
  StoredRecordSets(
      @Nullable OfRecordSet first,
      Iterator<Entry> rest,
      EntryReader reader,
      Predicate<OfRecordSet> answered) {
    this.rest = rest;
    this.reader = reader;
    this.answered = answered;
    this.next = first != null && answered.test(first) ? first : null;
    this.done = first == null;
  }

  @Override
  public boolean hasNext() {
    while (next == null && !done) {
      advance();
    }
    return next != null;
  }

  @Override
  public OfRecordSet next() {
    OfRecordSet set = hasNext() ? next : null;
    if (set == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return set;
  }

  private void advance() {
    if (!rest.hasNext()) {
      done = true;
      return;
    }
    Entry entry = rest.next();
    switch (reader.read(entry.key(), entry.value())) {
      case OfRecordSet set when answered.test(set) -> next = set;
      case Nothing nothing -> done = nothing.afterRecordSets();
      case StoredIntent _ -> {}
    }
  }
}
