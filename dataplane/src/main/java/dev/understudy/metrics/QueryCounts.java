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

  private static final int COUNTS = QueryCount.values().length;

  /** What was found is counted by type as well: a table, a line for each type. */
  private static final int TABLE = PADDING + COUNTS;

  private static final int COLUMNS = QueryCount.outcomes().size();
  private static final int LINES = QuestionType.values().length;

  private final long[] numbers = new long[TABLE + LINES * COLUMNS + PADDING];

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

  /**
   * Adds one question by what was found, which is one of {@link QueryCount#outcomes}, and by its
   * type: one addition for both. Owner thread only.
   *
   * @param type the QTYPE, 0 to 65535
   */
  public void addQuestion(QueryCount found, int type) {
    int at = cell(QuestionType.row(type), found);
    NUMBER.setOpaque(numbers, at, numbers[at] + 1);
  }

  /** This row's number; any thread. */
  public long get(QueryCount count) {
    long sum = (long) NUMBER.getOpaque(numbers, at(count));
    if (QueryCount.outcomes().contains(count)) {
      for (int line = 0; line < LINES; line++) {
        sum += (long) NUMBER.getOpaque(numbers, cell(line, count));
      }
    }
    return sum;
  }

  /** How many questions of a type were looked up; any thread. */
  // As at().
  @SuppressWarnings("EnumOrdinal")
  public long get(QuestionType type) {
    long sum = 0;
    for (QueryCount found : QueryCount.outcomes()) {
      sum += (long) NUMBER.getOpaque(numbers, cell(type.ordinal(), found));
    }
    return sum;
  }

  // As at().
  @SuppressWarnings("EnumOrdinal")
  private static int cell(int line, QueryCount found) {
    return TABLE + line * COLUMNS + found.ordinal() - QueryCount.OUTCOME_ANSWER.ordinal();
  }

  // A row lives and dies with its process, so nothing outlives a reordering of the enum; an EnumMap
  // would box every number.
  @SuppressWarnings("EnumOrdinal")
  private static int at(QueryCount count) {
    return PADDING + count.ordinal();
  }
}
