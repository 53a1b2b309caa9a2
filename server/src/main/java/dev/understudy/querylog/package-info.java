/**
 * The query log: what serving threads took down, as lines of text in a file or on standard output,
 * and, through {@code dnstap}, as frames. The thread that reads the tapes is here; it may wait for
 * a disk, serving threads never do.
 *
 * <p>Door: {@link dev.understudy.querylog.Recorder}. Imports {@code wire} (to read the messages
 * again), {@code tape}, {@code metrics} and {@code answer} (their words) and {@code dnstap}.
 * Imported by {@code launch}.
 *
 * <p>The line format is documented in docs/query-log.md.
 */
@NullMarked
package dev.understudy.querylog;

import org.jspecify.annotations.NullMarked;
