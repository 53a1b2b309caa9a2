package dev.understudy.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * All rows of one nameserver. Serving threads take a row each when they start and keep it; the
 * scraper adds the rows up. Rows are never given back, so a total never falls: take them for
 * threads that last, not for connections.
 */
public final class QueryLedger {

  private final List<QueryCounts> rows = new CopyOnWriteArrayList<>();

  /** Starts without rows. */
  public QueryLedger() {}

  /** A new row, to be owned by one thread at a time. */
  public QueryCounts newRow() {
    var row = new QueryCounts();
    rows.add(row);
    return row;
  }

  /** The sum over all rows; any thread. */
  public long total(QueryCount count) {
    return count == QueryCount.OUTCOME_ANSWER
        ? QueryCount.answersByPolicy().stream().mapToLong(this::sum).sum()
        : sum(count);
  }

  /** The questions of a type that were looked up, over all rows; any thread. */
  public long total(QuestionType type) {
    return rows.stream().mapToLong(row -> row.get(type)).sum();
  }

  private long sum(QueryCount count) {
    long sum = 0;
    for (QueryCounts row : rows) {
      sum += row.get(count);
    }
    return sum;
  }
}
