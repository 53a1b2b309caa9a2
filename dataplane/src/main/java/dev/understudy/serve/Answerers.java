package dev.understudy.serve;

import dev.understudy.metrics.QueryCounts;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Makes an {@link Answerer} for each desk. */
@FunctionalInterface
interface Answerers {

  /**
   * One more.
   *
   * @param counts its row
   * @param epochSeconds the wall clock
   * @param idleTenths how long the connection may idle that is being answered, in units of 100 ms
   */
  Answerer make(QueryCounts counts, LongSupplier epochSeconds, IntSupplier idleTenths);
}
