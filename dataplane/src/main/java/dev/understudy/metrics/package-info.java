/**
 * What the serving threads count, one row of numbers for each thread, and the ledger that adds the
 * rows up for whoever publishes them.
 *
 * <p>Counting costs a load, an add and a store in memory that only the counting thread writes.
 * Nothing here names a monitoring system, logs, or decides anything.
 *
 * <p>Door: {@link dev.understudy.metrics.QueryLedger}. Imports nothing. Imported by {@code answer}
 * and {@code serve}, and by whoever shows the figures.
 */
@NullMarked
package dev.understudy.metrics;

import org.jspecify.annotations.NullMarked;
