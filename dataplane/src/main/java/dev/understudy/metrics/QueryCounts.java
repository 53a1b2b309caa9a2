package dev.understudy.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One row of counts. One thread at a time adds to it; any thread may read.
 *
 * <p>Reads see a recent value of each number, never a torn one; numbers of one row may be from
 * slightly different moments. A row whose owner changes must be handed over through something that
 * orders memory, such as a queue.
 */
public final class QueryCounts {

  /** Numbers left unused on both sides, so that two rows never share a cache line. */
  private static final int PADDING = 16;

  private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

  private final long[] numbers = new long[PADDING + QueryCount.values().length + PADDING];

  /** Only the ledger makes rows, so that none is forgotten when they are added up. */
  QueryCounts() {}

  /** Adds one. Owner thread only. */
  public void add(QueryCount count) {
    add(count, 1);
  }

  /** Adds {@code amount}, at least 0. Owner thread only. */
  public void add(QueryCount count, long amount) {
    int at = at(count);
    NUMBER.setOpaque(numbers, at, numbers[at] + amount);
  }

  /** This row's number; any thread. */
  public long get(QueryCount count) {
    return (long) NUMBER.getOpaque(numbers, at(count));
  }

  // A row lives and dies with its process, so nothing outlives a reordering of the enum; an EnumMap
  // would box every number.
  @SuppressWarnings("EnumOrdinal")
  private static int at(QueryCount count) {
    return PADDING + count.ordinal();
  }
}
