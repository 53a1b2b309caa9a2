package dev.understudy.propagation;

import dev.understudy.control.StoredIntent.OfRecordSet;
import dev.understudy.intent.Mutation;
import java.util.Iterator;

/** What few there is first, then the record sets one by one as they are asked for. */
final class Everything implements Iterator<Mutation> {
  private final Iterator<Mutation> heads;
  private final Iterator<OfRecordSet> sets;

  Everything(Iterator<Mutation> heads, Iterator<OfRecordSet> sets) {
    this.heads = heads;
    this.sets = sets;
  }

  @Override
  public boolean hasNext() {
    return heads.hasNext() || sets.hasNext();
  }

  @Override
  public Mutation next() {
    return heads.hasNext() ? heads.next() : Propagation.mutation(sets.next());
  }
}
